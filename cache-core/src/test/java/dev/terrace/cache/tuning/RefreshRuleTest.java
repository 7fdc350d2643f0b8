package dev.terrace.cache.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RefreshRuleTest {

    private final Seen hot = new Seen("c").reuse(1_000, 800, 0, 300);

    private Recommendation found() {
        return Objects.requireNonNull(RefreshRule.recommend(hot.evidence()));
    }

    private boolean none() {
        return RefreshRule.recommend(hot.evidence()) == null;
    }

    @Test
    void refresh_ofHotKeysWithCostlyLoads_isAtThreeQuarters() {
        Recommendation one = found();
        assertThat(one.change()).isEqualTo(new Change.RefreshAhead("c", null, Duration.ofSeconds(225)));
        assertThat(one.gain().points()).isCloseTo(3, within(1e-9));
        assertThat(one.gain().loaderTime()).as("it loads as often as before").isEqualTo(Duration.ZERO);
        assertThat(one.confidence()).isGreaterThan(Tuner.CONFIDENT);
        assertThat(one.isApplicable()).isTrue();
    }

    @Test
    void refresh_ofCheapLoads_isNotWorthIt() {
        hot.loadTime = Duration.ofSeconds(250);
        assertThat(none()).isFalse();
        hot.loadTime = hot.loadTime.minusMillis(1);
        assertThat(none()).isTrue();
    }

    @Test
    void refresh_ofLoadersThatFail_isLeftAlone() {
        hot.loadFailures = 2_632; // a little more than 5%
        assertThat(none()).isTrue();
        hot.loadFailures = 2_600;
        assertThat(none()).isFalse();
    }

    @Test
    void refresh_ofColdKeys_isNotRecommended() {
        hot.reuse(1_000, 800, 0, 9);
        assertThat(none()).isTrue();
        hot.reuse(1_000, 800, 0, 10);
        assertThat(none()).isFalse();
        hot.reuse = null;
        assertThat(none()).isTrue();
    }

    @Test
    void refresh_thatIsThere_isNotRecommendedAgain() {
        hot.due = Duration.ofMinutes(1);
        assertThat(none()).isTrue();
    }

    @Test
    void refresh_whereFailuresAreNotRemembered_isToldButWithheld() {
        hot.refreshes = false;
        assertThat(found().isApplicable()).isFalse();
        assertThat(found().withheld()).contains("rememberFailures(...)");
    }
}
