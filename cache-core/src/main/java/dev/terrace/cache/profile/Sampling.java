package dev.terrace.cache.profile;

import java.util.concurrent.ThreadLocalRandom;

/*
 * One of so many hits, without a lock, an allocation or a clock: each stripe counts down to its next sample, and draws how far away the one after
 * that is. Threads find their stripe by their id. Two that share one may lose a step of each other; nobody depends on the count. Drawing the
 * distance, instead of taking each n-th, keeps a reader that goes round in circles from showing always the same keys.
 *
 * The interval follows the traffic: with little of it every hit is a sample, with much of it a fixed number a second. A stripe takes notice
 * of another interval with its next sample.
 */
/** Chooses the hits that are recorded. Thread-safe; {@link #adapt} is for one thread at a time. */
final class Sampling {

    static final int LONGEST = 4_096;
    /** Samples a second above which the interval grows. */
    static final int AIM_PER_SECOND = 50_000;

    private static final int STRIPES = 64;
    /** Ints between two stripes: two cache lines, for processors fetch them in pairs. */
    private static final int APART_BITS = 5;

    private final int[] left = new int[STRIPES << APART_BITS];
    private volatile int interval = 1;

    /** Whether this hit is one of the sample. */
    boolean takes() {
        int at = ((int) Thread.currentThread().getId() & (STRIPES - 1)) << APART_BITS;
        int now = left[at] - 1;
        if (now > 0) {
            left[at] = now;
            return false;
        }
        left[at] = distance();
        return true;
    }

    /** How many hits on the next sample is: evenly from one to twice the interval, so that its mean is the interval. */
    private int distance() {
        int mean = interval;
        return mean == 1 ? 1 : ThreadLocalRandom.current().nextInt(2 * mean - 1) + 1;
    }

    /** How many hits each sample stands for. */
    int interval() {
        return interval;
    }

    /** So many samples have come in so long. */
    void adapt(long samples, long nanos) {
        int now = interval;
        double wanted = now * (samples * 1e9 / Math.max(1_000_000, nanos)) / AIM_PER_SECOND;
        int next = 1;
        while (next < wanted && next < LONGEST) {
            next <<= 1;
        }
        // Fast up, for samples are lost meanwhile; slowly down, for the next moment may be as busy as the last.
        interval = Math.max(next, now / 2);
    }
}
