package dev.terrace.cache.internal.time;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A bounded pool of daemon threads for work that may block; threads come with work and go after 30 s without. Thread-safe. */
public final class Workers implements Executor, AutoCloseable {

    private final ThreadPoolExecutor pool;

    /** Names the pool and bounds its threads and its queue. */
    public Workers(String name, int threads, int queued) {
        pool = new ThreadPoolExecutor(
                threads, threads, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(queued), daemons(name));
        pool.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable task) {
        pool.execute(task);
    }

    /** Lets what runs end for a moment, then interrupts it. */
    @Override
    public void close() {
        pool.shutdown();
        boolean interrupted = false;
        try {
            if (!pool.awaitTermination(1, TimeUnit.SECONDS)) {
                pool.shutdownNow();
            }
        } catch (InterruptedException e) {
            interrupted = true;
            pool.shutdownNow();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Interrupts what runs, and waits for nothing. */
    public void stop() {
        pool.shutdownNow();
    }

    static ThreadFactory daemons(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
