package dev.terrace.cache.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplingTest {

    private static final long SECOND = 1_000_000_000;

    private final Sampling sampling = new Sampling();

    private int taken(int of) {
        int taken = 0;
        for (int i = 0; i < of; i++) {
            taken += sampling.takes() ? 1 : 0;
        }
        return taken;
    }

    @Test
    void littleTraffic_isTakenWhole() {
        assertThat(taken(1_000)).isEqualTo(1_000);
        sampling.adapt(1_000, SECOND);
        assertThat(sampling.interval()).isOne();
    }

    @Test
    void muchTraffic_isSampled_evenly() {
        sampling.adapt(64L * Sampling.AIM_PER_SECOND, SECOND);
        assertThat(sampling.interval()).isEqualTo(64);
        assertThat(taken(640_000)).isBetween(9_000, 11_000);
    }

    @Test
    void sample_doesNotGoRoundWithTheReader() {
        sampling.adapt(8L * Sampling.AIM_PER_SECOND, SECOND);
        int[] byPlace = new int[8];
        for (int i = 0; i < 80_000; i++) {
            byPlace[i % 8] += sampling.takes() ? 1 : 0;
        }
        assertThat(IntStream.of(byPlace).boxed())
                .allSatisfy(taken -> assertThat(taken).isBetween(900, 1_600));
    }

    @Test
    void interval_growsAtOnce_andShrinksStepByStep() {
        sampling.adapt(1_000L * Sampling.AIM_PER_SECOND, SECOND);
        assertThat(sampling.interval()).isEqualTo(1_024);
        sampling.adapt(0, SECOND);
        assertThat(sampling.interval()).isEqualTo(512);
        for (int i = 0; i < 10; i++) {
            sampling.adapt(0, SECOND);
        }
        assertThat(sampling.interval()).isOne();
        sampling.adapt(Long.MAX_VALUE / 2, SECOND);
        assertThat(sampling.interval()).isEqualTo(Sampling.LONGEST);
    }
}
