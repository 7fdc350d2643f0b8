package dev.terrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IntervalTest {

    @Test
    void percentile_nearestRank_isOneOfTheValues() {
        double[] values = {50, 10, 40, 20, 30};
        assertThat(Percentile.of(values, 0)).isEqualTo(10);
        assertThat(Percentile.of(values, 50)).isEqualTo(30);
        assertThat(Percentile.of(values, 60)).isEqualTo(30);
        assertThat(Percentile.of(values, 61)).isEqualTo(40);
        assertThat(Percentile.of(values, 99)).isEqualTo(50);
        assertThat(Percentile.of(values, 100)).isEqualTo(50);
        assertThat(values).containsExactly(50, 10, 40, 20, 30);
    }

    @Test
    void median_oddAndEven_liesInTheMiddle() {
        assertThat(Percentile.median(new double[] {3, 1, 2})).isEqualTo(2);
        assertThat(Percentile.median(new double[] {4, 1, 2, 3})).isEqualTo(2.5);
    }

    @Test
    void ofRounds_scatter_isStudentsOnLogarithms() {
        Interval interval = Interval.ofRounds(new double[] {Math.exp(1), Math.exp(2), Math.exp(3)});
        // Mean 2, standard deviation 1, t of 2 degrees of freedom at 97.5%: 4.3027.
        assertThat(Math.log(interval.low())).isCloseTo(2 - 4.3027 / Math.sqrt(3), within(1e-3));
        assertThat(Math.log(interval.high())).isCloseTo(2 + 4.3027 / Math.sqrt(3), within(1e-3));
    }

    @Test
    void ofTrials_equalTrials_isAPoint() {
        Interval interval = Interval.ofTrials(10, 1, drawn -> 7);
        assertThat(interval).isEqualTo(new Interval(7, 7));
    }

    @Test
    void ofTrials_seed_reproduces() {
        double[] values = new Random(3).doubles(500).toArray();
        assertThat(mean(values, 5)).isEqualTo(mean(values, 5)).isNotEqualTo(mean(values, 6));
    }

    /** Of the mean of 2,000 uniform values between 0 and 1, the deviation is the square root of 1/12 by that of 2,000. */
    @Test
    void ofTrials_independentTrials_isAsWideAsTheory() {
        double[] values = new Random(7).doubles(2_000).toArray();
        Interval interval = mean(values, 1);
        double deviation = Math.sqrt(1.0 / 12 / values.length);
        double half = (interval.high() - interval.low()) / 2;
        assertThat(half).isBetween(1.4 * deviation, 2.5 * deviation);
        assertThat(Arrays.stream(values).average().orElseThrow()).isBetween(interval.low(), interval.high());
    }

    @Test
    void ofTrials_neighboursAlike_isWiderThanIfTheyWereNot() {
        double[] waves = new double[2_000];
        for (int i = 0; i < waves.length; i++) {
            waves[i] = Math.sin(i / 50.0);
        }
        double[] shuffled = waves.clone();
        Random random = new Random(1);
        for (int i = shuffled.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            double swapped = shuffled[i];
            shuffled[i] = shuffled[j];
            shuffled[j] = swapped;
        }
        assertThat(width(mean(waves, 1))).isGreaterThan(2 * width(mean(shuffled, 1)));
    }

    @Test
    void ofTrials_fewTrials_drawsThemAll() {
        Interval interval = Interval.ofTrials(3, 1, drawn -> {
            assertThat(drawn).hasSize(3).doesNotContain(-1, 3);
            return drawn[0];
        });
        assertThat(interval).isEqualTo(new Interval(0, 2));
    }

    private static Interval mean(double[] values, long seed) {
        return Interval.ofTrials(
                values.length,
                seed,
                drawn -> Arrays.stream(Percentile.pick(values, drawn)).average().orElseThrow());
    }

    private static double width(Interval interval) {
        return interval.high() - interval.low();
    }
}
