package dev.terrace.benchmarks;

import java.util.Arrays;

/** Percentiles by the nearest rank: always one of the values. Stateless. */
final class Percentile {

    private Percentile() {}

    /** The least value that is not below some percent of all; the values may come in any order and stay in it. */
    static double of(double[] values, double percent) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(percent / 100 * sorted.length);
        return sorted[Math.max(0, Math.min(sorted.length, rank) - 1)];
    }

    /** The value in the middle; of an even number the mean of the two. */
    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Some of the values, by their numbers. */
    static double[] pick(double[] values, int[] numbers) {
        double[] picked = new double[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            picked[i] = values[numbers[i]];
        }
        return picked;
    }
}
