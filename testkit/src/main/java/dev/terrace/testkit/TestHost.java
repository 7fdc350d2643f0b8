package dev.terrace.testkit;

import dev.terrace.cache.spi.Host;
import dev.terrace.cache.spi.Time;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a namespace lends to its tiers and its log, for tests of a backend alone: the machine's own time and a few threads.
 *
 * <p>Two hosts of the same namespace stand for two nodes. Closing one ends its timers and threads.
 *
 * <p>Thread-safe.
 *
 * @since 0.1.0
 */
public final class TestHost implements Host, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TestHost.class);
    private static final int THREADS = 4;
    private static final int QUEUE = 1_000;

    private final String namespace;
    private final ScheduledThreadPoolExecutor timers;
    private final ThreadPoolExecutor executor;
    private final Time time = new MachineTime();

    private TestHost(String namespace) {
        this.namespace = namespace;
        timers = new ScheduledThreadPoolExecutor(1, task -> daemon(task, "timers"));
        timers.setRemoveOnCancelPolicy(true);
        timers.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor = new ThreadPoolExecutor(
                THREADS, THREADS, 1, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUE), task -> daemon(task, "work"));
        executor.allowCoreThreadTimeOut(true);
    }

    /**
     * Makes a node of a namespace that no other test uses.
     *
     * @return the host
     */
    public static TestHost alone() {
        return of("t-" + UUID.randomUUID());
    }

    /**
     * Makes a node of a namespace.
     *
     * @param namespace 1 to 64 characters of {@code a-z}, {@code 0-9}, {@code -}, {@code _} and {@code .}
     * @return the host
     */
    public static TestHost of(String namespace) {
        return new TestHost(namespace);
    }

    @Override
    public String namespace() {
        return namespace;
    }

    @Override
    public Time time() {
        return time;
    }

    @Override
    public Executor executor() {
        return executor;
    }

    /** Ends timers and threads; tasks that run are not interrupted. Idempotent. */
    @Override
    public void close() {
        timers.shutdown();
        executor.shutdown();
    }

    private Thread daemon(Runnable task, String role) {
        Thread thread = new Thread(task, "test-host-" + namespace + "-" + role);
        thread.setDaemon(true);
        return thread;
    }

    private final class MachineTime implements Time {

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public long currentTimeMillis() {
            return System.currentTimeMillis();
        }

        @Override
        public Timer schedule(Duration delay, Runnable task) {
            ScheduledFuture<?> scheduled = timers.schedule(guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> scheduled.cancel(false);
        }

        @Override
        public Timer repeat(Duration period, Runnable task) {
            long nanos = period.toNanos();
            ScheduledFuture<?> scheduled =
                    timers.scheduleWithFixedDelay(guarded(task), nanos, nanos, TimeUnit.NANOSECONDS);
            return () -> scheduled.cancel(false);
        }

        private Runnable guarded(Runnable task) {
            return () -> {
                try {
                    task.run();
                } catch (RuntimeException failure) {
                    LOG.warn("A timer's task failed", failure);
                }
            };
        }
    }
}
