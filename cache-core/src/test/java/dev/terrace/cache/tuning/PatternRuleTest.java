package dev.terrace.cache.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PatternRuleTest {

    private final Seen seen = new Seen("c");

    private Recommendation found() {
        return Objects.requireNonNull(PatternRule.recommend(seen.evidence()));
    }

    private void isRecognised(Pattern pattern) {
        assertThat(PatternRule.pattern(seen.evidence())).isEqualTo(pattern);
    }

    @Test
    void writeHeavy_isWrittenHalfAsOftenAsRead() {
        seen.puts = 30_000;
        seen.invalidations = 20_000;
        isRecognised(Pattern.WRITE_HEAVY);
        seen.invalidations = 19_999;
        assertThat(PatternRule.pattern(seen.evidence())).isNull();
    }

    @Test
    void churny_findsWhatWasInvalidated() {
        seen.invalidated = 15_000;
        isRecognised(Pattern.CHURNY);
        seen.invalidated = 14_999;
        assertThat(PatternRule.pattern(seen.evidence())).isNull();
        seen.heapHits = 99_100;
        seen.invalidated = 900;
        assertThat(PatternRule.pattern(seen.evidence()))
                .as("all misses, but of few reads")
                .isEqualTo(Pattern.READ_MOSTLY);
    }

    @Test
    void scanLike_isReadOnceAndGainsNothingByRoom() {
        seen.curve(0.1, 0.1, 0.11);
        seen.reuse = new Reuse(1_000, 1_500, 600, 50, 0, 0, 0, 0);
        isRecognised(Pattern.SCAN_LIKE);
        assertThat(found().gain().points()).as("what its heap answers now").isCloseTo(-50, within(1e-9));
        assertThat(found().isApplicable()).as("a builder's matter").isFalse();
        seen.reuse = new Reuse(1_000, 1_500, 599, 50, 0, 0, 0, 0);
        isRecognised(Pattern.READ_MOSTLY);
        seen.reuse = new Reuse(1_000, 1_500, 600, 50, 0, 0, 0, 0);
        seen.curve(0.1, 0.1, 0.13);
        isRecognised(Pattern.READ_MOSTLY);
    }

    @Test
    void sessionLike_isPutAndReadEvenly() {
        seen.puts = 2_000;
        seen.reuse = new Reuse(1_000, 2_000, 100, 200, 0, 0, 0, 0);
        isRecognised(Pattern.SESSION_LIKE);
        seen.reuse = new Reuse(1_000, 1_999, 100, 199, 0, 0, 0, 0);
        assertThat(PatternRule.pattern(seen.evidence()))
                .as("less than two reads a key")
                .isNull();
        seen.reuse = new Reuse(1_000, 2_000, 100, 201, 0, 0, 0, 0);
        assertThat(PatternRule.pattern(seen.evidence())).as("uneven").isNull();
    }

    @Test
    void hot_isReadMostlyByFewKeys() {
        seen.reuse = new Reuse(1_000, 10_000, 100, 5_000, 100, 100, 100, 100);
        isRecognised(Pattern.HOT);
        assertThat(found().gain().points()).isCloseTo(1, within(1e-9));
        assertThat(found().change().text()).contains("Preset.hotData");
        seen.reuse = new Reuse(1_000, 10_000, 100, 4_999, 100, 100, 100, 100);
        isRecognised(Pattern.READ_MOSTLY);
        assertThat(found().gain().points()).as("a life six times as long").isCloseTo(1, within(1e-9));
    }

    @Test
    void readMostly_isHardlyEverWritten() {
        seen.puts = 500;
        seen.invalidations = 500;
        isRecognised(Pattern.READ_MOSTLY);
        seen.invalidated = 1;
        assertThat(PatternRule.pattern(seen.evidence())).isNull();
    }

    @Test
    void pattern_ofFewReads_isUnknown() {
        seen.periods = 1;
        seen.reads = 999;
        seen.heapHits = 900;
        assertThat(PatternRule.pattern(seen.evidence())).isNull();
        seen.reads = 1_000;
        isRecognised(Pattern.READ_MOSTLY);
    }

    @Test
    void cache_thatIsAsItShould_needsNothing() {
        seen.reuse = new Reuse(1_000, 10_000, 100, 5_000, 0, 0, 0, 0);
        seen.tiers = 2;
        assertThat(PatternRule.recommend(seen.evidence()))
                .as("hot, heap and Redis, 5 min")
                .isNull();
        seen.tiers = 1;
        assertThat(found().change()).isEqualTo(new Change.Strategy("c", Pattern.HOT));
    }

    @Test
    void confidence_countsThePeriodsThatLookLikeThat() {
        Period other = new Seen("c").period();
        seen.puts = 90_000;
        Evidence mixed = seen.evidence(List.of(other, seen.period(), seen.period(), seen.period()));
        Recommendation one = Objects.requireNonNull(PatternRule.recommend(mixed));
        assertThat(one.evidence()).anyMatch(line -> line.contains("3 of 4 periods agree"));
    }
}
