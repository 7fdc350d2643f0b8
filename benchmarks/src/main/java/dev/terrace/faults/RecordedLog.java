package dev.terrace.faults;

import dev.terrace.cache.spi.Append;
import dev.terrace.cache.spi.Appended;
import dev.terrace.cache.spi.Host;
import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.LogListener;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Slice;
import dev.terrace.cache.spi.Tier;
import dev.terrace.faults.history.Recorder;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A log that writes down which of its calls have succeeded. Changes nothing about them. Thread-safe. */
final class RecordedLog implements InvalidationLog {

    private final InvalidationLog log;
    private final Recorder recorder;
    private volatile long epoch;
    private volatile long lastPoll = System.nanoTime();

    RecordedLog(InvalidationLog log, Recorder recorder) {
        this.log = log;
        this.recorder = recorder;
    }

    /** The epoch of the last append that was acknowledged, 0 if none was. */
    long epoch() {
        return epoch;
    }

    /** When the last read that has succeeded was sent; when this was made if none has. */
    long lastPoll() {
        return lastPoll;
    }

    @Override
    public CompletionStage<Appended> append(Append append) {
        CompletableFuture<Appended> answer = new CompletableFuture<>();
        log.append(append).whenComplete((appended, failure) -> {
            if (failure == null) {
                epoch = appended.epoch(); // first: whoever has the acknowledgement asks for it
            }
            pass(appended, failure, answer);
        });
        return answer;
    }

    /** A read counts once the node has taken its slice in. */
    @Override
    public CompletionStage<Slice> read(Position after, int limit) {
        CompletableFuture<Slice> answer = new CompletableFuture<>();
        long sent = System.nanoTime();
        log.read(after, limit).whenComplete((slice, failure) -> {
            pass(slice, failure, answer);
            if (failure == null && !slice.more()) {
                lastPoll = sent;
                recorder.line("poll", sent, System.nanoTime(), slice.reached().epoch());
            }
        });
        return answer;
    }

    @Override
    public CompletionStage<?> beat() {
        CompletableFuture<Object> answer = new CompletableFuture<>();
        long sent = System.nanoTime();
        log.beat().whenComplete((done, failure) -> {
            pass(true, failure, answer);
            if (failure == null) {
                recorder.line("beat", sent, System.nanoTime());
            }
        });
        return answer;
    }

    private static <T> void pass(T value, Throwable failure, CompletableFuture<T> answer) {
        if (failure == null) {
            answer.complete(value);
        } else {
            answer.completeExceptionally(failure);
        }
    }

    @Override
    public String description() {
        return log.description();
    }

    @Override
    public void open(Host host, LogListener listener) {
        log.open(host, listener);
    }

    @Override
    public boolean carries(Tier tier) {
        return log.carries(tier);
    }

    @Override
    public Duration pollInterval() {
        return log.pollInterval();
    }

    @Override
    public void close() {
        log.close();
    }
}
