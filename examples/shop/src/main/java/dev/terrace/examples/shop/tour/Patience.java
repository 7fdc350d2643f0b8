package dev.terrace.examples.shop.tour;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what is to come. Stateless. */
final class Patience {

    private static final long GLANCE = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(20);

    private Patience() {}

    /** Milliseconds until something is so; negative if it has not come to be. */
    static long until(BooleanSupplier there) {
        long began = System.nanoTime();
        while (!there.getAsBoolean()) {
            if (System.nanoTime() - began > LONGEST) {
                return -1;
            }
            LockSupport.parkNanos(GLANCE);
        }
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    }
}
