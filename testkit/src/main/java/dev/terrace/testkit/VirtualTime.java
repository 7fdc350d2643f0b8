package dev.terrace.testkit;

import dev.terrace.cache.spi.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * Two locks. `driving` is held for the whole of an advance, so that one thread at a time moves the clock. `this` guards the
 * clock and the queue for moments; tasks run outside it. Order: driving, then this.
 *
 * The clock is kept as nanoseconds since the start, which no test overflows; what nanoTime() answers is that plus ORIGIN.
 */
/**
 * Clocks and timers that stand still until a test moves them.
 *
 * <p>The wall clock starts at {@link #START}. The monotonic clock starts close below the largest {@code long} and wraps after
 * one virtual hour, as it may on a machine: code that compares two of its readings with {@code <} instead of the sign of their
 * difference fails.
 *
 * <p>Timers run on the thread that calls {@link #advance}, in the order in which they are due, those that are due at the same
 * moment in the order in which they were scheduled. While one runs, both clocks show the moment at which it was due. A
 * {@link RuntimeException} of a task is logged, as by the machine's timers; an {@link Error}, such as a failed assertion,
 * leaves {@code advance} and stops the clock at that moment.
 *
 * <p>Thread-safe: any thread may read, schedule and cancel at any time; advances wait for each other.
 *
 * @since 0.1.0
 */
public final class VirtualTime implements Time {

    /** What the wall clock shows at first. */
    public static final Instant START = Instant.parse("2025-01-01T00:00:00Z");

    private static final Logger LOG = LoggerFactory.getLogger(VirtualTime.class);
    private static final long ORIGIN = Long.MAX_VALUE - Duration.ofHours(1).toNanos();

    private final ReentrantLock driving = new ReentrantLock();
    private final PriorityQueue<Scheduled> queue = new PriorityQueue<>();
    private long elapsed;
    private long scheduled;

    /** Makes a time of its own, without timers. */
    public VirtualTime() {}

    @Override
    public synchronized long nanoTime() {
        return ORIGIN + elapsed;
    }

    @Override
    public synchronized long currentTimeMillis() {
        return START.plusNanos(elapsed).toEpochMilli();
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("a delay is not negative: " + delay);
        }
        return enqueue(delay, null, task);
    }

    @Override
    public Timer repeat(Duration period, Runnable task) {
        if (period.isNegative() || period.isZero()) {
            throw new IllegalArgumentException("a period is positive: " + period);
        }
        return enqueue(period, period, task);
    }

    /**
     * Moves both clocks on, and runs every timer that becomes due on the way, also those that are scheduled on the way. Returns
     * when all of them have run.
     *
     * @param by how far, not negative; zero runs what is due now
     * @throws IllegalStateException if a timer's task calls this
     */
    public void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("time does not run backwards: " + by);
        }
        if (driving.isHeldByCurrentThread()) {
            throw new IllegalStateException("a timer's task must not advance the time that runs it");
        }
        driving.lock();
        try {
            long until = Math.addExact(elapsed(), by.toNanos());
            for (Scheduled due = next(until); due != null; due = next(until)) {
                run(due);
            }
        } finally {
            driving.unlock();
        }
    }

    /**
     * How many timers wait: scheduled, and neither run nor cancelled. A repetition counts as one, except while it runs.
     *
     * @return the count
     */
    public synchronized int pending() {
        return queue.size();
    }

    private synchronized long elapsed() {
        return elapsed;
    }

    private synchronized Scheduled enqueue(Duration delay, @Nullable Duration period, Runnable task) {
        Scheduled timer = new Scheduled(period, task);
        enqueue(timer, delay);
        return timer;
    }

    private synchronized void enqueue(Scheduled timer, Duration delay) {
        if (!timer.cancelled) {
            timer.due = Math.addExact(elapsed, delay.toNanos());
            timer.order = scheduled++;
            queue.add(timer);
        }
    }

    /** Takes the first timer that is due by then and moves the clocks to it, or all the way if there is none. */
    private synchronized @Nullable Scheduled next(long until) {
        Scheduled first = queue.peek();
        if (first == null || first.due > until) {
            elapsed = until;
            return null;
        }
        elapsed = first.due;
        return queue.remove();
    }

    private void run(Scheduled timer) {
        try {
            timer.task.run();
        } catch (RuntimeException failure) {
            LOG.error("A timer's task failed; time goes on", failure);
        }
        if (timer.period != null) {
            enqueue(timer, timer.period);
        }
    }

    /** A timer in the queue, or running. Its mutable fields are guarded by the time's lock. */
    private final class Scheduled implements Timer, Comparable<Scheduled> {
        private final @Nullable Duration period;
        private final Runnable task;
        private long due;
        private long order;
        private boolean cancelled;

        private Scheduled(@Nullable Duration period, Runnable task) {
            this.period = period;
            this.task = task;
        }

        @Override
        public void cancel() {
            synchronized (VirtualTime.this) {
                cancelled = true;
                queue.remove(this);
            }
        }

        @Override
        public int compareTo(Scheduled other) {
            int byDue = Long.compare(due, other.due);
            return byDue != 0 ? byDue : Long.compare(order, other.order);
        }
    }
}
