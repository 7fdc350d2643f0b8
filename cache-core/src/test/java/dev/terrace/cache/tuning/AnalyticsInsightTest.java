package dev.terrace.cache.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.terrace.cache.Cache;
import dev.terrace.cache.Terrace;
import dev.terrace.cache.analytics.CacheAnalytics;
import dev.terrace.cache.analytics.HeapCurve;
import dev.terrace.cache.fake.FakeTime;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AnalyticsInsightTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final FakeTime time = new FakeTime();
    private final Terrace terrace =
            Terrace.builder("test").time(time).executor(Runnable::run).build();

    @AfterEach
    void close() {
        terrace.close();
    }

    @Test
    void curve_followsThePredictions_withinAThousandth() {
        HeapCurve curve = new HeapCurve(
                1_000,
                0.5,
                MINUTE,
                9_000,
                900,
                0.1,
                100,
                List.of(
                        new HeapCurve.Point(250, 0.2),
                        new HeapCurve.Point(1_000, 0.5),
                        new HeapCurve.Point(4_000, 0.8)));
        HitCurve straight = AnalyticsInsight.of(curve);
        assertThat(straight.reads()).isEqualTo(900);
        for (long bound = 1; bound < 5_000; bound += 7) {
            assertThat(straight.at(bound)).isCloseTo(curve.hitRatioAt(bound), within(0.001));
        }
    }

    @Test
    void curve_ofSmallHeaps_hasEachBoundOnce() {
        HeapCurve curve = new HeapCurve(
                2,
                0.5,
                MINUTE,
                9,
                9,
                1,
                2,
                List.of(new HeapCurve.Point(1, 0.4), new HeapCurve.Point(2, 0.5), new HeapCurve.Point(8, 0.6)));
        assertThat(AnalyticsInsight.of(curve).points().stream().map(HitCurve.Point::maximum))
                .startsWith(1L, 2L, 3L)
                .endsWith(8L)
                .doesNotHaveDuplicates();
    }

    @Test
    void curve_speaksOfThePeriodAlone() {
        CacheAnalytics<Integer> analytics =
                CacheAnalytics.<Integer>builder(terrace).build();
        Cache<Integer, String> cache = analytics.watch(terrace.cache("c", Integer.class, String.class)
                .heap(heap -> heap.maximumSize(100).expireAfterWrite(Duration.ofDays(1)))
                .loader((key, load) -> "text"));
        Insight insight = new AnalyticsInsight(analytics);
        assertThat(insight.curve(MINUTE)).as("nothing was read").isNull();
        read(cache, 200);
        HitCurve first = Objects.requireNonNull(insight.curve(MINUTE));
        read(cache, 10);
        HitCurve second = Objects.requireNonNull(insight.curve(MINUTE));
        assertThat(first.at(400) - first.at(100))
                .as("it went round two hundred keys")
                .isGreaterThan(0.3);
        assertThat(second.at(400) - second.at(100)).as("ten keys fit").isLessThan(0.05);
        assertThat(insight.checked()).isZero();
        assertThat(insight.outdated()).isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> analytics.heapCurve(Duration.ZERO))
                .withMessageContaining("length must be positive");
        analytics.close();
        assertThat(insight.curve(MINUTE)).isNull();
    }

    /** For a minute, round and round so many keys. */
    private void read(Cache<Integer, String> cache, int keys) {
        for (int second = 0; second < 60; second++) {
            for (int i = 0; i < 100; i++) {
                cache.get((100 * second + i) % keys);
            }
            time.advance(Duration.ofSeconds(1));
        }
    }
}
