package dev.terrace.testkit.simulation;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/**
 * Runs the real engine of several nodes against models of their servers, under virtual time, through faults that a seed draws.
 *
 * <p>One seed is one history, and always the same: {@link #live} with the seed of a failure repeats it, event by event. In histories of
 * negative seeds the far tier keeps claims on loads.
 *
 * <p>Thread-safe: histories have nothing in common.
 *
 * @since 0.1.0
 */
public final class Simulator {

    private Simulator() {}

    /**
     * Lives one history.
     *
     * @param seed any number
     * @return what came of it
     */
    public static Outcome live(long seed) {
        return live(seed, 1).get(0);
    }

    /**
     * Lives many histories, as many at once as there are processors.
     *
     * @param first the first seed
     * @param count how many, positive
     * @return all that came of them, in the seeds' order
     */
    public static List<Outcome> live(long first, int count) {
        ExecutorService threads = threads();
        try {
            ConcurrentHashMap<Long, Outcome> outcomes = new ConcurrentHashMap<>();
            AtomicLong next = new AtomicLong(first);
            int lanes = Math.min(count, Runtime.getRuntime().availableProcessors());
            CountDownLatch lanesLeft = new CountDownLatch(lanes);
            for (int i = 0; i < lanes; i++) {
                threads.execute(() -> {
                    try {
                        for (long seed = next.getAndIncrement(); seed < first + count; seed = next.getAndIncrement()) {
                            outcomes.put(seed, new History(seed, threads).live());
                        }
                    } finally {
                        lanesLeft.countDown();
                    }
                });
            }
            await(lanesLeft);
            return LongStream.range(first, first + count)
                    .mapToObj(outcomes::get)
                    .toList();
        } finally {
            threads.shutdown();
        }
    }

    /** Virtual ones where there are any, since histories do little but hand over. */
    private static ExecutorService threads() {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException older) {
            return Executors.newCachedThreadPool(task -> {
                Thread thread = new Thread(task, "simulation");
                thread.setDaemon(true);
                return thread;
            });
        }
    }

    private static void await(CountDownLatch lanes) {
        try {
            lanes.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while histories were lived", e);
        }
    }
}
