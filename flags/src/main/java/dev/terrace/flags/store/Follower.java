package dev.terrace.flags.store;

import dev.terrace.cache.spi.Append;
import dev.terrace.cache.spi.Host;
import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.Ledger;
import dev.terrace.cache.spi.LedgerState;
import dev.terrace.cache.spi.LogListener;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Pushed;
import dev.terrace.cache.spi.Time;
import dev.terrace.flags.internal.chain.Sender;
import dev.terrace.flags.internal.chain.Tip;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/*
 * The ledger is the truth; the log only says when to look. A look reads one record, to learn the ledger's position; if that is not the
 * one held, in sequence or in epoch, all records are read, of one moment. So a node that misses a message is right after its next poll, and
 * one that follows another ledger than before needs no rule of its own.
 *
 * One look at a time: whoever asks while one is under way gets the next one, which begins later than he asked, and all who ask meanwhile
 * share it. `running` and `next` are guarded by `this`; nothing is called under that lock. What was read is handed over by one look after
 * the other, so versions arrive in the order in which they were read, and none after close.
 *
 * A log that says who was meant is believed; one that only says "something" makes this node look at most every GAP, for a cache's
 * thousands of invalidations are none of its business.
 */
/** Follows a store. Thread-safe. */
final class Follower implements LogListener {

    private static final Duration GAP = Duration.ofMillis(10);

    private final Ledger ledger;
    private final @Nullable InvalidationLog log;
    private final Host host;
    private final String collection;
    private final Name name;
    private final StoreSource source;
    private final AtomicBoolean woken = new AtomicBoolean();
    private final AtomicLong looks = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final AtomicLong untold = new AtomicLong();
    private @Nullable CompletableFuture<Position> running;
    private @Nullable CompletableFuture<Position> next;
    private volatile Position looked = Position.NONE;
    private volatile @Nullable StoredFlags held;
    private volatile @Nullable Instant lookedAt;
    private volatile @Nullable String lastFailure;
    private volatile boolean closed;
    private volatile Time.@Nullable Timer timer;

    Follower(Ledger ledger, @Nullable InvalidationLog log, Host host, String collection, StoreSource source) {
        this.ledger = ledger;
        this.log = log;
        this.host = host;
        this.collection = collection;
        this.source = source;
        name = Name.dependency("terrace.flags:" + collection);
    }

    void start(Duration pollInterval) {
        timer = host.time().repeat(pollInterval, this::look);
    }

    /** Looks at the store from now on; fails if it does not answer. */
    CompletionStage<Position> refresh() {
        CompletableFuture<Position> mine;
        synchronized (this) {
            if (running != null) {
                CompletableFuture<Position> waiting = next == null ? new CompletableFuture<>() : next;
                next = waiting;
                return waiting;
            }
            mine = new CompletableFuture<>();
            running = mine;
        }
        run(mine);
        return mine;
    }

    private void look() {
        if (!closed) {
            var unused = refresh();
        }
    }

    private void run(CompletableFuture<Position> turn) {
        CompletionStage<Position> look;
        try {
            look = lookOnce();
        } catch (RuntimeException e) {
            look = CompletableFuture.failedStage(e);
        }
        var unused = look.whenComplete((position, failure) -> {
            looks.incrementAndGet();
            if (failure == null) {
                lookedAt = Instant.ofEpochMilli(host.time().currentTimeMillis());
                lastFailure = null;
                source.answered();
            } else {
                failures.incrementAndGet();
                String reason = String.valueOf(Sender.cause(failure).getMessage());
                lastFailure = reason;
                source.unavailable(reason);
            }
            end(turn, position, failure);
        });
    }

    private void end(CompletableFuture<Position> turn, @Nullable Position position, @Nullable Throwable failure) {
        CompletableFuture<Position> following;
        synchronized (this) {
            following = next;
            running = following;
            next = null;
        }
        if (following != null) {
            run(following);
        }
        if (failure == null) {
            turn.complete(position);
        } else {
            turn.completeExceptionally(Sender.cause(failure));
        }
    }

    private CompletionStage<Position> lookOnce() {
        return ledger.read(collection, Tip.KEY)
                .thenComposeAsync(
                        state -> state.at().equals(looked)
                                ? CompletableFuture.completedStage(looked)
                                : ledger.read(collection).thenApplyAsync(this::take, host.executor()),
                        host.executor());
    }

    private Position take(LedgerState state) {
        StoredFlags read = StoredFlags.of(state);
        if (!closed) {
            held = read;
            looked = state.at();
            source.take(read);
        }
        return state.at();
    }

    /** What was read last, or null before the first. */
    @Nullable
    StoredFlags held() {
        return held;
    }

    StoreHealth health() {
        return new StoreHealth(looked, lookedAt, looks.get(), failures.get(), lastFailure, untold.get());
    }

    /** Tells other nodes that something was changed. If that fails they find it by polling. */
    void tell() {
        InvalidationLog told = log;
        if (told == null) {
            return;
        }
        try {
            var unused = told.append(new Append(UUID.randomUUID().toString(), 0, List.of(name)))
                    .whenComplete((appended, failure) -> {
                        if (failure != null) {
                            untold.incrementAndGet();
                        }
                    });
        } catch (RuntimeException closing) {
            untold.incrementAndGet();
        }
    }

    @Override
    public void wake() {
        if (!closed && woken.compareAndSet(false, true)) {
            host.time().schedule(GAP, () -> {
                woken.set(false);
                look();
            });
        }
    }

    @Override
    public void pushed(Pushed pushed) {
        if (pushed.names().contains(name) || pushed.names().contains(Name.NAMESPACE)) {
            look();
        }
    }

    void close() {
        closed = true;
        Time.Timer polling = timer;
        if (polling != null) {
            polling.cancel();
        }
    }
}
