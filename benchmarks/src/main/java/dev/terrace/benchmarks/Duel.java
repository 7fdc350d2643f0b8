package dev.terrace.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;

/*
 * Windows alternate, and which of the two comes first alternates too, so that whatever slows the machine down for longer than a window
 * slows both. The threads are the same for both and live as long as the duel.
 */
/** Two ways to do the same, in turn on the same threads of one process. To be used by one thread. */
final class Duel implements AutoCloseable {

    private final Callers callers;
    private final IntFunction<? extends Runnable> own;
    private final IntFunction<? extends Runnable> raw;

    /**
     * A duel.
     *
     * @param own makes what each thread, by its number, does again and again
     * @param raw the same by other means
     */
    Duel(int threads, IntFunction<? extends Runnable> own, IntFunction<? extends Runnable> raw) {
        this.own = own;
        this.raw = raw;
        callers = new Callers(threads);
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

    /** Fights some pairs of windows. */
    List<Pair> fight(int pairs, long nanos) {
        List<Pair> fought = new ArrayList<>();
        for (int i = 0; i < pairs; i++) {
            Callers.Side first = callers.window(i % 2 == 0 ? own : raw, nanos);
            Callers.Side second = callers.window(i % 2 == 0 ? raw : own, nanos);
            fought.add(i % 2 == 0 ? pair(first, second) : pair(second, first));
        }
        return fought;
    }

    private static Pair pair(Callers.Side own, Callers.Side raw) {
        return new Pair(own.perSecond(), raw.perSecond(), own.nanos(), raw.nanos());
    }

    /** Hands out numbers below a bound at random, the same for the same thread. */
    static Random random(int thread) {
        return new Random(thread);
    }

    @Override
    public void close() {
        callers.close();
    }
}
