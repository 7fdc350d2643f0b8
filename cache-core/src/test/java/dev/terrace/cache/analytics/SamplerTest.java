package dev.terrace.cache.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.terrace.cache.ObservedHits;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplerTest {

    private static final int KEYS = 100_000;

    private final SampleRing<Integer> ring = new SampleRing<>();
    private final Sampler<Integer> sampler = new Sampler<>(ring);
    private final List<Long> words = new ArrayList<>();
    private final Hits hits = new Hits();

    private static final class Hits implements ObservedHits {

        private boolean asks = true;
        private int interval;

        @Override
        public void ask(boolean each) {
            asks = each;
        }

        @Override
        public void draw(int wanted) {
            interval = wanted;
        }
    }

    private List<Long> drained() {
        words.clear();
        ring.drain((key, word) -> words.add(word), Integer.MAX_VALUE);
        return words;
    }

    private static int shareOf(double share) {
        return (int) (Sampler.ALL * share);
    }

    private int keyBelow(int bound) {
        return IntStream.range(0, KEYS)
                .filter(key -> Sampler.place(key) < bound)
                .findFirst()
                .orElseThrow();
    }

    private int keyFrom(int bound) {
        return IntStream.range(0, KEYS)
                .filter(key -> Sampler.place(key) >= bound)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void nothing_isSampledBeforeItIsAskedFor() {
        sampler.begins(hits);
        assertThat(hits.asks).isFalse();
        assertThat(hits.interval).isZero();
        sampler.hit(1, 0, true);
        assertThat(IntStream.range(0, KEYS).anyMatch(sampler::samples)).isFalse();
        IntStream.range(0, KEYS).forEach(sampler::missed);
        assertThat(drained()).isEmpty();
    }

    @Test
    void keys_areSampledByTheirHash_alwaysTheSame_inProportion() {
        sampler.sample(shareOf(0.1), 0);
        long first = IntStream.range(0, KEYS).filter(sampler::samples).count();
        assertThat((double) first / KEYS).isCloseTo(0.1, within(0.01));
        assertThat(IntStream.range(0, KEYS).allMatch(key -> sampler.samples(key) == Sampler.place(key) < shareOf(0.1)))
                .isTrue();
    }

    @Test
    void all_isAll() {
        sampler.sample(Sampler.ALL, 0);
        assertThat(IntStream.range(0, KEYS).allMatch(sampler::samples)).isTrue();
    }

    @Test
    void cache_isToldWhatIsSampled() {
        sampler.sample(5, shareOf(0.25));
        sampler.begins(hits);
        assertThat(hits.asks).isTrue();
        assertThat(hits.interval).isEqualTo(4);
        sampler.sample(0, Sampler.ALL);
        assertThat(hits.asks).as("whether a hit is of a key of the sample").isFalse();
        assertThat(hits.interval).isOne();
        sampler.sample(0, 0);
        assertThat(hits.asks).isFalse();
        assertThat(hits.interval).isZero();
        assertThatThrownBy(() -> sampler.begins(hits)).hasMessageContaining("build others");
    }

    @Test
    void misses_areSampledByChance_whateverTheirKey() {
        int drawn = 0;
        sampler.sample(0, shareOf(0.25));
        for (int round = 0; round < 100; round++) {
            IntStream.range(0, 1_000).forEach(i -> sampler.missed(7));
            drawn += drained().size();
            assertThat(words).allMatch(Sampler::isMiss).allMatch(Sampler::isDrawnRead);
        }
        assertThat(drawn / 100_000.0).isCloseTo(0.25, within(0.02));
    }

    @Test
    void hit_tellsAge_whetherItsKeyIsInTheSample_andWhetherItWasDrawn() {
        sampler.sample(shareOf(0.5), 1);
        sampler.hit(keyBelow(shareOf(0.5)), 12_345, false);
        sampler.hit(keyFrom(shareOf(0.5)), 0, true);
        sampler.hit(keyFrom(shareOf(0.5)), -5, true);
        sampler.hit(keyBelow(shareOf(0.5)), 12_345, true);
        assertThat(drained()).hasSize(4);
        assertThat(words.stream().map(Sampler::isDrawnRead)).containsExactly(false, true, true, true);
        assertThat(Sampler.isByKey(words.get(3))).isTrue();
        assertThat(Sampler.age(words.get(3))).isEqualTo(12_345);
        assertThat(Sampler.age(words.get(0))).isEqualTo(12_345);
        assertThat(Sampler.isByKey(words.get(0))).isTrue();
        assertThat(Sampler.isMiss(words.get(0))).isFalse();
        assertThat(Sampler.isByKey(words.get(1))).isFalse();
        assertThat(Sampler.age(words.get(2))).isZero();
    }

    @Test
    void missed_samplesAsHitsAre() {
        sampler.sample(shareOf(0.5), 0);
        sampler.missed(keyBelow(shareOf(0.5)));
        sampler.missed(keyFrom(shareOf(0.5)));
        assertThat(drained()).hasSize(1);
        assertThat(Sampler.isMiss(words.get(0))).isTrue();
        assertThat(Sampler.isByKey(words.get(0))).isTrue();
        assertThat(Sampler.isDrawnRead(words.get(0))).isFalse();

        sampler.sample(0, Sampler.ALL);
        sampler.missed(keyBelow(shareOf(0.5)));
        assertThat(Sampler.isByKey(drained().get(0))).isFalse();
        assertThat(Sampler.isMiss(words.get(0))).isTrue();
    }
}
