package dev.terrace.cache.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SamplingTest {

    private static final long SECOND = 1_000_000_000;

    private final Sampling sampling = new Sampling(5);

    @Test
    void littleTraffic_isTakenWhole() {
        assertThat(sampling.interval()).isOne();
        sampling.adapt(Sampling.AIM_PER_SECOND, SECOND);
        assertThat(sampling.interval()).isOne();
        assertThat(sampling.drawn()).isOne();
        assertThat(sampling.weight()).isOne();
    }

    /** A span in which there are draws, after those in which there are none. */
    private void span(long samples, long nanos) {
        while (sampling.drawn() == 0) {
            sampling.adapt(0, nanos);
        }
        sampling.adapt(samples, nanos);
    }

    @Test
    void interval_isWhatBringsTheAim() {
        span(64L * Sampling.AIM_PER_SECOND, SECOND);
        assertThat(sampling.interval()).isEqualTo(64);
        span(Sampling.AIM_PER_SECOND, SECOND);
        assertThat(sampling.interval()).isEqualTo(64);
        span(Sampling.AIM_PER_SECOND + 1, SECOND);
        assertThat(sampling.interval()).isEqualTo(128);
    }

    @Test
    void interval_growsAtOnce_andShrinksStepByStep_afterHalfASecondOfCalm() {
        span(1_000L * Sampling.AIM_PER_SECOND, SECOND);
        assertThat(sampling.interval()).isEqualTo(1_024);
        span(0, SECOND);
        assertThat(sampling.interval()).isEqualTo(512);
        for (int i = 0; i < 4; i++) {
            span(0, SECOND / 10);
        }
        assertThat(sampling.interval()).isEqualTo(512);
        span(Sampling.AIM_PER_SECOND / 10, SECOND / 10);
        span(0, SECOND / 10);
        assertThat(sampling.interval()).as("it was not calm in between").isEqualTo(512);
        for (int i = 0; i < 10; i++) {
            span(0, SECOND);
        }
        assertThat(sampling.interval()).isOne();
        span(Long.MAX_VALUE / 2, SECOND);
        assertThat(sampling.interval()).isEqualTo(Sampling.LONGEST);
    }

    @Test
    void muchTraffic_hasSpansWithoutDraws_andTheOthersStandForThem() {
        long each = (long) Sampling.RESTS_FROM * Sampling.AIM_PER_SECOND / 10;
        span(each, SECOND / 10);
        long drawn = 0;
        double seen = 0;
        int spans = 20_000;
        for (int i = 0; i < spans; i++) {
            long samples = sampling.drawn() == 0 ? 0 : each / sampling.drawn();
            drawn += samples > 0 ? 1 : 0;
            seen += samples * (double) sampling.weight();
            sampling.adapt(samples, SECOND / 10);
        }
        assertThat(sampling.interval()).isEqualTo(Sampling.RESTS_FROM);
        assertThat((double) drawn / spans).isCloseTo(1.0 / Sampling.ONE_IN, within(0.02));
        assertThat(seen / spans).isCloseTo((double) each, within(0.08 * each));
    }

    @Test
    void lessTraffic_hasNoSuchSpans() {
        span((long) Sampling.RESTS_FROM / 2 * Sampling.AIM_PER_SECOND, SECOND);
        assertThat(sampling.interval()).isEqualTo(Sampling.RESTS_FROM / 2);
        for (int i = 0; i < 100; i++) {
            assertThat(sampling.drawn()).isEqualTo(sampling.interval()).isEqualTo(sampling.weight());
            sampling.adapt(Sampling.AIM_PER_SECOND, SECOND);
        }
    }
}
