package dev.terrace.flags.internal.time;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A task that one daemon thread does again and again, a pause after it has ended. Thread-safe. */
public final class Rounds implements AutoCloseable {

    private final ScheduledThreadPoolExecutor thread;

    /** Begins at once. The task must not throw: that would be its last round. */
    public Rounds(String name, Duration pause, Runnable task) {
        thread = new ScheduledThreadPoolExecutor(1, SystemTime.daemons(name));
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        thread.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
        thread.scheduleWithFixedDelay(task, 0, pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Has a task done once between rounds. Does nothing after {@link #close}. */
    public void once(Duration delay, Runnable task) {
        try {
            thread.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            // Nobody waits for it.
        }
    }

    /** Ends the thread; a round under way is interrupted. Waits for nothing. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
