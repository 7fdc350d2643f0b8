package dev.terrace.benchmarks;

import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.openjdk.jmh.util.ListStatistics;

/**
 * Where a figure lies with a confidence of 95%.
 *
 * @param low the lower end
 * @param high the upper end
 */
record Interval(double low, double high) {

    private static final double CONFIDENCE = 0.95;
    private static final int RESAMPLES = 1_000;
    private static final int BLOCKS = 40;

    /** Student's t on the logarithms of positive values, such as rates or ratios, of three rounds at least. */
    static Interval ofRounds(double[] values) {
        double[] logarithms = Arrays.stream(values).map(Math::log).toArray();
        double[] ends = new ListStatistics(logarithms).getConfidenceIntervalAt(CONFIDENCE);
        return new Interval(Math.exp(ends[0]), Math.exp(ends[1]));
    }

    /**
     * Of a statistic of trials, by the bootstrap over blocks of neighbouring trials: what disturbs the machine for a while
     * disturbs neighbours alike, and to draw them one by one would make the interval too narrow.
     *
     * @param trials how many trials there are
     * @param seed of the draws
     * @param statistic computes the figure from the numbers of the trials drawn, some of them several times
     */
    static Interval ofTrials(int trials, long seed, ToDoubleFunction<int[]> statistic) {
        Random random = new Random(seed);
        int block = Math.max(1, trials / BLOCKS);
        double[] figures = new double[RESAMPLES];
        int[] drawn = new int[trials];
        for (int sample = 0; sample < RESAMPLES; sample++) {
            for (int i = 0; i < trials; i += block) {
                int from = random.nextInt(trials - block + 1);
                for (int j = 0; j < block && i + j < trials; j++) {
                    drawn[i + j] = from + j;
                }
            }
            figures[sample] = statistic.applyAsDouble(drawn);
        }
        return new Interval(
                Percentile.of(figures, 100 * (1 - CONFIDENCE) / 2), Percentile.of(figures, 100 * (1 + CONFIDENCE) / 2));
    }
}
