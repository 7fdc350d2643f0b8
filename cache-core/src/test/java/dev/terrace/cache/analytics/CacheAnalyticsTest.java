package dev.terrace.cache.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheConfigurationException;
import dev.terrace.cache.Freshness;
import dev.terrace.cache.Terrace;
import dev.terrace.cache.fake.FakeTime;
import dev.terrace.cache.fake.World;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CacheAnalyticsTest {

    private static final Duration TICK = Duration.ofMillis(100);

    private final FakeTime time = new FakeTime();
    private final Hearing hearing = new Hearing();
    private final Terrace terrace = Terrace.builder("test")
            .time(time)
            .executor(Runnable::run) // so that nothing is left to wait for
            .listener(hearing, Hearing::settings)
            .build();
    private final CacheAnalytics<Integer> analytics =
            CacheAnalytics.<Integer>builder(terrace).hearing(hearing).build();

    private void pass(Duration duration) {
        for (Duration left = duration; !left.isNegative() && !left.isZero(); left = left.minus(TICK)) {
            time.advance(TICK);
        }
    }

    @AfterEach
    void close() {
        analytics.close();
        terrace.close();
    }

    private Cache<Integer, String> watched(int maximum) {
        return analytics.watch(terrace.cache("numbers", Integer.class, String.class)
                .heap(heap -> heap.maximumSize(maximum).expireAfterWrite(Duration.ofMinutes(5)))
                .loader((key, load) -> {
                    load.dependsOn("parity:" + key % 2);
                    time.advance(Duration.ofMillis(10));
                    return "value " + key;
                }));
    }

    private Window window(Duration length) {
        return analytics.snapshot().window(length).orElseThrow();
    }

    @Test
    void windows_tellWhatWasCounted_andWhatHitsHaveSaved() {
        Cache<Integer, String> cache = watched(100);
        for (int i = 0; i < 30; i++) {
            cache.get(i % 10);
        }
        Window now = window(Duration.ofSeconds(10));
        assertThat(now.hits()).isEqualTo(20);
        assertThat(now.misses()).isEqualTo(10);
        assertThat(now.heapHits()).isEqualTo(20);
        assertThat(now.heapMisses()).isEqualTo(10);
        assertThat(now.loads()).isEqualTo(10);
        assertThat(now.usualLoad()).isEqualTo(Duration.ofMillis(10));
        assertThat(now.saved()).isEqualTo(Duration.ofMillis(200));

        pass(Duration.ofSeconds(30));
        assertThat(window(Duration.ofSeconds(10)).hits()).isZero();
        assertThat(window(Duration.ofMinutes(1)).hits()).isEqualTo(20);
        pass(Duration.ofMinutes(2));
        assertThat(window(Duration.ofMinutes(1)).hits()).isZero();
        assertThat(window(Duration.ofHours(1)).hitRatio()).isEqualTo(2.0 / 3);
        AnalyticsSnapshot snapshot = analytics.snapshot();
        assertThat(snapshot.cache()).isEqualTo("numbers");
        assertThat(snapshot.watched()).isBetween(Duration.ofSeconds(150), Duration.ofSeconds(152));
        assertThat(snapshot.total().hits()).isEqualTo(20);
        assertThat(snapshot.window(Duration.ofSeconds(11))).isEmpty();
    }

    @Test
    void ages_areThoseOfWhatTheHeapServed() {
        Cache<Integer, String> cache = watched(100);
        cache.get(1);
        pass(Duration.ofMinutes(1)); // few reads: all are looked at by then
        for (int i = 0; i < 10; i++) {
            cache.get(1);
        }
        Ages ages = analytics.snapshot().ages();
        assertThat(ages.count()).isEqualTo(10);
        assertThat(ages.p50()).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(76));
        assertThat(window(Duration.ofSeconds(10)).ages()).isEqualTo(ages);
    }

    @Test
    void staleness_isToldByEvents() {
        boolean[] fails = {false};
        Cache<Integer, String> cache = analytics.watch(terrace.cache("numbers", Integer.class, String.class)
                .heap(heap -> heap.expireAfterWrite(Duration.ofSeconds(10)))
                .freshness(Freshness.strict().staleIfError(Duration.ofMinutes(10)))
                .loader((key, load) -> {
                    if (fails[0]) {
                        throw new IllegalStateException("planted");
                    }
                    return "value";
                }));
        cache.get(1);
        fails[0] = true;
        pass(Duration.ofMinutes(1));
        assertThat(cache.get(1)).isEqualTo("value");
        AnalyticsSnapshot snapshot = analytics.snapshot();
        assertThat(snapshot.staleAges().count()).isEqualTo(1);
        assertThat(snapshot.staleAges().p50()).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(76));
        assertThat(window(Duration.ofMinutes(1)).stale()).isEqualTo(1);
    }

    @Test
    void hottestKeys_andDependencies_areThoseThatAreReadMost() {
        Cache<Integer, String> cache = watched(100);
        pass(Duration.ofSeconds(2)); // nothing is read: from then on every read is looked at
        for (int key = 0; key < 20; key++) {
            for (int i = 0; i < (key % 2 == 0 ? 50 : 10) + key; i++) {
                cache.get(key);
            }
        }
        List<HotKey<Integer>> hottest = analytics.hottestKeys(3);
        assertThat(hottest).containsExactly(new HotKey<>(18, 68, 0), new HotKey<>(16, 66, 0), new HotKey<>(14, 64, 0));
        List<HotDependency> dependencies = analytics.hottestDependencies(10);
        assertThat(dependencies).extracting(HotDependency::keys).containsExactly(10, 10);
        assertThat(dependencies).extracting(HotDependency::reads).containsExactly(590L, 200L);
        assertThat(dependencies.get(0).name()).startsWith("#"); // the heap has no texts
        assertThat(analytics.hottestDependencies(1)).hasSize(1);
        pass(Duration.ofMinutes(11));
        assertThat(analytics.hottestKeys(1)).containsExactly(new HotKey<>(18, 34, 0));
    }

    @Test
    void dependencies_ofAllValues_areToldByName() {
        Cache<Integer, String> cache = analytics.watch(terrace.cache("numbers", Integer.class, String.class)
                .dependsOn("numbers-table")
                .loader((key, load) -> "value"));
        pass(Duration.ofSeconds(2));
        cache.get(1);
        cache.get(1);
        assertThat(analytics.hottestDependencies(9)).containsExactly(new HotDependency("numbers-table", 2, 1));
    }

    @Test
    void heap_predictsOtherBounds_andForgetsWhenItsBoundIsChanged() {
        Cache<Integer, String> cache = watched(500);
        Zipf zipf = new Zipf(5_000, 0.8, 3);
        replay(cache, zipf, 60_000);
        HeapCurve curve = Objects.requireNonNull(analytics.snapshot().heap());
        assertThat(curve.maximum()).isEqualTo(500);
        assertThat(curve.reads()).isEqualTo(60_000);
        assertThat(curve.rate()).isEqualTo(1);
        assertThat(curve.miniature()).isEqualTo(500);
        assertThat(curve.sampled()).isEqualTo(60_000);
        assertThat(curve.hitRatioAt(500)).isEqualTo(curve.observed());
        assertThat(curve.points())
                .extracting(HeapCurve.Point::maximum)
                .containsExactly(125L, 250L, 500L, 1_000L, 2_000L);
        assertThat(curve.hitRatioAt(250)).isLessThan(curve.observed() - 0.03);
        assertThat(curve.hitRatioAt(1_000)).isGreaterThan(curve.observed() + 0.03);

        Objects.requireNonNull(cache.heap()).maximum(1_000);
        pass(Duration.ofSeconds(2));
        assertThat(analytics.snapshot().heap()).isNull();
        replay(cache, zipf, 60_000);
        HeapCurve later = Objects.requireNonNull(analytics.snapshot().heap());
        assertThat(later.maximum()).isEqualTo(1_000);
        assertThat(later.reads()).isEqualTo(60_000);
        assertThat(later.observed()).isGreaterThan(curve.observed() + 0.03);
        assertThat(later.hitRatioAt(500)).isCloseTo(curve.observed(), within(0.04));
    }

    private void replay(Cache<Integer, String> cache, Zipf zipf, int reads) {
        for (int i = 0; i < reads; i++) {
            cache.get(zipf.next());
            if (i % 2_000 == 0) {
                time.advance(TICK);
            }
        }
    }

    @Test
    void heap_ofWeights_isPredictedInWeights() {
        Cache<Integer, String> cache = analytics.watch(terrace.cache("numbers", Integer.class, String.class)
                .heap(heap -> heap.maximumWeight(50_000, (key, value) -> 100))
                .loader((key, load) -> "value"));
        replay(cache, new Zipf(5_000, 0.8, 3), 60_000);
        HeapCurve curve = Objects.requireNonNull(analytics.snapshot().heap());
        assertThat(curve.maximum()).isEqualTo(50_000);
        assertThat(curve.miniature()).isEqualTo(500);
    }

    @Test
    void invalidations_areTakenIntoAccount() {
        Cache<Integer, String> cache = watched(10);
        for (int i = 0; i < 1_000; i++) {
            cache.get(i % 2);
            cache.invalidate(i % 2);
        }
        HeapCurve curve = Objects.requireNonNull(analytics.snapshot().heap());
        assertThat(curve.observed()).isZero();
        assertThat(curve.points())
                .allSatisfy(point -> assertThat(point.hitRatio()).isZero());
    }

    @Test
    void smallestHeap_hasACurveToo() {
        Cache<Integer, String> cache = watched(1);
        cache.get(1);
        cache.get(1);
        HeapCurve curve = Objects.requireNonNull(analytics.snapshot().heap());
        assertThat(curve.points()).extracting(HeapCurve.Point::maximum).containsExactly(1L, 2L, 4L);
        assertThat(curve.hitRatioAt(1)).isEqualTo(curve.observed()).isEqualTo(0.5);
    }

    @Test
    void close_keepsWhatIsKnown_andEndsTheTimer() {
        Cache<Integer, String> cache = watched(100);
        cache.get(1);
        cache.get(1);
        int timers = time.pending();
        AnalyticsSnapshot before = analytics.snapshot();
        analytics.close();
        analytics.close();
        assertThat(time.pending()).isEqualTo(timers - 1);
        cache.get(1);
        assertThat(analytics.snapshot()).isEqualTo(before);
        assertThat(analytics.observer().samples(1)).isFalse();
        analytics.hottestKeys(1);
        assertThatThrownBy(() -> analytics.start(cache))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed")
                .hasMessageContaining("CacheAnalytics.builder");
    }

    @Test
    void busyCache_isLookedAtForASecondInTen_andItsCurveIsOfThese() {
        Cache<Integer, String> cache = analytics.watch(terrace.cache("numbers", Integer.class, String.class)
                .heap(heap -> heap.maximumSize(100))
                .loader((key, load) -> "value"));
        Zipf zipf = new Zipf(1_000, 0.8, 3);
        busySeconds(cache, zipf, 1);
        busySeconds(cache, zipf, 1);
        long looked = analytics.snapshot().sampling().recorded();
        busySeconds(cache, zipf, 7);
        assertThat(analytics.snapshot().sampling().recorded()).isEqualTo(looked);
        busySeconds(cache, zipf, 2);
        AnalyticsSnapshot end = analytics.snapshot();
        assertThat(end.sampling().recorded()).isGreaterThan(looked);
        HeapCurve curve = Objects.requireNonNull(end.heap());
        assertThat(curve.observed() - curve.hitRatioAt(50)).isBetween(0.03, 0.2);
        assertThat(curve.hitRatioAt(200) - curve.observed()).isBetween(0.03, 0.25);
    }

    private void busySeconds(Cache<Integer, String> cache, Zipf zipf, int seconds) {
        for (int i = 0; i < 210_000 * seconds; i++) {
            cache.get(zipf.next());
            if (i % 2_100 == 2_099) {
                analytics.snapshot(); // as often as the ring wants it
            }
            if (i % 21_000 == 20_999) {
                time.advance(TICK);
            }
        }
    }

    @Test
    void readers_thatAreFaster_areCounted() {
        Cache<Integer, String> cache = watched(100);
        for (int i = 0; i < 3 * SampleRing.PLACES; i++) {
            cache.get(i % 10);
        }
        Sampling sampling = analytics.snapshot().sampling();
        assertThat(sampling.dropped()).isPositive();
        assertThat(sampling.recorded() + sampling.dropped()).isEqualTo(3L * SampleRing.PLACES);
    }

    @Test
    void mistakes_areToldWithTheirCure() {
        assertThatThrownBy(analytics::snapshot)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("watch(builder)");
        Cache<Integer, String> cache = watched(100);
        assertThatThrownBy(() -> analytics.start(cache))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("watch a cache already");
        assertThatThrownBy(() -> analytics.hottestKeys(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("negative: -1");
        assertThatThrownBy(() -> analytics.hottestDependencies(-1)).isInstanceOf(IllegalArgumentException.class);
        try (World world = new World()) {
            Terrace other = world.alone();
            assertThatThrownBy(
                            () -> CacheAnalytics.<Integer>builder(other).build().start(cache))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'numbers'")
                    .hasMessageContaining("the Terrace that has built");
            assertThatThrownBy(() -> CacheAnalytics.<Integer>builder(other)
                            .verify(verifier -> {})
                            .build())
                    .isInstanceOf(CacheConfigurationException.class)
                    .hasMessageContaining("source(...)")
                    .hasMessageContaining("hears of no invalidation");
            assertThatThrownBy(() -> CacheAnalytics.<Integer>builder(other)
                            .hearing(hearing)
                            .build())
                    .isInstanceOf(CacheConfigurationException.class)
                    .hasMessageContaining("Terrace.builder(...).listener");
        }
        VerifierSettings<Integer> settings = new VerifierSettings<>();
        assertThatThrownBy(() -> settings.share(0)).hasMessageContaining("share must be above 0");
        assertThatThrownBy(() -> settings.share(1.1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> settings.share(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> settings.maximumPerSecond(0)).hasMessageContaining("1 to 1000: 0");
        assertThatThrownBy(() -> settings.maximumPerSecond(1_001)).isInstanceOf(IllegalArgumentException.class);
    }
}
