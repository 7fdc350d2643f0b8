package dev.terrace.cache.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AgeCountsTest {

    private static final Duration UNIT = Duration.ofNanos(1L << 26);

    private final AgeCounts counts = new AgeCounts();

    private void add(Duration age, int times) {
        for (int i = 0; i < times; i++) {
            counts.add(age.toNanos());
        }
    }

    @Test
    void bucket_endsAboveItsAges_byAQuarterAtMost() {
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            long nanos = random.nextLong() >>> (2 + random.nextInt(60));
            int bucket = AgeCounts.bucket(nanos);
            assertThat(bucket).isBetween(0, AgeCounts.BUCKETS - 1);
            if (nanos < Duration.ofDays(4 * 365).toNanos()) {
                assertThat(AgeCounts.upper(bucket).toNanos())
                        .isGreaterThan(nanos)
                        .isLessThanOrEqualTo(nanos + nanos / 4 + UNIT.toNanos());
            }
            if (bucket > 0) {
                assertThat(AgeCounts.upper(bucket - 1).toNanos()).isLessThanOrEqualTo(nanos);
            }
        }
        assertThat(AgeCounts.bucket(-1)).isZero();
    }

    @Test
    void summary_hasTheQuantiles() {
        add(Duration.ofSeconds(1), 90);
        add(Duration.ofMinutes(1), 8);
        add(Duration.ofHours(1), 2);
        Ages ages = counts.total();
        assertThat(ages.count()).isEqualTo(100);
        assertThat(ages.p50()).isBetween(Duration.ofSeconds(1), Duration.ofMillis(1_350));
        assertThat(ages.p95()).isBetween(Duration.ofMinutes(1), Duration.ofSeconds(76));
        assertThat(ages.p99()).isBetween(Duration.ofHours(1), Duration.ofMinutes(76));
        assertThat(ages.maximum()).isEqualTo(ages.p99());
        assertThat(ages.buckets()).hasSize(3).extracting(Ages.Bucket::count).containsExactly(90L, 8L, 2L);
    }

    @Test
    void since_countsWhatCameAfter() {
        add(Duration.ofSeconds(1), 5);
        int[] before = counts.copy();
        assertThat(counts.since(before)).isEqualTo(Ages.NONE);
        add(Duration.ofHours(1), 3);
        assertThat(counts.since(before).count()).isEqualTo(3);
        assertThat(counts.since(before).p50()).isGreaterThan(Duration.ofMinutes(59));
        assertThat(counts.total().count()).isEqualTo(8);
    }
}
