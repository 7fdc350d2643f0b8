package dev.terrace.cache.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EffectTest {

    private static final Change SHARES =
            new Change.HeapShares(Map.of("a", 1_000L, "b", 1_000L), Map.of("a", 1_250L, "b", 750L));
    private static final Change LIFE = new Change.Lifetime("a", Seen.LIFE, Seen.LIFE.multipliedBy(2));

    private static Period period(long reads, long hits, @Nullable Double atTheOldBound) {
        Seen seen = new Seen("c");
        seen.reads = reads;
        seen.heapHits = hits;
        return atTheOldBound == null
                ? seen.period()
                : seen.curve(0, atTheOldBound, 1).period();
    }

    private static double of(Change change, Map<String, List<Period>> before, Map<String, List<Period>> after) {
        return Objects.requireNonNull(Effect.of(change, before, after));
    }

    @Test
    void effect_ofALife_isTheDifference() {
        Map<String, List<Period>> before = Map.of("a", List.of(period(1_000, 400, 0.1), period(3_000, 1_200, 0.2)));
        Map<String, List<Period>> after = Map.of("a", List.of(period(1_000, 500, 0.9)));
        assertThat(of(LIFE, before, after)).isCloseTo(10, within(1e-9));
    }

    @Test
    void effect_ofShares_isWhatTheOldBoundsWouldNotHaveBrought() {
        Map<String, List<Period>> before =
                Map.of("a", List.of(period(1_000, 500, 0.6)), "b", List.of(period(1_000, 500, 0.5)));
        Map<String, List<Period>> after =
                Map.of("a", List.of(period(3_000, 1_500, 0.4)), "b", List.of(period(1_000, 400, 0.5)));
        // a: as before, where its old bound would have answered 20 points less; b: 10 points less; by reads 3 to 1
        assertThat(of(SHARES, before, after)).isCloseTo((3 * 20 - 10) / 4.0, within(1e-9));
    }

    @Test
    void effect_whereACurveIsMissing_isThePlainDifference() {
        Map<String, List<Period>> before =
                Map.of("a", List.of(period(1_000, 500, 0.6)), "b", List.of(period(1_000, 500, 0.5)));
        Map<String, List<Period>> after = Map.of(
                "a",
                List.of(period(1_000, 500, 0.4), period(1_000, 600, null)),
                "b",
                List.of(period(2_000, 1_000, 0.5)));
        assertThat(of(SHARES, before, after)).isCloseTo((5 + 0) / 2.0, within(1e-9));
    }

    @Test
    void effect_ofTooFewReads_isNotTold() {
        Map<String, List<Period>> before = Map.of("a", List.of(period(1_000, 500, null)));
        assertThat(Effect.of(LIFE, before, Map.of("a", List.of(period(999, 0, null)))))
                .isNull();
        assertThat(Effect.of(LIFE, before, Map.of("a", List.of(period(1_000, 0, null)))))
                .isCloseTo(-50, within(1e-9));
        assertThat(Effect.of(LIFE, Map.of("a", List.of()), before)).isNull();
    }
}
