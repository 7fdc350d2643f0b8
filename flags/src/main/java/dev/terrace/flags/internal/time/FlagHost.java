package dev.terrace.flags.internal.time;

import dev.terrace.cache.spi.Host;
import dev.terrace.cache.spi.Time;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The time and the threads of flags that follow a store: one for timers, and a few that come with work and go without. Thread-safe. */
public final class FlagHost implements Host, Time, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FlagHost.class);
    private static final int THREADS = 8;
    private static final int QUEUED = 1_024;

    private final String namespace;
    private final ScheduledThreadPoolExecutor timers;
    private final ThreadPoolExecutor workers;

    /** Of a namespace. */
    public FlagHost(String namespace) {
        this.namespace = namespace;
        timers = new ScheduledThreadPoolExecutor(1, daemons("terrace-" + namespace + "-flags-timer"));
        timers.setRemoveOnCancelPolicy(true);
        timers.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        workers = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                30,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(QUEUED),
                daemons("terrace-" + namespace + "-flags"));
        workers.allowCoreThreadTimeOut(true);
    }

    @Override
    public String namespace() {
        return namespace;
    }

    @Override
    public Time time() {
        return this;
    }

    @Override
    public Executor executor() {
        return workers;
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public long currentTimeMillis() {
        return SystemTime.CLOCK.millis();
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        try {
            return handle(timers.schedule(guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS));
        } catch (RejectedExecutionException closed) {
            return () -> {};
        }
    }

    @Override
    public Timer repeat(Duration period, Runnable task) {
        long nanos = period.toNanos();
        try {
            return handle(timers.scheduleWithFixedDelay(guarded(task), nanos, nanos, TimeUnit.NANOSECONDS));
        } catch (RejectedExecutionException closed) {
            return () -> {};
        }
    }

    /** Ends timers and threads; what runs is interrupted. */
    @Override
    public void close() {
        timers.shutdownNow();
        workers.shutdownNow();
    }

    private static Timer handle(Future<?> scheduled) {
        return () -> scheduled.cancel(false);
    }

    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException failure) {
                LOG.error("A timer's task failed; it goes on", failure);
            }
        };
    }

    private static ThreadFactory daemons(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
