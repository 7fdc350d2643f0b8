package dev.terrace.cache.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdviceTest {

    private static final Bounds BOUNDS = Bounds.of(2_000);

    private static Recommendation of(List<Recommendation> found, String subject) {
        return found.stream()
                .filter(one -> one.change().subject().equals(subject))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + subject + " among " + found));
    }

    @Test
    void nothing_isRecommended_withoutEvidence() {
        assertThat(Advice.recommend(List.of(), BOUNDS)).isEmpty();
        Seen young = new Seen("young");
        assertThat(Advice.recommend(List.of(young.evidence(List.of())), BOUNDS)).isEmpty();
    }

    @Test
    void recommendation_ofTheSameEvidence_isTheSame() {
        List<Evidence> evidence = List.of(
                new Seen("a").curve(0.3, 0.5, 0.8).reuse(1_000, 800, 600, 300).evidence(),
                new Seen("b").curve(0.5, 0.5, 0.5).evidence());
        assertThat(Advice.recommend(evidence, BOUNDS))
                .isNotEmpty()
                .isEqualTo(Advice.recommend(List.copyOf(evidence), BOUNDS));
    }

    @Test
    void applicableOnes_comeFirst_byGainTimesConfidence() {
        List<Recommendation> found = Advice.recommend(
                List.of(
                        new Seen("a").curve(0.3, 0.5, 0.8).evidence(),
                        new Seen("b")
                                .curve(0.5, 0.5, 0.5)
                                .reuse(1_000, 800, 600, 0)
                                .evidence()),
                BOUNDS);
        assertThat(found.stream().map(one -> one.change().subject()))
                .containsExactly("lifetime of b", "heap shares", "strategy of b", "strategy of a");
    }

    @Test
    void longerLifeAndRefresh_saveTheSameMisses_theBetterStands() {
        Seen seen = new Seen("c").reuse(1_000, 800, 600, 300);
        List<Recommendation> found = Advice.recommend(List.of(seen.evidence()), BOUNDS);
        assertThat(of(found, "lifetime of c").isApplicable()).isTrue();
        assertThat(of(found, "refresh-ahead of c").withheld()).contains("the same misses");

        found = Advice.recommend(List.of(seen.reuse(1_000, 800, 100, 300).evidence()), BOUNDS);
        assertThat(of(found, "lifetime of c").withheld()).contains("the same misses");
        assertThat(of(found, "refresh-ahead of c").isApplicable()).isTrue();

        found = Advice.recommend(List.of(seen.reuse(1_000, 800, 300, 300).evidence()), BOUNDS);
        assertThat(of(found, "lifetime of c").isApplicable())
                .as("it saves loads too")
                .isTrue();
        assertThat(of(found, "refresh-ahead of c").isApplicable()).isFalse();
    }

    @Test
    void longerLife_standsWhereTheRefreshCannotBeApplied() {
        Seen seen = new Seen("c").reuse(1_000, 800, 100, 300);
        seen.refreshes = false;
        List<Recommendation> found = Advice.recommend(List.of(seen.evidence()), BOUNDS);
        assertThat(of(found, "lifetime of c").isApplicable()).isTrue();
        assertThat(of(found, "refresh-ahead of c").withheld())
                .as("the first reason")
                .contains("rememberFailures");
    }

    @Test
    void shorterLife_standsAgainstAllElse() {
        Seen seen = new Seen("c").reuse(1_000, 800, 600, 300);
        seen.checked = 1_000;
        seen.outdated = 100;
        List<Recommendation> found = Advice.recommend(List.of(seen.evidence()), BOUNDS);
        List<Recommendation> lives = found.stream()
                .filter(one -> one.change() instanceof Change.Lifetime)
                .toList();
        assertThat(lives).hasSize(2);
        assertThat(lives.get(0).change()).isEqualTo(new Change.Lifetime("c", Seen.LIFE, Duration.ofSeconds(150)));
        assertThat(lives.get(0).isApplicable()).isTrue();
        assertThat(lives.get(1).withheld()).contains("contradicts the lifetime of PT2M30S");
        assertThat(of(found, "refresh-ahead of c").withheld()).contains("contradicts the lifetime of PT2M30S");
    }

    @Test
    void lives_ofOtherCaches_contradictNothing() {
        Seen longer = new Seen("longer").reuse(1_000, 800, 600, 0);
        Seen shorter = new Seen("shorter");
        shorter.checked = 1_000;
        shorter.outdated = 100;
        List<Recommendation> found = Advice.recommend(List.of(longer.evidence(), shorter.evidence()), BOUNDS);
        assertThat(of(found, "lifetime of longer").isApplicable()).isTrue();
        assertThat(of(found, "lifetime of shorter").isApplicable()).isTrue();
    }

    @Test
    void evidence_ofOneCacheTwice_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Advice.recommend(List.of(new Seen("c").evidence(), new Seen("c").evidence()), BOUNDS))
                .withMessage("there is evidence twice of cache 'c'");
    }

    @Test
    void text_tellsTheChangeTheGainAndTheEvidence() {
        Seen seen = new Seen("c").reuse(1_000, 800, 600, 0);
        String text = of(Advice.recommend(List.of(seen.evidence()), BOUNDS), "lifetime of c")
                .text();
        assertThat(text)
                .startsWith(
                        "lifetime of c: PT5M -> PT10M\n  expected: +6.00 points, +720.0 s of loader time an hour; confidence 0.8")
                .contains("periods agree");
    }

    @Test
    void bounds_thatAreNone_areRefused() {
        Duration second = Duration.ofSeconds(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Bounds.of(0))
                .withMessageContaining("budget must be positive: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Bounds(1, Goal.MISSES, 0, second, second))
                .withMessageContaining("step must be above 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Bounds(1, Goal.MISSES, 1.01, second, second))
                .withMessageContaining("at most 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Bounds(1, Goal.MISSES, 1, Duration.ofMillis(999), second))
                .withMessageContaining("1 s at least");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Bounds(1, Goal.MISSES, 1, Duration.ofSeconds(2), second))
                .withMessageContaining("not below it");
    }

    @Test
    void evidence_thatCannotBe_isRefused() {
        Seen seen = new Seen("c");
        assertThatIllegalArgumentException().isThrownBy(() -> {
            seen.heapHits = seen.reads + 1;
            seen.evidence();
        });
        Seen outdated = new Seen("c");
        outdated.outdated = 1;
        assertThatIllegalArgumentException()
                .isThrownBy(outdated::evidence)
                .withMessageContaining("outdated than checked");
        Seen free = new Seen("c");
        free.price = 0;
        assertThatIllegalArgumentException().isThrownBy(free::evidence).withMessageContaining("price must be positive");
        Seen future = new Seen("c");
        future.age = Duration.ofSeconds(-1);
        assertThatIllegalArgumentException().isThrownBy(future::evidence).withMessageContaining("of the future");
        assertThatIllegalArgumentException().isThrownBy(() -> new Reuse(1, 1, 2, 0, 0, 0, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Reuse(1, 1, 0, 0, 1, 2, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Reuse(1, 1, 0, 0, 1, 1, 2, 0));
    }
}
