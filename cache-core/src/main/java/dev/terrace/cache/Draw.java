package dev.terrace.cache;

import java.util.concurrent.ThreadLocalRandom;

/*
 * One of so many hits, without a lock, an allocation or a clock: each stripe counts down to its next, and draws how far away the one after
 * that is. Threads find their stripe by their id. Two that share one may lose a step of each other, so that a few less are drawn.
 * Drawing the distance, instead of taking each n-th, keeps a reader that goes round in circles from showing always the same keys. And counting
 * hits, instead of taking all of some moments, sees the whole of a burst and not how it begins.
 *
 * The distance is even from 1 to twice the interval less one. Wherever a stripe is when the interval changes, what is left is drawn anew.
 */
/** Chooses hits by chance. Thread-safe. */
final class Draw {

    private static final int STRIPES = 64;
    /** Ints between two stripes: two cache lines, for processors fetch them in pairs. */
    private static final int APART_BITS = 5;

    private final int[] left = new int[STRIPES << APART_BITS];
    private volatile int interval = 1;

    /** Whether this hit is one of them. */
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

    /** How many hits on the next one is. */
    private int distance() {
        int mean = interval;
        return mean == 1 ? 1 : ThreadLocalRandom.current().nextInt(2 * mean - 1) + 1;
    }

    /** How many hits each one stands for. */
    int interval() {
        return interval;
    }

    /** One in so many from now on, positive. */
    void every(int hits) {
        if (interval != hits) {
            interval = hits;
            for (int stripe = 0; stripe < STRIPES; stripe++) {
                left[stripe << APART_BITS] = distance();
            }
        }
    }
}
