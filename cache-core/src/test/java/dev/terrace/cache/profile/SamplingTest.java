package dev.terrace.cache.profile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SamplingTest {

    private static final long SECOND = 1_000_000_000;

    private final Sampling sampling = new Sampling();

    @Test
    void littleTraffic_isTakenWhole() {
        assertThat(sampling.interval()).isOne();
        sampling.adapt(Sampling.AIM_PER_SECOND, SECOND);
        assertThat(sampling.interval()).isOne();
    }

    @Test
    void interval_isWhatBringsTheAim() {
        sampling.adapt(64L * Sampling.AIM_PER_SECOND, SECOND);
        assertThat(sampling.interval()).isEqualTo(64);
        sampling.adapt(Sampling.AIM_PER_SECOND, SECOND);
        assertThat(sampling.interval()).isEqualTo(64);
        sampling.adapt(Sampling.AIM_PER_SECOND + 1, SECOND);
        assertThat(sampling.interval()).isEqualTo(128);
    }

    @Test
    void interval_growsAtOnce_andShrinksStepByStep_afterHalfASecondOfCalm() {
        sampling.adapt(1_000L * Sampling.AIM_PER_SECOND, SECOND);
        assertThat(sampling.interval()).isEqualTo(1_024);
        sampling.adapt(0, SECOND);
        assertThat(sampling.interval()).isEqualTo(512);
        for (int i = 0; i < 4; i++) {
            sampling.adapt(0, SECOND / 10);
        }
        assertThat(sampling.interval()).isEqualTo(512);
        sampling.adapt(Sampling.AIM_PER_SECOND / 10, SECOND / 10);
        sampling.adapt(0, SECOND / 10);
        assertThat(sampling.interval()).as("it was not calm in between").isEqualTo(512);
        for (int i = 0; i < 10; i++) {
            sampling.adapt(0, SECOND);
        }
        assertThat(sampling.interval()).isOne();
        sampling.adapt(Long.MAX_VALUE / 2, SECOND);
        assertThat(sampling.interval()).isEqualTo(Sampling.LONGEST);
    }
}
