package dev.terrace.cache;

import dev.terrace.cache.spi.Time;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/*
 * The steps of a blocking call, run by the caller's own thread while it waits for the outcome. So a loader keeps the caller's
 * thread-locals, transaction and stack, and sync and async calls share one implementation.
 *
 * Whoever adds a task unparks the owner; the owner parks only after it found the queue empty and the outcome open. Tasks that
 * come after the outcome (others may wait for them) go to the fallback. `closed` is written after the last poll and read
 * after each offer, both volatile, so that one of the two sides sees the task.
 */
/** An executor that is a waiting thread. Thread-safe; {@link #await} is the owner's. */
final class Lane implements Executor {

    private final Thread owner = Thread.currentThread();
    private final Executor fallback;
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    /** The owner's, in the order of their times; most calls have none. */
    private @Nullable ArrayDeque<Alarm> alarms;

    private volatile boolean closed;

    /** What the owner does at a time if he still waits then. */
    private record Alarm(Time time, long untilNanos, Runnable end) {}

    Lane(Executor fallback) {
        this.fallback = fallback;
    }

    Thread owner() {
        return owner;
    }

    /** Whether the thread that waits here is the one that asks. */
    @SuppressWarnings("ReferenceEquality") // a thread is itself
    boolean isOwn() {
        return owner == Thread.currentThread();
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (closed) {
            handOver();
        } else {
            LockSupport.unpark(owner);
        }
    }

    /**
     * Lets the owner end his wait himself, however late the timers are. Called by the owner, with times that do not go back; of no effect
     * on another thread.
     */
    void alarm(Time time, long untilNanos, Runnable end) {
        if (isOwn()) {
            ArrayDeque<Alarm> known = alarms == null ? new ArrayDeque<>(1) : alarms;
            known.add(new Alarm(time, untilNanos, end));
            alarms = known;
        }
    }

    private void rest() {
        ArrayDeque<Alarm> known = alarms;
        Alarm next = known == null ? null : known.peek();
        if (known == null || next == null) {
            LockSupport.park(this);
            return;
        }
        long left = next.untilNanos - next.time.nanoTime();
        if (left > 0) {
            LockSupport.parkNanos(
                    this, left); // of a virtual time too long or too short, which the timers and this loop make good
        } else {
            known.remove();
            next.end.run();
        }
    }

    /** Runs tasks until the outcome is there. An interrupt is kept for the caller and does not end the wait. */
    <T extends @Nullable Object> T await(CompletableFuture<T> outcome) {
        if (!outcome.isDone()) {
            outcome.whenComplete((value, failure) -> LockSupport.unpark(owner));
        }
        boolean interrupted = false;
        while (!outcome.isDone()) {
            Runnable task = tasks.poll();
            if (task != null) {
                task.run();
            } else if (!outcome.isDone()) {
                rest();
                interrupted |= Thread.interrupted();
            }
        }
        close();
        if (interrupted) {
            owner.interrupt();
        }
        return result(outcome);
    }

    /** Nobody will wait here any more: leaves what is to be done to the fallback. */
    void close() {
        closed = true;
        handOver();
    }

    private void handOver() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            fallback.execute(task);
        }
    }

    /** What a done future holds, or what it failed with, unwrapped. */
    static <T extends @Nullable Object> T result(CompletableFuture<T> done) {
        try {
            return done.join();
        } catch (CompletionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            if (cause instanceof Error error) {
                throw error;
            }
            throw e;
        }
    }
}
