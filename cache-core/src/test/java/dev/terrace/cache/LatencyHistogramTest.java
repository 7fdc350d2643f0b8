package dev.terrace.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {

    private static final long SEED = 20_261_121;

    @Test
    void bucket_ofAnyValue_holdsItWithinOneSixteenth() {
        Random random = new Random(SEED);
        for (int i = 0; i < 100_000; i++) {
            long value = random.nextLong() >>> (1 + random.nextInt(63));
            long upper = LatencyHistogram.upper(LatencyHistogram.bucket(value));
            assertThat(upper - value).isBetween(0L, value / 16);
        }
        assertThat(LatencyHistogram.upper(LatencyHistogram.bucket(Long.MAX_VALUE)))
                .isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void bucket_ofItsOwnUpperBound_isItselfAndTheNextBeginsAfterIt() {
        int last = LatencyHistogram.bucket(Long.MAX_VALUE);
        for (int bucket = 0; bucket < last; bucket++) {
            assertThat(LatencyHistogram.bucket(LatencyHistogram.upper(bucket))).isEqualTo(bucket);
            assertThat(LatencyHistogram.bucket(LatencyHistogram.upper(bucket) + 1))
                    .isEqualTo(bucket + 1);
        }
    }

    @Test
    void summary_ofAnySample_hasItsQuantilesAndExactSums() {
        Random random = new Random(SEED);
        LatencyHistogram histogram = new LatencyHistogram();
        long[] sample = new long[10_001];
        for (int i = 0; i < sample.length; i++) {
            sample[i] = random.nextLong(1_000_000_000);
            histogram.record(sample[i]);
        }
        Arrays.sort(sample);
        Latencies summary = histogram.summary();

        assertThat(summary.count()).isEqualTo(sample.length);
        assertThat(summary.total())
                .isEqualTo(Duration.ofNanos(Arrays.stream(sample).sum()));
        assertWithin(summary.p50(), sample[5_000]);
        assertWithin(summary.p95(), sample[9_500]);
        assertWithin(summary.p99(), sample[9_900]);
        assertWithin(summary.maximum(), sample[10_000]);
    }

    @Test
    void record_ofANegativeDuration_countsAsZero() {
        LatencyHistogram histogram = new LatencyHistogram();
        assertThat(histogram.summary()).isEqualTo(Latencies.NONE);
        histogram.record(-5);
        assertThat(histogram.summary())
                .isEqualTo(new Latencies(1, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO));
    }

    private static void assertWithin(Duration quantile, long exact) {
        assertThat(quantile.toNanos()).isBetween(exact, exact + exact / 16);
    }
}
