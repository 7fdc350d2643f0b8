package dev.terrace.benchmarks;

import dev.terrace.cache.spi.Time;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Time that passes as a replay says; due timers run on the thread that lets it pass. Thread-safe. */
final class ReplayTime implements Time {

    private static final class Due implements Timer {

        private final Runnable task;
        private final long period;
        private volatile boolean cancelled;
        private long at;

        Due(Runnable task, long period) {
            this.task = task;
            this.period = period;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    private final PriorityQueue<Due> queue = new PriorityQueue<>(Comparator.comparingLong((Due due) -> due.at));
    private volatile long now;

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public long currentTimeMillis() {
        return now / 1_000_000;
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        return add(new Due(task, 0), delay.toNanos());
    }

    @Override
    public Timer repeat(Duration period, Runnable task) {
        return add(new Due(task, period.toNanos()), period.toNanos());
    }

    private synchronized Due add(Due due, long delay) {
        due.at = now + delay;
        queue.add(due);
        return due;
    }

    void pass(Duration by) {
        long until = now + by.toNanos();
        for (Due due = next(until); due != null; due = next(until)) {
            due.task.run();
            if (due.period > 0) {
                add(due, due.period);
            }
        }
    }

    private synchronized @Nullable Due next(long until) {
        while (!queue.isEmpty()) {
            Due first = queue.peek();
            if (first.at > until) {
                break;
            }
            queue.remove();
            if (!first.cancelled) {
                now = Math.max(now, first.at);
                return first;
            }
        }
        now = until;
        return null;
    }
}
