package dev.terrace.cache.warm;

import dev.terrace.cache.Warmed;
import dev.terrace.cache.profile.ProfileRecorder;
import dev.terrace.cache.spi.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/*
 * A miss looks into a table, and leaves what follows in a bounded queue; what does not fit is forgotten. One task at a time takes from it, as fast
 * and as many at a time as the warming's settings allow. It hands the keys over at once where it may: what follows may be asked for in a millisecond.
 */
/**
 * Warms what usually follows a key that is missed, until it is closed.
 *
 * <p>Thread-safe.
 *
 * @param <K> the type of the keys
 * @since 0.1.0
 */
public final class MissPrediction<K> implements AutoCloseable {

    private static final int HELD = 1_024;

    private final WarmingBuilder<K> settings;
    private final ProfileRecorder<K> recorder;
    private final double confidence;
    private final Time time;
    private final ArrayBlockingQueue<K> queue = new ArrayBlockingQueue<>(HELD);
    private final AtomicBoolean wanted = new AtomicBoolean();
    private final AtomicInteger batches = new AtomicInteger();
    private final LongAdder predicted = new LongAdder();
    private final LongAdder brought = new LongAdder();
    private volatile boolean closed;
    private volatile long dueNanos;

    MissPrediction(WarmingBuilder<K> settings, ProfileRecorder<K> recorder, double confidence) {
        this.settings = settings;
        this.recorder = recorder;
        this.confidence = confidence;
        time = settings.host.time();
        dueNanos = time.nanoTime();
    }

    /** A read has missed a key. Quick; never throws. */
    void missed(K key) {
        if (closed) {
            return;
        }
        List<K> next = recorder.followers(key, confidence);
        if (next.isEmpty()) {
            return;
        }
        boolean any = false;
        for (K follower : next) {
            any |= queue.offer(follower);
        }
        if (any) {
            recorder.predicts(key);
            want();
        }
    }

    private void want() {
        if (!wanted.getAndSet(true)) {
            try {
                settings.host.executor().execute(this::send);
            } catch (RejectedExecutionException busy) {
                wanted.set(false); // the next miss wants it again
            }
        }
    }

    private void send() {
        wanted.set(false); // first: what is left in the queue from now on is seen, or wants another turn
        if (closed || queue.isEmpty()) {
            return;
        }
        long early = dueNanos - time.nanoTime();
        if (early > 0) {
            time.schedule(Duration.ofNanos(early), this::want);
            return;
        }
        if (batches.incrementAndGet() > settings.concurrentBatches) {
            batches.decrementAndGet();
            return; // one that comes back wants another turn
        }
        List<K> keys = new ArrayList<>();
        queue.drainTo(keys, settings.batch);
        dueNanos = time.nanoTime() + keys.size() * 1_000_000_000L / settings.keysPerSecond;
        predicted.add(keys.size());
        CompletableFuture<Warmed> batch;
        try {
            batch = settings.cache.async().warm(keys, settings.from);
        } catch (RuntimeException refused) { // closed, or cut off
            batch = CompletableFuture.failedFuture(refused);
        }
        batch.whenComplete((warmed, failure) -> {
            batches.decrementAndGet();
            if (warmed != null) {
                brought.add((long) warmed.found() + warmed.loaded());
            }
            want();
        });
    }

    /**
     * How many keys were to follow.
     *
     * @return the number that was asked for, since it began
     */
    public long predicted() {
        return predicted.sum();
    }

    /**
     * How many of them were brought to the heap.
     *
     * @return those that were found in a far tier or loaded
     */
    public long brought() {
        return brought.sum();
    }

    /** Predicts nothing more. Idempotent. */
    @Override
    public void close() {
        closed = true;
        recorder.onMiss(null);
    }
}
