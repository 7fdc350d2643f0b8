package dev.terrace.cache.fake;

import dev.terrace.cache.spi.Time;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Clocks that stand still until a test advances them; due timers then run on the test's thread. Thread-safe. */
public final class FakeTime implements Time {

    private static final long ORIGIN = Long.MAX_VALUE - Duration.ofMinutes(10).toNanos(); // wraps while tests run

    private static final class Due implements Timer {
        private final Runnable task;
        private final long period;
        private volatile boolean cancelled;
        private long at;
        private long order;

        private Due(Runnable task, long period) {
            this.task = task;
            this.period = period;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    private final PriorityQueue<Due> queue =
            new PriorityQueue<>(Comparator.comparingLong((Due due) -> due.at).thenComparingLong(due -> due.order));
    private long elapsed;
    private long scheduled;

    @Override
    public synchronized long nanoTime() {
        return ORIGIN + elapsed;
    }

    @Override
    public synchronized long currentTimeMillis() {
        return 1_750_000_000_000L + elapsed / 1_000_000;
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        return add(new Due(task, 0), delay.toNanos());
    }

    @Override
    public Timer repeat(Duration period, Runnable task) {
        return add(new Due(task, period.toNanos()), period.toNanos());
    }

    /** Moves the clock and runs what becomes due, in order. */
    public void advance(Duration by) {
        long until;
        synchronized (this) {
            until = elapsed + by.toNanos();
        }
        for (Due due = next(until); due != null; due = next(until)) {
            due.task.run();
            if (due.period > 0) {
                add(due, due.period);
            }
        }
    }

    /** How many timers wait. */
    public synchronized int pending() {
        queue.removeIf(due -> due.cancelled);
        return queue.size();
    }

    private synchronized Due add(Due due, long delay) {
        due.at = elapsed + delay;
        due.order = scheduled++;
        if (!due.cancelled) {
            queue.add(due);
        }
        return due;
    }

    private synchronized @Nullable Due next(long until) {
        queue.removeIf(due -> due.cancelled);
        Due first = queue.peek();
        if (first == null || first.at > until) {
            elapsed = until;
            return null;
        }
        elapsed = first.at;
        return queue.remove();
    }
}
