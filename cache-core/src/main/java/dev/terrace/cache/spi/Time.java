package dev.terrace.cache.spi;

import java.time.Duration;

/**
 * The clocks and timers of a namespace: the machine's own, or virtual ones in a test.
 *
 * <p>Implementations are thread-safe.
 *
 * @since 0.1.0
 */
public interface Time {

    /**
     * A monotonic clock for durations on this node.
     *
     * @return nanoseconds since an arbitrary origin
     */
    long nanoTime();

    /**
     * The wall clock, for what people read. Never compared across machines in a decision about truth.
     *
     * @return milliseconds since 1970 UTC
     */
    long currentTimeMillis();

    /**
     * Runs a task once, later. The task must be short and must not block: hand longer work to {@link Host#executor()}.
     *
     * @param delay how long to wait, not negative
     * @param task the task; what it throws is logged
     * @return a handle that cancels it
     */
    Timer schedule(Duration delay, Runnable task);

    /**
     * Runs a short task again and again, each time a period after it has ended.
     *
     * @param period the pause, positive; also before the first run
     * @param task the task; what it throws is logged and does not end the repetition
     * @return a handle that ends it
     */
    Timer repeat(Duration period, Runnable task);

    /** A scheduled task. */
    @FunctionalInterface
    interface Timer {
        /** Prevents further runs. A run under way goes on. Idempotent. */
        void cancel();
    }
}
