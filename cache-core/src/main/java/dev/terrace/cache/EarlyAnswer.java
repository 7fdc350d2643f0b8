package dev.terrace.cache;

import dev.terrace.cache.spi.Time;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/*
 * The first of these is the answer: what the flight brings; a stale entry that a far tier shows, where that may be served while a newer
 * one is loaded; a stale entry once the load has failed or the soft time is over; at the deadline a stale entry, or a failure.
 */
/** The answer to one read that need not wait for its flight. Thread-safe. */
final class EarlyAnswer<K, V extends @Nullable Object> {

    private final Reads<K, V> reads;
    private final Reading<K, V> reading;
    private final String cache;
    private final CompletableFuture<@Nullable Served<V>> answer = new CompletableFuture<>();
    private volatile @Nullable Flight<K, V> flight;
    private volatile boolean softOver;

    EarlyAnswer(Reads<K, V> reads, Reading<K, V> reading, String cache, Time time) {
        this.reads = reads;
        this.reading = reading;
        this.cache = cache;
        Duration soft = reading.freshness().soft();
        Duration deadline = reading.freshness().deadline();
        if (soft != null) {
            bound(time, soft, () -> {
                softOver = true; // first: a tier may show its stale entry at this moment
                instead(Answer.Reason.LATE);
            });
        }
        Long until = reading.untilNanos();
        if (deadline != null && until != null) {
            Runnable end = () -> {
                if (!instead(Answer.Reason.LATE)) {
                    answer.completeExceptionally(late(deadline));
                }
            };
            bound(time, deadline, end);
            if (reading.caller() instanceof Lane waiting) {
                waiting.alarm(time, until, end);
            }
        }
    }

    /** Not on the thread of the timers: callers may have attached more than is good for it, and who waits has to be woken anyway. */
    private void bound(Time time, Duration limit, Runnable end) {
        Time.Timer timer = time.schedule(limit, () -> {
            try {
                reading.caller().execute(end);
            } catch (RejectedExecutionException busy) {
                end.run();
            }
        });
        answer.whenComplete((served, failure) -> timer.cancel());
    }

    CompletableFuture<@Nullable Served<V>> future() {
        return answer;
    }

    /** The read is on this flight now. */
    void aboard(Flight<K, V> now) {
        flight = now;
        now.stale().thenAccept(offer -> {
            instead(Answer.Reason.REVALIDATING);
            if (softOver) {
                instead(Answer.Reason.LATE);
            }
        });
    }

    void arrived(@Nullable Served<V> served) {
        answer.complete(served);
    }

    void failed(Throwable failure) {
        if (failure instanceof Error || !instead(Answer.Reason.LOAD_FAILED)) {
            answer.completeExceptionally(failure);
        }
    }

    /** Whether there is an answer now. */
    private boolean instead(Answer.Reason reason) {
        if (answer.isDone()) {
            return true;
        }
        Served<V> stale = reads.instead(reading, flight, reason);
        if (stale == null || !answer.complete(stale)) {
            return answer.isDone();
        }
        reads.servedStale(reading, stale);
        return true;
    }

    private CacheTimeoutException late(Duration deadline) {
        return new CacheTimeoutException(
                "cache '" + cache + "' has no answer within the deadline of " + deadline.toMillis()
                        + " ms: make the loader faster or the deadline longer, or let staleIfError allow what is there");
    }
}
