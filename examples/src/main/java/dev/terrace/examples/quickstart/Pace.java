package dev.terrace.examples.quickstart;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Spreads requests over time: slowly at first, as a load balancer does with processes that have just started, then evenly. Who
 * is late does not wait; nobody is left out.
 *
 * @param start when the first request is due, by {@link System#nanoTime}
 * @param nanos from the first request to the end of the last; 0 for as fast as can be
 */
record Pace(long start, long nanos, int requests) {

    /** The share of the time in which the rate rises from nothing to its full height. */
    private static final double RISE = 0.2;

    /** Threads wake up late by about this much, so a shorter wait is none. */
    private static final long GRAIN = TimeUnit.MICROSECONDS.toNanos(200);

    void awaitTurn(int request) {
        long due = due(request);
        long wait = due - System.nanoTime();
        while (wait > GRAIN) {
            LockSupport.parkNanos(wait);
            wait = due - System.nanoTime();
        }
    }

    long due(int request) {
        // At the full rate from the beginning it would be due at this share of the time, without the time lost to the
        // rise.
        double even = (1 - RISE / 2) * request / requests;
        double share = even < RISE / 2 ? Math.sqrt(2 * RISE * even) : even + RISE / 2;
        return start + (long) (nanos * share);
    }
}
