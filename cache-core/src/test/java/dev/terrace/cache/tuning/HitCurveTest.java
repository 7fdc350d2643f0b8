package dev.terrace.cache.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.terrace.cache.tuning.HitCurve.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HitCurveTest {

    private static final HitCurve CURVE = new HitCurve(1_000, List.of(new Point(100, 0.4), new Point(200, 0.6)));

    @Test
    void at_betweenPoints_isOnTheLine() {
        assertThat(CURVE.at(0)).isZero();
        assertThat(CURVE.at(50)).isCloseTo(0.2, within(1e-12));
        assertThat(CURVE.at(100)).isEqualTo(0.4);
        assertThat(CURVE.at(150)).isCloseTo(0.5, within(1e-12));
        assertThat(CURVE.at(200)).isEqualTo(0.6);
        assertThat(CURVE.at(10_000)).as("flat after the last").isEqualTo(0.6);
    }

    @Test
    void hull_ofACliff_leadsStraightToItsTop() {
        HitCurve cliff = new HitCurve(1, List.of(new Point(10, 0.1), new Point(20, 0.1), new Point(30, 0.9)));
        assertThat(cliff.hull().points()).containsExactly(new Point(30, 0.9));
    }

    @Test
    void hull_ofWhatFalls_neverFalls() {
        HitCurve noisy = new HitCurve(1, List.of(new Point(10, 0.5), new Point(20, 0.4), new Point(40, 0.6)));
        assertThat(noisy.hull().points()).containsExactly(new Point(10, 0.5), new Point(40, 0.6));
    }

    @Test
    void hull_ofNothing_isFlat() {
        assertThat(new HitCurve(1, List.of(new Point(10, 0))).hull().at(10)).isZero();
    }

    @Test
    void hull_ofAnyCurve_isTheLeastConcaveOneAboveIt() {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            List<Point> points = new ArrayList<>();
            long at = 0;
            for (int i = 0; i < 1 + random.nextInt(8); i++) {
                at += 1 + random.nextInt(20);
                points.add(new Point(at, random.nextDouble()));
            }
            HitCurve curve = new HitCurve(1, points);
            HitCurve hull = curve.hull();
            for (long x = 0; x < at; x++) {
                assertThat(hull.at(x)).isGreaterThanOrEqualTo(curve.at(x) - 1e-12);
                assertThat(hull.at(x + 1)).isGreaterThanOrEqualTo(hull.at(x) - 1e-12);
                assertThat(hull.at(x + 2) - hull.at(x + 1)).isLessThanOrEqualTo(hull.at(x + 1) - hull.at(x) + 1e-12);
            }
            assertThat(points).as("each corner is a point of the curve").containsAll(hull.points());
        }
    }

    @Test
    void mean_countsEachByItsReads() {
        HitCurve other = new HitCurve(3_000, List.of(new Point(100, 0.8)));
        HitCurve mean = HitCurve.mean(List.of(CURVE, other));
        assertThat(mean.reads()).isEqualTo(4_000);
        assertThat(mean.at(100)).isCloseTo(0.7, within(1e-12));
        assertThat(mean.at(200)).isCloseTo(0.75, within(1e-12));
    }

    @Test
    void mean_ofCurvesWithoutReads_countsThemAlike() {
        HitCurve one = new HitCurve(0, List.of(new Point(10, 0.2)));
        HitCurve other = new HitCurve(0, List.of(new Point(10, 0.4)));
        assertThat(HitCurve.mean(List.of(one, other)).at(10)).isCloseTo(0.3, within(1e-12));
    }

    @Test
    void points_thatAreNone_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HitCurve(1, List.of()))
                .withMessageContaining("needs a point");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HitCurve(1, List.of(new Point(10, 0.1), new Point(10, 0.2))))
                .withMessageContaining("ascending order");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HitCurve(-1, List.of(new Point(10, 0.1))))
                .withMessageContaining("reads");
        assertThatIllegalArgumentException().isThrownBy(() -> new Point(0, 0.1)).withMessageContaining("positive: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Point(1, Double.NaN))
                .withMessageContaining("0 to 1: NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Point(1, 1.01))
                .withMessageContaining("0 to 1");
    }
}
