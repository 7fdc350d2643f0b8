package dev.terrace.cache.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LifeRuleTest {

    private static final Bounds BOUNDS = Bounds.of(10_000);

    /** Of 10,000 sampled reads in each period 800 came when the life was over, and 600 within twice. */
    private final Seen expiring = new Seen("c").reuse(1_000, 800, 600, 0);

    private static List<Recommendation> found(Seen seen) {
        return LifeRule.recommend(seen.evidence(), BOUNDS);
    }

    private static Change.Lifetime only(Seen seen) {
        List<Recommendation> found = found(seen);
        assertThat(found).hasSize(1);
        return (Change.Lifetime) found.get(0).change();
    }

    @Test
    void longer_whereKeysExpire_isTwiceAsLong() {
        Recommendation one = found(expiring).get(0);
        assertThat(one.change()).isEqualTo(new Change.Lifetime("c", Seen.LIFE, Duration.ofMinutes(10)));
        assertThat(one.gain().points()).isCloseTo(6, within(1e-9));
        assertThat(one.gain().loaderTime().toMillis() / 1e3)
                .as("6% of 1.2 million reads an hour, 10 ms each")
                .isCloseTo(720, within(0.5));
        assertThat(one.confidence()).isGreaterThan(Tuner.CONFIDENT);
        assertThat(one.evidence())
                .anyMatch(line -> line.contains("of 6000 sampled keys that missed again, 4800 had outlived"));
    }

    @Test
    void longer_whereNothingTellsOfChanges_isNeverSure() {
        double sure = found(expiring).get(0).confidence();
        expiring.invalidations = 0;
        Recommendation one = found(expiring).get(0);
        assertThat(one.confidence()).isCloseTo(sure / 2, within(1e-9));
        assertThat(one.evidence()).anyMatch(line -> line.contains("only you can know"));
    }

    @Test
    void longer_whereEntriesAreEvicted_isNotRecommended() {
        expiring.evictions = 4_999;
        assertThat(found(expiring)).hasSize(1);
        expiring.evictions = 5_000;
        assertThat(found(expiring)).isEmpty();
    }

    @Test
    void longer_whereEntriesAreInvalidated_isNotRecommended() {
        expiring.invalidated = 4_999;
        assertThat(found(expiring)).hasSize(1);
        expiring.invalidated = 5_000;
        assertThat(found(expiring)).isEmpty();
    }

    @Test
    void longer_whereMostMissesHaveOtherCauses_isNotRecommended() {
        assertThat(found(expiring.reuse(1_000, 500, 500, 0))).isEmpty();
        assertThat(found(expiring.reuse(1_000, 501, 500, 0))).hasSize(1);
    }

    @Test
    void longer_ofWhichLittleIsKnown_isNotRecommended() {
        expiring.periods = 1;
        assertThat(found(expiring.reuse(49, 49, 49, 0))).isEmpty();
        assertThat(found(expiring.reuse(50, 50, 50, 0))).hasSize(1);
        assertThat(found(expiring.reuse(1_000, 1_000, 9, 0))).as("0.09 points").isEmpty();
        assertThat(found(new Seen("nothing"))).isEmpty();
    }

    @Test
    void longer_staysWithinTheLongest() {
        Bounds bounds = new Bounds(10_000, Goal.MISSES, 0.25, Duration.ofSeconds(1), Duration.ofMinutes(7));
        assertThat(LifeRule.recommend(expiring.evidence(), bounds).get(0).change())
                .isEqualTo(new Change.Lifetime("c", Seen.LIFE, Duration.ofMinutes(7)));
        Bounds reached = new Bounds(10_000, Goal.MISSES, 0.25, Duration.ofSeconds(1), Seen.LIFE);
        assertThat(LifeRule.recommend(expiring.evidence(), reached)).isEmpty();
    }

    @Test
    void shorter_whereAnswersAreOutdated_isHalfAsLong() {
        Seen seen = new Seen("c").reuse(1_000, 100, 10, 0);
        seen.checked = 1_000;
        seen.outdated = 100;
        Recommendation one = found(seen).get(0);
        assertThat(one.change()).isEqualTo(new Change.Lifetime("c", Seen.LIFE, Seen.LIFE.dividedBy(2)));
        assertThat(one.gain().points()).as("what expires now, once more").isCloseTo(-1, within(1e-9));
        assertThat(one.confidence()).isGreaterThan(Tuner.CONFIDENT);
        seen.outdated = 1;
        assertThat(found(seen)).as("one in a thousand").isEmpty();
        seen.outdated = 2;
        assertThat(found(seen).get(0).confidence()).as("12 of 6,000").isLessThan(Tuner.CONFIDENT);
        seen.periods = 1;
        seen.checked = 99;
        assertThat(found(seen)).as("too few were looked at").isEmpty();
    }

    @Test
    void shorter_staysAboveTheShortest() {
        Seen seen = new Seen("c");
        seen.checked = 1_000;
        seen.outdated = 100;
        Bounds bounds = new Bounds(10_000, Goal.MISSES, 0.25, Duration.ofMinutes(3), Duration.ofDays(1));
        assertThat(LifeRule.recommend(seen.evidence(), bounds).get(0).change())
                .isEqualTo(new Change.Lifetime("c", Seen.LIFE, Duration.ofMinutes(3)));
        Bounds reached = new Bounds(10_000, Goal.MISSES, 0.25, Seen.LIFE, Duration.ofDays(1));
        assertThat(LifeRule.recommend(seen.evidence(), reached)).isEmpty();
    }

    @Test
    void shorter_whereEntriesAreInvalidatedLongBefore_isTenTimesThat() {
        Seen seen = new Seen("c");
        seen.invalidated = 30_000; // of 1,000 entries in 300 s: each lasts 10 s
        Change.Lifetime change = only(seen);
        assertThat(change.to()).isEqualTo(Duration.ofSeconds(100));
        assertThat(found(seen).get(0).gain()).isEqualTo(Gain.NONE);
        seen.weight = 1_501; // 15.01 s, so 150.1 s: more than half of the life
        assertThat(found(seen)).isEmpty();
        seen.weight = 1_000;
        seen.invalidated = 25_000; // half of the misses
        assertThat(found(seen)).isEmpty();
    }

    @Test
    void shorterAndLonger_areBothTold() {
        expiring.checked = 1_000;
        expiring.outdated = 100;
        assertThat(found(expiring)).hasSize(2);
    }
}
