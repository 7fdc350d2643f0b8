package dev.terrace.cache;

import java.time.Duration;

/**
 * How long a loader that has failed for a key is not asked again for it.
 *
 * @param first after the first failure; zero if failures are not remembered
 * @param longest after many in a row
 */
record Backoff(Duration first, Duration longest) {

    static final Backoff NONE = new Backoff(Duration.ZERO, Duration.ZERO);

    private static final int DOUBLINGS = 20;

    boolean isNone() {
        return first.isZero();
    }

    /**
     * The pause after a number of failures in a row: doubled each time, up to the longest, less up to a quarter.
     *
     * @param failures in a row, positive
     * @param drawn anything; its bits say how much less, so that keys and nodes do not keep step
     */
    Duration after(int failures, long drawn) {
        long pause = first.toNanos() << Math.min(failures - 1, DOUBLINGS);
        long bounded = pause <= 0 ? longest.toNanos() : Math.min(pause, longest.toNanos());
        long less = Long.remainderUnsigned(drawn * 0x9E3779B97F4A7C15L + failures, bounded / 4 + 1);
        return Duration.ofNanos(bounded - less);
    }
}
