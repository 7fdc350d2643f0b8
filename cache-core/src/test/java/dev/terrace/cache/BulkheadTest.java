package dev.terrace.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.Answer.Reason;
import dev.terrace.cache.fake.Held;
import dev.terrace.cache.fake.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Loads of a cache that others must wait for. */
@Timeout(60)
class BulkheadTest {

    private static final Duration LIFE = Duration.ofMinutes(1);

    private final World world = new World();
    private final Map<String, Held> gates = new ConcurrentHashMap<>();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger loads = new AtomicInteger();

    @AfterEach
    void close() {
        gates.values().forEach(Held::release);
        world.close();
    }

    private Held gate(String key) {
        return gates.computeIfAbsent(key, absent -> new Held());
    }

    private String load(String key, Load load) {
        return load(key);
    }

    private String load(String key) {
        loads.incrementAndGet();
        most.accumulateAndGet(running.incrementAndGet(), Math::max);
        Held gate = gates.get(key);
        if (gate != null) {
            gate.pass();
        }
        running.decrementAndGet();
        return "text";
    }

    private CacheBuilder<String, String> cache(int concurrent, int waiting) {
        return world.alone()
                .cache("bounded", String.class, String.class)
                .heap(heap -> heap.expireAfterWrite(LIFE))
                .loads(settings -> settings.maximumConcurrent(concurrent).maximumWaiting(waiting))
                .loader(this::load);
    }

    @Test
    @Tag("proves:CACHE-9")
    void loads_aboveTheBound_wait() {
        Cache<String, String> cache = cache(2, 100).build();
        List<Future<String>> reads = new ArrayList<>();
        for (String key : List.of("a", "b")) {
            gate(key);
            reads.add(world.start(() -> cache.get(key)));
            gate(key).awaitEntered();
        }
        for (int i = 0; i < 20; i++) {
            String key = "waits" + i;
            reads.add(
                    i % 2 == 0
                            ? world.start(() -> cache.get(key))
                            : cache.async().get(key));
        }
        World.until(() -> cache.stats().tiers().get(0).misses() == 22);
        assertThat(loads).hasValue(2);

        gate("a").release();
        reads.subList(2, 22).forEach(read -> assertThat(World.result(read)).isEqualTo("text"));
        gate("b").release();

        assertThat(World.result(reads.get(1))).isEqualTo("text");
        assertThat(most).hasValue(2);
        assertThat(loads).hasValue(22);
    }

    @Test
    @Tag("proves:CACHE-9")
    void loads_aboveWhatMayWait_failAndNameTheSetting() {
        Cache<String, String> cache = cache(1, 1).build();
        gate("a");
        Future<String> first = world.start(() -> cache.get("a"));
        gate("a").awaitEntered();
        var second = cache.async().get("b");

        assertThatThrownBy(() -> cache.get("c"))
                .isInstanceOf(CacheOverloadException.class)
                .hasMessageContaining("cache 'bounded' has 1 loads under way and 1 waiting")
                .hasMessageContaining("maximumConcurrent")
                .hasMessageContaining("maximumWaiting");
        assertThatThrownBy(() -> cache.async().get("c").get()).hasCauseInstanceOf(CacheOverloadException.class);
        var joined = cache.async().get("b");

        gate("a").release();
        assertThat(World.result(first)).isEqualTo("text");
        assertThat(World.result(second)).isEqualTo("text");
        assertThat(World.result(joined)).as("joining takes no place").isEqualTo("text");
        assertThat(cache.get("c")).as("not remembered").isEqualTo("text");
    }

    @Test
    @Tag("proves:CACHE-7")
    void loads_aboveWhatMayWait_areAnsweredStaleWhereThatIsAllowed() {
        Cache<String, String> cache =
                cache(1, 0).freshness(Freshness.strict().staleIfError(LIFE)).build();
        cache.get("stale");
        world.time.advance(LIFE.plusSeconds(1));
        gate("a");
        Future<String> first = world.start(() -> cache.get("a"));
        gate("a").awaitEntered();

        assertThat(cache.answer("stale").reason()).isEqualTo(Reason.LOAD_FAILED);

        gate("a").release();
        World.result(first);
        assertThat(cache.answer("stale").reason()).isEqualTo(Reason.LOADED);
    }

    @Test
    @Tag("proves:CACHE-7")
    void read_thatWaitsForAPlace_endsAtItsDeadline() {
        Cache<String, String> cache = cache(1, 10)
                .freshness(Freshness.strict().deadline(Duration.ofMillis(200)))
                .build();
        gate("a");
        var first = cache.async().get("a");
        gate("a").awaitEntered();
        Future<String> second = world.start(() -> cache.get("b"));
        World.until(() -> cache.stats().tiers().get(0).misses() == 2);
        world.time.advance(Duration.ofMillis(200));

        assertThatThrownBy(second::get).hasCauseInstanceOf(CacheTimeoutException.class);
        assertThatThrownBy(first::get).hasCauseInstanceOf(CacheTimeoutException.class);
        gate("a").release();
        World.until(() -> cache.getIfPresent("b").isFound());
        assertThat(loads).as("what has waited was loaded and kept").hasValue(2);
    }

    @Test
    @Tag("proves:CACHE-7")
    void loaderThatReadsAnotherKey_doesNotWaitForThePlaceThatItHolds() {
        AtomicReference<Cache<Integer, Integer>> self = new AtomicReference<>();
        Cache<Integer, Integer> cache = world.alone()
                .cache("chain", Integer.class, Integer.class)
                .loads(settings -> settings.maximumConcurrent(1).maximumWaiting(1))
                .loader((key, load) -> key == 0 ? 0 : self.get().get(key - 1) + 1)
                .build();
        self.set(cache);

        assertThat(cache.get(20)).isEqualTo(20);
        assertThat(World.result(cache.async().get(40))).isEqualTo(40);
        assertThat(cache.getAll(List.of(60, 80, 5))).isEqualTo(Map.of(60, 60, 80, 80, 5, 5));
    }

    @Test
    @Tag("proves:CACHE-7")
    void loaderThatReadsAKeyWhichWaitsForItsPlace_letsItGoFirst() {
        AtomicReference<Cache<String, String>> self = new AtomicReference<>();
        Held before = new Held();
        Cache<String, String> cache = world.alone()
                .cache("queue", String.class, String.class)
                .loads(settings -> settings.maximumConcurrent(1))
                .loader((key, load) -> {
                    if (key.equals("outer")) {
                        before.pass();
                        return self.get().get("inner") + "+";
                    }
                    return key;
                })
                .build();
        self.set(cache);
        Future<String> outer = world.start(() -> cache.get("outer"));
        before.awaitEntered();
        Future<String> inner = world.start(() -> cache.get("inner"));
        World.until(() -> cache.stats().tiers().get(0).misses() == 2);
        var alsoWaits = cache.async().get("other");
        before.release();

        assertThat(World.result(outer)).isEqualTo("inner+");
        assertThat(World.result(inner)).isEqualTo("inner");
        assertThat(World.result(alsoWaits)).isEqualTo("other");
    }

    @Test
    void getAll_ofMoreKeysThanMayWait_waitsInTurn() {
        Cache<String, String> cache = cache(2, 0).build();
        List<String> keys = IntStream.range(0, 10_000).mapToObj(i -> "k" + i).toList();

        assertThat(cache.getAll(keys)).hasSize(10_000);
        assertThat(most).hasValue(1);
        List<String> others = keys.stream().map(key -> key + "'").toList();
        assertThat(World.result(cache.async().getAll(others))).hasSize(10_000);
        assertThat(most).hasValueLessThanOrEqualTo(2);
    }

    @Test
    void getAll_whoseKeyAnotherWaitsFor_isHelped() {
        Cache<String, String> cache = cache(2, 10).build();
        gate("first");
        Future<Map<String, String>> all = world.start(() -> cache.getAll(List.of("first", "second")));
        gate("first").awaitEntered();

        assertThat(cache.get("second")).as("loaded by who waits for it").isEqualTo("text");
        gate("first").release();
        assertThat(World.result(all)).hasSize(2);
        assertThat(loads).hasValue(2);
    }

    @Test
    void bulkCall_takesOnePlace() {
        Cache<String, String> cache = world.alone()
                .cache("bulk", String.class, String.class)
                .loads(settings -> settings.maximumConcurrent(1).maximumWaiting(0))
                .bulkLoader((keys, load) -> {
                    Map<String, String> all = new ConcurrentHashMap<>();
                    keys.forEach(key -> all.put(key, load(key)));
                    return all;
                })
                .build();

        assertThat(cache.getAll(List.of("a", "b", "c"))).hasSize(3);
        assertThat(cache.getAll(List.of("d", "e")))
                .as("the place is free again")
                .hasSize(2);
    }

    @Test
    void place_ofALoaderThatThrows_isFreeAgain() {
        Cache<String, String> cache = world.alone()
                .cache("throws", String.class, String.class)
                .loads(settings -> settings.maximumConcurrent(1).maximumWaiting(0))
                .loader((key, load) -> {
                    if (key.startsWith("error")) {
                        throw new AssertionError("planted");
                    }
                    if (key.startsWith("fails")) {
                        throw new IllegalStateException("planted");
                    }
                    return key;
                })
                .build();
        for (String key : List.of("error", "fails", "error2", "fails2")) {
            assertThatThrownBy(() -> cache.get(key)).hasMessage("planted");
        }

        assertThat(cache.get("good")).isEqualTo("good");
    }

    @Test
    void place_ofALoadThatNoThreadTakes_isFreeAgain() {
        ThreadPoolExecutor full = (ThreadPoolExecutor) Executors.newFixedThreadPool(1);
        full.shutdown();
        try (Terrace terrace =
                Terrace.builder("test").time(world.time).executor(full).build()) {
            Cache<String, String> cache = terrace.cache("c", String.class, String.class)
                    .loads(settings -> settings.maximumConcurrent(1).maximumWaiting(0))
                    .loader(this::load)
                    .build();

            for (int i = 0; i < 3; i++) {
                String key = "k" + i;
                assertThatThrownBy(() -> cache.async().get(key).get(20, TimeUnit.SECONDS))
                        .hasCauseInstanceOf(RejectedExecutionException.class);
            }
            assertThat(cache.get("own thread")).isEqualTo("text");
        }
    }

    @Test
    @Tag("proves:CACHE-7")
    void readsOfLoaders_byManyThreads_allEnd() {
        AtomicReference<Cache<Integer, Integer>> self = new AtomicReference<>();
        Cache<Integer, Integer> cache = world.alone()
                .cache("tree", Integer.class, Integer.class)
                .loads(settings -> settings.maximumConcurrent(2).maximumBatch(7))
                .loader((key, load) -> key == 0 ? 0 : self.get().get(key / 2) + 1)
                .bulkLoader((keys, load) -> {
                    Map<Integer, Integer> all = new ConcurrentHashMap<>();
                    for (int key : keys) {
                        List<Integer> below = List.of(key / 3, key / 2);
                        int lower = key == 0 ? -1 : self.get().getAll(below).getOrDefault(key / 2, 0);
                        all.put(key, lower + 1);
                    }
                    return all;
                })
                .build();
        self.set(cache);
        List<Future<Integer>> reads = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            int first = i * 61;
            reads.add(world.start(() -> {
                int sum = 0;
                for (int key = first + 2; key < first + 60; key++) { // what one batch reads lies below all of it
                    sum += cache.get(key);
                    sum += cache.getAll(List.of(key + 1, key + 2, key * 2)).size();
                    sum += cache.async().get(key + 40).join();
                }
                return sum;
            }));
        }

        reads.forEach(read -> assertThat(World.result(read)).isPositive());
        assertThat(cache.get(2_000)).isEqualTo(11);
    }

    @Test
    void waitingLoads_whenTheCacheIsClosed_areNotMade() {
        gate("a");
        Terrace terrace = world.alone();
        Cache<String, String> cache = terrace.cache("closed", String.class, String.class)
                .loads(settings -> settings.maximumConcurrent(1))
                .loader(this::load)
                .build();
        Future<String> first = world.start(() -> cache.get("a"));
        gate("a").awaitEntered();
        Future<String> second = world.start(() -> cache.get("b"));
        World.until(() -> cache.stats().tiers().get(0).misses() == 2);
        terrace.close();
        assertThatThrownBy(second::get).hasCauseInstanceOf(IllegalStateException.class);
        gate("a").release();

        assertThatThrownBy(first::get).hasCauseInstanceOf(IllegalStateException.class);
        assertThat(loads).hasValue(1);
    }

    @Test
    void settings_outOfBounds_areRefused() {
        assertThatThrownBy(() -> cache(0, 1)).hasMessage("maximumConcurrent must be positive: 0");
        assertThatThrownBy(() -> cache(1, -1)).hasMessage("maximumWaiting must be zero or more: -1");
        CacheBuilder<String, String> builder = cache(1, 1);
        assertThatThrownBy(() -> builder.loads(settings -> settings.maximumBatch(0)))
                .hasMessage("maximumBatch must be positive: 0");
        assertThatThrownBy(() -> builder.loads(settings -> settings.timeout(Duration.ofMinutes(10))))
                .hasMessageContaining("1 ms to 9 min: PT10M");
        assertThatThrownBy(() -> builder.loads(settings -> settings.timeout(Duration.ZERO)))
                .hasMessageContaining("timeout must be 1 ms");
        assertThatThrownBy(() -> builder.loads(settings -> settings.revalidateWithin(LIFE.negated())))
                .hasMessageContaining("revalidateWithin must be zero to 3650 days");
    }
}
