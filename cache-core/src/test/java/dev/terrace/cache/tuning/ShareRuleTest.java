package dev.terrace.cache.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.terrace.cache.tuning.HitCurve.Point;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ShareRuleTest {

    private static final Bounds BOUNDS =
            new Bounds(2_000, Goal.MISSES, 0.25, Duration.ofSeconds(1), Duration.ofDays(1));

    private final Seen steep = new Seen("steep").curve(0.3, 0.5, 0.8);
    private final Seen flat = new Seen("flat").curve(0.49, 0.5, 0.51);

    private static @Nullable Recommendation shares(Bounds bounds, Seen... seen) {
        return ShareRule.recommend(List.of(seen).stream().map(Seen::evidence).toList(), bounds);
    }

    private static Recommendation found(@Nullable Recommendation one) {
        return Objects.requireNonNull(one, "nothing was recommended");
    }

    private static Change.HeapShares change(@Nullable Recommendation one) {
        return (Change.HeapShares) found(one).change();
    }

    @Test
    void room_goesWhereItIsWorthMore_byOneStep() {
        Recommendation one = found(shares(BOUNDS, steep, flat));
        assertThat(change(one).from()).containsEntry("steep", 1_000L).containsEntry("flat", 1_000L);
        assertThat(change(one).to()).containsEntry("steep", 1_250L).containsEntry("flat", 750L);
        // 0.3 * 250 / 1000 up, 0.01 * 250 / 500 down, half of all reads each
        assertThat(one.gain().points()).isCloseTo(100 * (0.075 - 0.005) / 2, within(1e-9));
        assertThat(one.isApplicable()).isTrue();
        assertThat(one.evidence()).hasSize(3).anyMatch(line -> line.contains("steep: 333.3 reads/s"));
    }

    @Test
    void gain_inLoaderTime_isWhatTheMissesCost() {
        Recommendation one = found(shares(BOUNDS, steep, flat));
        // 500 s of loading for 50,000 misses are 10 ms each; 100,000 reads in 5 min
        double readsAnHour = 100_000 * 12;
        assertThat(one.gain().loaderTime().toMillis() / 1e3)
                .isCloseTo(readsAnHour * (0.075 - 0.005) * 0.010, within(0.1));
    }

    @Test
    void goal_decidesWhatAMissCounts() {
        steep.loadTime = Duration.ofMillis(50);
        Seen costly = new Seen("costly").curve(0.45, 0.5, 0.56);
        Bounds byTime = new Bounds(2_000, Goal.LOADER_TIME, 0.25, Duration.ofSeconds(1), Duration.ofDays(1));
        assertThat(change(shares(BOUNDS, steep, costly)).to()).containsEntry("steep", 1_250L);
        assertThat(change(shares(byTime, steep, costly)).to())
                .as("its misses cost a ten-thousandth of the others'")
                .containsEntry("steep", 750L)
                .containsEntry("costly", 1_250L);
    }

    @Test
    void confidence_ofSixPeriodsThatAgree_isHighEnoughToAct() {
        assertThat(found(shares(BOUNDS, steep, flat)).confidence()).isBetween(Tuner.CONFIDENT, 0.875);
    }

    @Test
    void confidence_ofThreePeriods_isNot() {
        steep.periods = 3;
        flat.periods = 3;
        assertThat(found(shares(BOUNDS, steep, flat)).confidence()).isLessThan(Tuner.CONFIDENT);
    }

    @Test
    void confidence_ofOldEvidence_isHalved() {
        double young = found(shares(BOUNDS, steep, flat)).confidence();
        flat.age = Duration.ofMinutes(30);
        assertThat(found(shares(BOUNDS, steep, flat)).confidence()).isCloseTo(young / 2, within(1e-9));
    }

    @Test
    void confidence_wherePeriodsDisagree_isLow() {
        Period against = new Seen("steep").curve(0.5, 0.5, 0.5).period();
        Period strong = new Seen("steep").curve(0.1, 0.5, 0.9).period();
        List<Evidence> evidence =
                List.of(steep.evidence(List.of(against, strong, against, strong, against, strong)), flat.evidence());
        Recommendation one = found(ShareRule.recommend(evidence, BOUNDS));
        assertThat(one.evidence()).anyMatch(line -> line.contains("3 of 6 periods agree"));
        assertThat(one.confidence()).isLessThan(0.51);
    }

    @Test
    void confidence_ofFewReads_isLow() {
        steep.reads = 500;
        steep.heapHits = 100;
        flat.reads = 500;
        flat.heapHits = 100;
        steep.curve(0.47, 0.5, 0.56);
        flat.curve(0.49, 0.5, 0.51);
        assertThat(found(shares(BOUNDS, steep, flat)).confidence()).isLessThan(0.6);
    }

    @Test
    void caches_ofWhichLittleIsKnown_keepWhatTheyHave() {
        Seen unknown = new Seen("unknown");
        Seen young = new Seen("young").curve(0, 0.01, 0.9);
        young.curve = new HitCurve(166, Objects.requireNonNull(young.curve).points()); // 996 in six periods
        Bounds four = new Bounds(4_000, Goal.MISSES, 0.25, Duration.ofSeconds(1), Duration.ofDays(1));
        assertThat(change(shares(four, steep, flat, unknown, young)).to())
                .containsOnlyKeys("steep", "flat")
                .as("theirs is not there to be shared")
                .containsEntry("steep", 1_250L)
                .containsEntry("flat", 750L);
        young.curve = new HitCurve(167, young.curve.points());
        assertThat(change(shares(four, steep, flat, unknown, young)).to()).containsKey("young");
    }

    @Test
    void nothing_isRecommended_withoutEvidence() {
        assertThat(ShareRule.recommend(List.of(), BOUNDS)).isNull();
        assertThat(shares(BOUNDS, new Seen("one"), new Seen("other"))).isNull();
    }

    @Test
    void nothing_isRecommended_forNextToNothing() {
        assertThat(shares(BOUNDS, new Seen("a").curve(0.4, 0.5, 0.6), new Seen("b").curve(0.4, 0.5, 0.6)))
                .isNull();
        // 0.25 % of the misses at most: 0.005 * 0.25 of 0.5
        assertThat(shares(BOUNDS, new Seen("a").curve(0.5, 0.5, 0.505), new Seen("b").curve(0.5, 0.5, 0.5)))
                .isNull();
    }

    @Test
    void cliff_thatAStepDoesNotReach_isNotRecommended() {
        Seen cliff = new Seen("cliff");
        cliff.curve =
                new HitCurve(100_000, List.of(new Point(1_000, 0.1), new Point(1_999, 0.1), new Point(2_000, 0.9)));
        assertThat(shares(BOUNDS, cliff, new Seen("flat").curve(0.4, 0.5, 0.51)))
                .as("its hull promises a gain that its curve does not have")
                .isNull();
    }

    @Test
    void heapsAboveTheirBudget_comeDownByOneStep_surely() {
        Bounds tight = new Bounds(1_000, Goal.MISSES, 0.25, Duration.ofSeconds(1), Duration.ofDays(1));
        Recommendation one = found(shares(tight, steep, flat));
        assertThat(change(one).to()).containsEntry("steep", 750L).containsEntry("flat", 750L);
        assertThat(one.confidence()).isEqualTo(1);
        assertThat(one.gain().points()).isNegative();
        Bounds nearly = new Bounds(1_900, Goal.MISSES, 0.25, Duration.ofSeconds(1), Duration.ofDays(1));
        assertThat(change(shares(nearly, steep, flat)).to())
                .containsOnlyKeys("flat")
                .containsEntry("flat", 900L);
    }

    @Test
    void heaps_beyondWhoseKnowledgeTheBudgetIsSpent_areLeftAlone() {
        Seen big = new Seen("big");
        big.maximum = 5_000;
        assertThat(shares(BOUNDS, steep, flat, big)).isNull();
    }

    @Test
    void recommendations_ofAnyEvidence_keepTheirBounds() {
        Random random = new Random(21);
        int found = 0;
        for (int round = 0; round < 1_000; round++) {
            List<Evidence> all = new ArrayList<>();
            double cost = 0;
            for (int i = 0; i < 1 + random.nextInt(5); i++) {
                Seen seen = new Seen("c" + i);
                seen.maximum = 2L + random.nextInt(3_000);
                seen.price = 0.5 + random.nextDouble();
                seen.curve(random.nextDouble(), random.nextDouble(), random.nextDouble());
                cost += seen.maximum * seen.price;
                all.add(seen.evidence());
            }
            double step = 0.05 + 0.95 * random.nextDouble();
            long budget = 1 + (long) (cost * (0.8 + 0.6 * random.nextDouble()));
            Bounds bounds = new Bounds(budget, Goal.MISSES, step, Duration.ofSeconds(1), Duration.ofDays(1));
            Recommendation one = ShareRule.recommend(all, bounds);
            if (one == null) {
                continue;
            }
            found++;
            Change.HeapShares change = change(one);
            double after = 0;
            for (Evidence evidence : all) {
                long now = evidence.heap().maximum();
                long to = change.to().getOrDefault(evidence.cache(), now);
                after += to * evidence.heap().price();
                assertThat(to).isPositive();
                assertThat(Math.abs(to - now)).isLessThanOrEqualTo(Math.max(1, (long) (now * step)));
            }
            assertThat(after).isLessThanOrEqualTo(Math.max((double) budget, cost) + 1e-6);
            assertThat(one.confidence()).isBetween(0.0, 1.0);
            if (cost <= budget) {
                assertThat(after).isLessThanOrEqualTo(budget + 1e-6);
                assertThat(one.gain().points()).isPositive();
            }
        }
        assertThat(found).isGreaterThan(300);
    }
}
