package dev.terrace.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting. Stateless. */
public final class Clock {

    private static final long LOOK_NANOS = 20_000;

    private Clock() {}

    static double micros(long nanos) {
        return nanos / 1e3;
    }

    static double millis(long nanos) {
        return nanos / 1e6;
    }

    /**
     * Lets some time pass.
     *
     * @param nanos how much; none if it is not positive
     */
    public static void pause(long nanos) {
        long until = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new IllegalStateException("interrupted");
            }
        }
    }

    /**
     * Lets some time pass.
     *
     * @param millis how much; none if it is not positive
     */
    public static void pauseMillis(long millis) {
        pause(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    /**
     * Waits for something, looking at it every few microseconds.
     *
     * @return when it was seen, by {@link System#nanoTime()}
     * @throws IllegalStateException if it has not come within a time
     */
    static long await(String what, long seconds, BooleanSupplier there) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!there.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException(what + " has not come about within " + seconds + " s");
            }
            pause(LOOK_NANOS);
        }
        return System.nanoTime();
    }
}
