package dev.terrace.cache.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.terrace.cache.analytics.HeapCurve.Point;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeapCurveTest {

    private static HeapCurve curve(Point... points) {
        return new HeapCurve(200, 0.5, Duration.ofMinutes(1), 1_000, 100, 0.1, 20, List.of(points));
    }

    private final HeapCurve curve = curve(new Point(100, 0.4), new Point(200, 0.5), new Point(400, 0.7));

    @Test
    void hitRatioAt_aPoint_isItsOwn() {
        assertThat(curve.hitRatioAt(100)).isEqualTo(0.4);
        assertThat(curve.hitRatioAt(200)).isEqualTo(0.5);
        assertThat(curve.hitRatioAt(400)).isEqualTo(0.7);
    }

    @Test
    void hitRatioAt_between_isOnTheLineOverTheLogarithm() {
        assertThat(curve.hitRatioAt(283)).isCloseTo(0.6, within(0.001)); // 200 times the root of 2
    }

    @Test
    void hitRatioAt_beyond_isInProportionBelow_andTheLastAbove() {
        assertThat(curve.hitRatioAt(50)).isCloseTo(0.2, within(1e-9));
        assertThat(curve.hitRatioAt(1_000_000)).isEqualTo(0.7);
    }

    @Test
    void hitRatioAt_noBound_isRefused() {
        assertThatThrownBy(() -> curve.hitRatioAt(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("positive: 0");
    }

    @Test
    void curve_withoutPointsOrOrder_isRefused() {
        assertThatThrownBy(HeapCurveTest::curve).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> curve(new Point(2, 0.5), new Point(2, 0.5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ascend");
    }
}
