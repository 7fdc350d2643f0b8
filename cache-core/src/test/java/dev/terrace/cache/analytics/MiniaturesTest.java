package dev.terrace.cache.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MiniaturesTest {

    private static final int KEYS = 50_000;
    private static final int READS = 500_000;
    private static final int ENTRIES = 4_000;
    private static final double EXPONENT = 0.8;

    private final Miniatures<Integer> miniatures = new Miniatures<>();

    /** A heap, which answers reads until their key has been there for so many. */
    private static final class Real {

        private final long[] reads = {0};
        private final Cache<Integer, Boolean> entries;
        private long hits;

        Real(long maximum, long life) {
            entries = Caffeine.newBuilder()
                    .maximumSize(maximum)
                    .expireAfterWrite(Duration.ofNanos(life))
                    .ticker(() -> reads[0])
                    .executor(Runnable::run)
                    .build();
        }

        void read(int key) {
            reads[0]++;
            if (entries.getIfPresent(key) != null) {
                hits++;
            } else {
                entries.put(key, true);
            }
        }

        void forgetHits() {
            hits = 0;
        }

        double ratio() {
            return (double) hits / READS;
        }
    }

    private static int bound(double rate) {
        return (int) (Sampler.ALL * rate);
    }

    /** Replays on the miniatures and on real heaps; asserts that each prediction is as the real one, half and double within two points. */
    private void compare(double rate, long life) {
        compare(rate, life, 0, 0);
    }

    /** The same, after reads of one key, which heaps and miniatures learn from alike. */
    private void compare(double rate, long life, int hot, int hotReads) {
        List<Real> real = Miniatures.SCALES.stream()
                .map(scale -> new Real(Math.round(scale * ENTRIES), life))
                .toList();
        miniatures.resize(ENTRIES, bound(rate));
        miniatures.expireAfter(Duration.ofNanos(life));
        for (int i = 0; i < hotReads; i++) {
            real.forEach(heap -> heap.read(hot));
            miniatures.read(hot);
        }
        real.forEach(Real::forgetHits);
        Zipf zipf = new Zipf(KEYS, EXPONENT, 7);
        for (int i = 0; i < READS; i++) {
            int key = zipf.next() * 31 + 17;
            real.forEach(heap -> heap.read(key));
            miniatures.at(i);
            if (Sampler.place(key) < bound(rate)) {
                miniatures.read(key);
            }
        }
        miniatures.settle(1);
        double present = real.get(Miniatures.SCALES.indexOf(1.0)).ratio();
        double[] gained = miniatures.gained();
        for (int i = 0; i < gained.length; i++) {
            assertThat(present + gained[i] / READS)
                    .as("%s times the bound", Miniatures.SCALES.get(i))
                    .isCloseTo(real.get(i).ratio(), within(i == 0 || i == gained.length - 1 ? 0.03 : 0.02));
        }
        assertThat(real.get(4).ratio() - real.get(0).ratio())
                .as("what there is to predict")
                .isGreaterThan(0.15);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1.0, 0.5, 0.2})
    void gained_besideRealHeaps_isClose(double rate) {
        compare(rate, Long.MAX_VALUE / 2);
    }

    @Test
    void gained_whereEntriesExpire_isClose() {
        compare(0.5, READS / 10);
    }

    @Test
    void gained_withAVeryHotKeyInTheSample_isClose() {
        int hot = 0;
        while (Sampler.place(hot) >= bound(0.2)) {
            hot++;
        }
        compare(0.2, Long.MAX_VALUE / 2, hot, READS);
    }

    @Test
    void settle_scalesByWhatWasKept() {
        miniatures.resize(4, Sampler.ALL);
        for (int round = 0; round < 2; round++) {
            for (int key = 0; key < 8; key++) {
                miniatures.read(key);
            }
        }
        miniatures.settle(0.5);
        double twice = miniatures.gained()[4];
        assertThat(twice).isPositive();
        assertThat(miniatures.gained()[2]).isZero();
        miniatures.settle(1);
        assertThat(miniatures.gained()[4]).as("booked once").isEqualTo(twice);
        assertThat(miniatures.reads()).isEqualTo(16);
    }

    @Test
    void remove_makesTheNextReadAMiss_inAll() {
        miniatures.resize(100, Sampler.ALL);
        miniatures.read(1);
        miniatures.read(2);
        miniatures.remove(1);
        miniatures.read(1);
        miniatures.read(2);
        miniatures.settle(1);
        assertThat(miniatures.gained()).containsOnly(0);
        assertThat(miniatures.hits()).containsOnly(1);
        miniatures.clear();
        miniatures.read(1);
        miniatures.read(2);
        assertThat(miniatures.hits()).containsOnly(1);
    }

    @Test
    void resize_toFewerKeys_forgetsTheOthers() {
        miniatures.resize(1_000, Sampler.ALL);
        for (int key = 0; key < 200; key++) {
            miniatures.read(key);
        }
        miniatures.resize(1_000, bound(0.5));
        miniatures.resize(1_000, Sampler.ALL);
        int kept = 0;
        for (int key = 0; key < 200; key++) {
            kept += Sampler.place(key) < bound(0.5) ? 1 : 0;
            miniatures.read(key);
        }
        assertThat(miniatures.hits()[4]).isEqualTo(kept).isBetween(60L, 140L);
        assertThat(miniatures.room(1_000)).isEqualTo(1_000);
    }

    @Test
    void smallHeap_hasTwins_thatAllCount() {
        miniatures.resize(1, Sampler.ALL);
        assertThat(miniatures.presentHits()).hasSize(Miniatures.TWINS);
        for (int i = 0; i < 10; i++) {
            miniatures.read(1);
        }
        assertThat(miniatures.presentHits()).containsOnly(9);
        miniatures.remove(1);
        miniatures.read(1);
        assertThat(miniatures.presentHits()).containsOnly(9);
        miniatures.settle(1);
        assertThat(miniatures.gained()).containsOnly(0);
        assertThat(miniatures.reads()).isEqualTo(11);
    }

    @Test
    void largerHeap_andOneOfASample_haveNone() {
        miniatures.resize(2_049, Sampler.ALL);
        assertThat(miniatures.presentHits()).hasSize(1);
        miniatures.resize(2_048, bound(0.5));
        assertThat(miniatures.presentHits()).hasSize(1);
        miniatures.resize(2_048, Sampler.ALL);
        assertThat(miniatures.presentHits()).hasSize(Miniatures.TWINS);
    }

    @Test
    void twinsThatJoin_knowWhatIsThere() {
        miniatures.resize(10_000, Sampler.ALL);
        for (int key = 0; key < 100; key++) {
            miniatures.read(key);
        }
        miniatures.read(1);
        miniatures.resize(1_000, Sampler.ALL);
        for (int key = 0; key < 100; key++) {
            miniatures.read(key);
        }
        assertThat(miniatures.presentHits()).containsExactly(101, 101, 101);
        miniatures.settle(1);
        assertThat(miniatures.gained()).containsOnly(0);
    }

    @Test
    void luck_isWhatTheTwinsCouldHaveHadAsWell() {
        double[] apart = {0.50, 0.52, 0.54}; // 0.02 is their standard deviation
        assertThat(Miniatures.luck(0.53, apart)).isCloseTo(0.01, within(1e-9));
        assertThat(Miniatures.luck(0.50, apart)).isCloseTo(-0.02, within(1e-9));
        double most = 2 * 0.02 * Math.sqrt(4 / 3.0);
        assertThat(Miniatures.luck(0.62, apart)).isCloseTo(most, within(1e-9));
        assertThat(Miniatures.luck(0.42, apart)).isCloseTo(-most, within(1e-9));
        assertThat(Miniatures.luck(0.62, new double[] {0.52, 0.52, 0.52})).isZero();
        assertThat(Miniatures.luck(0.62, new double[] {0.52})).isZero();
        assertThat(Miniatures.luck(0.62, new double[0])).isZero();
    }

    @Test
    void bounds_areMultiples_andNeverZero() {
        assertThat(Miniatures.bounds(1_000)).containsExactly(250, 500, 1_000, 2_000, 4_000);
        assertThat(Miniatures.bounds(1)[0]).isEqualTo(1);
    }
}
