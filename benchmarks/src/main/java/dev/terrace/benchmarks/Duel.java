package dev.terrace.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/*
 * Windows alternate, and which of the two comes first alternates too, so that whatever slows the machine down for longer than a window
 * slows both. The threads are the same for both and live as long as the duel.
 */
/** Two ways to do the same, in turn on the same threads of one process. To be used by one thread. */
final class Duel implements AutoCloseable {

    private final int threads;
    private final ExecutorService callers;
    private final IntFunction<? extends Runnable> own;
    private final IntFunction<? extends Runnable> raw;

    /**
     * A duel.
     *
     * @param own makes what each thread, by its number, does again and again
     * @param raw the same by other means
     */
    Duel(int threads, IntFunction<? extends Runnable> own, IntFunction<? extends Runnable> raw) {
        this.threads = threads;
        this.own = own;
        this.raw = raw;
        callers = Executors.newFixedThreadPool(threads);
    }

    /**
     * One pair of windows.
     *
     * @param own calls a second of the one side
     * @param raw the same of the other
     * @param ownNanos processor time of this process that a call of the one side took
     * @param rawNanos the same of the other
     */
    record Pair(double own, double raw, double ownNanos, double rawNanos) {

        double ratio() {
            return own / raw;
        }
    }

    private record Side(double perSecond, double nanos) {}

    /** Fights some pairs of windows. */
    List<Pair> fight(int pairs, long nanos) {
        List<Pair> fought = new ArrayList<>();
        for (int i = 0; i < pairs; i++) {
            Side first = side(i % 2 == 0 ? own : raw, nanos);
            Side second = side(i % 2 == 0 ? raw : own, nanos);
            fought.add(i % 2 == 0 ? pair(first, second) : pair(second, first));
        }
        return fought;
    }

    private static Pair pair(Side own, Side raw) {
        return new Pair(own.perSecond, raw.perSecond, own.nanos, raw.nanos);
    }

    private Side side(IntFunction<? extends Runnable> contender, long nanos) {
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

    /** Hands out numbers below a bound at random, the same for the same thread. */
    static Random random(int thread) {
        return new Random(thread);
    }

    @Override
    public void close() {
        callers.shutdownNow();
    }
}
