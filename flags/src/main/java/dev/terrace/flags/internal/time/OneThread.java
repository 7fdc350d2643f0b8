package dev.terrace.flags.internal.time;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** One daemon thread that does tasks in their order; it comes with work and goes after five seconds without. Thread-safe. */
public final class OneThread implements Executor, AutoCloseable {

    private final ThreadPoolExecutor thread;

    /** Names the thread and bounds the tasks that wait for it. */
    public OneThread(String name, int waiting) {
        thread = new ThreadPoolExecutor(
                1, 1, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(waiting), SystemTime.daemons(name));
        thread.allowCoreThreadTimeOut(true);
    }

    /**
     * Has a task done.
     *
     * @throws RejectedExecutionException if too many wait, or after {@link #close}
     */
    @Override
    public void execute(Runnable task) {
        thread.execute(task);
    }

    /** Takes no more tasks, and waits so long at most until those that it has are done. An interrupt ends the wait and is kept. */
    public void close(Duration patience) {
        thread.shutdown();
        try {
            thread.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes no more tasks; those that wait are done. Waits for nothing. */
    @Override
    public void close() {
        thread.shutdown();
    }
}
