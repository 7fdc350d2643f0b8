package dev.terrace.examples.quickstart;

import java.util.Arrays;

/** Durations in nanoseconds, each kept. Thread-safe. */
final class Samples {

    private long[] nanos = new long[1_024];
    private int count;

    synchronized void add(long duration) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, count * 2);
        }
        nanos[count++] = duration;
    }

    synchronized Percentiles percentiles() {
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return count == 0
                ? Percentiles.NONE
                : new Percentiles(count, at(sorted, 0.50), at(sorted, 0.95), at(sorted, 0.99));
    }

    private static long at(long[] sorted, double quantile) {
        return sorted[(int) Math.min(sorted.length - 1, (long) Math.ceil(quantile * sorted.length) - 1)];
    }
}
