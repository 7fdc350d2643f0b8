package dev.terrace.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Threads that do the same thing again and again for a while, and live as long as this. To be used by one thread. */
final class Callers implements AutoCloseable {

    private final int threads;
    private final ExecutorService callers;

    Callers(int threads) {
        this.threads = threads;
        callers = Executors.newFixedThreadPool(threads);
    }

    /**
     * One window.
     *
     * @param perSecond calls a second of all threads
     * @param nanos processor time of this process that a call took
     */
    record Side(double perSecond, double nanos) {}

    /**
     * Calls for a while.
     *
     * @param contender makes what each thread, by its number, does again and again
     * @param nanos how long no thread stops
     */
    Side window(IntFunction<? extends Runnable> contender, long nanos) {
        long processor = processorNanos();
        CountDownLatch ready = new CountDownLatch(threads);
        List<Future<Long>> calling = new ArrayList<>();
        long[] began = new long[threads];
        for (int i = 0; i < threads; i++) {
            int number = i;
            calling.add(callers.submit(() -> {
                Runnable call = contender.apply(number);
                ready.countDown();
                ready.await();
                long start = System.nanoTime();
                began[number] = start;
                long count = 0;
                while (System.nanoTime() - start < nanos) {
                    call.run();
                    count++;
                }
                return count;
            }));
        }
        long calls = 0;
        try {
            for (Future<Long> caller : calling) {
                calls += caller.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a call failed", e.getCause());
        }
        long start = began[0];
        for (long one : began) {
            start = Math.min(start, one);
        }
        return new Side(calls * 1e9 / (System.nanoTime() - start), (processorNanos() - processor) / (double) calls);
    }

    private static long processorNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    @Override
    public void close() {
        callers.shutdownNow();
    }
}
