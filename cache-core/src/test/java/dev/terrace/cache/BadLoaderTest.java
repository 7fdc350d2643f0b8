package dev.terrace.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.Answer.Reason;
import dev.terrace.cache.fake.Held;
import dev.terrace.cache.fake.World;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Loaders that never end, wait for each other, or throw what they should not. */
@Timeout(60)
class BadLoaderTest {

    private static final String KEY = "key";
    private static final Duration LIFE = Duration.ofMinutes(1);
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration SWEEP = Duration.ofSeconds(1);

    private final World world = new World();
    private final Source source = new Source("old");

    @AfterEach
    void close() {
        world.close();
    }

    private CacheBuilder<String, String> cache() {
        return world.alone()
                .cache("bad", String.class, String.class)
                .heap(heap -> heap.expireAfterWrite(LIFE))
                .loads(loads -> loads.timeout(Duration.ofSeconds(30)))
                .loader(source);
    }

    /** Time goes on until this is given up; a sweep is left out while the one before it is still on its thread. */
    private void sweepUntilDone(Future<?> reader) {
        World.until(() -> {
            world.time.advance(SWEEP);
            return reader.isDone();
        });
    }

    @Test
    @Tag("proves:CACHE-7")
    void loadThatNeverEnds_isGivenUp_andTheNextReadLoads() {
        Cache<String, String> cache = cache().build();
        Held load = source.hold();
        var reader = cache.async().get(KEY);
        load.awaitEntered();
        world.time.advance(Duration.ofSeconds(29));
        assertThat(reader).isNotDone();
        sweepUntilDone(reader);

        assertThatThrownBy(() -> reader.get(20, TimeUnit.SECONDS))
                .hasCauseInstanceOf(CacheTimeoutException.class)
                .hasMessageContaining("cache 'bad' has not ended within 30000 ms")
                .hasMessageContaining("timeout");
        source.set("new");
        assertThat(cache.get(KEY)).isEqualTo("new");
        assertThat(source.loads).hasValue(2);
    }

    @Test
    @Tag("proves:CACHE-1")
    void loadThatWasGivenUp_isNotKeptWhenItEnds() {
        Cache<String, String> cache = cache().build();
        Held load = source.hold();
        var reader = cache.async().get(KEY);
        load.awaitEntered();
        sweepUntilDone(reader);
        assertThatThrownBy(() -> reader.get(20, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);

        load.release();
        World.until(() -> cache.stats().loads() == 1);

        assertThat(cache.getIfPresent(KEY).isFound()).isFalse();
    }

    @Test
    @Tag("proves:CACHE-1")
    void loadThatWasGivenUp_doesNotReplaceWhatALaterOneBrought() {
        Cache<String, String> cache = cache().build();
        Held load = source.hold();
        var reader = cache.async().get(KEY);
        load.awaitEntered();
        source.set("new"); // without an invalidation
        sweepUntilDone(reader);
        assertThatThrownBy(() -> reader.get(20, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
        assertThat(cache.get(KEY)).isEqualTo("new");

        load.release();
        World.until(() -> cache.stats().loads() == 2);

        assertThat(cache.get(KEY)).isEqualTo("new");
    }

    @Test
    @Tag("proves:CACHE-7")
    void loadThatNeverEnds_isRememberedAndAnsweredStale() {
        Freshness anHour = Freshness.strict().staleIfError(LONG);
        Cache<String, String> cache =
                cache().freshness(anHour).rememberFailures(LONG, LONG).build();
        cache.get(KEY);
        world.time.advance(LIFE.plusSeconds(1));
        Held load = source.hold();
        var reader = cache.async().answer(KEY, anHour);
        load.awaitEntered();
        sweepUntilDone(reader);

        assertThat(World.result(reader).reason()).isEqualTo(Reason.LOAD_FAILED);
        assertThat(cache.answer(KEY).reason()).isEqualTo(Reason.LOAD_FAILED);
        assertThat(source.loads).as("not asked again at once").hasValue(2);
        load.release();
    }

    @Test
    @Tag("proves:CACHE-9")
    void loadersThatNeverEnd_keepTheirPlaces() {
        Cache<String, String> cache = world.alone()
                .cache("hang", String.class, String.class)
                .loads(loads -> loads.timeout(Duration.ofSeconds(30))
                        .maximumConcurrent(1)
                        .maximumWaiting(0))
                .loader(source)
                .build();
        Held load = source.hold();
        var reader = cache.async().get(KEY);
        load.awaitEntered();
        sweepUntilDone(reader);
        assertThatThrownBy(() -> reader.get(20, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);

        assertThatThrownBy(() -> cache.get(KEY)).isInstanceOf(CacheOverloadException.class);
        load.release();
        World.until(() -> cache.stats().loads() == 1);
        World.until(() -> World.result(world.start(() -> answered(cache))).equals("old"));
    }

    private static String answered(Cache<String, String> cache) {
        try {
            return cache.get(KEY);
        } catch (CacheOverloadException yet) {
            return "overload";
        }
    }

    @Test
    @Tag("proves:CACHE-7")
    void bulkLoadThatNeverEnds_isGivenUpForAllItsKeys() {
        BulkSource bulk = new BulkSource("old");
        Cache<String, String> cache = cache().bulkLoader(bulk).build();
        Held load = bulk.hold();
        var reader = cache.async().getAll(List.of("a", "b"));
        var joined = cache.async().get("b");
        load.awaitEntered();
        sweepUntilDone(reader);

        assertThatThrownBy(() -> reader.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(CacheTimeoutException.class);
        assertThatThrownBy(() -> joined.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(CacheTimeoutException.class);
        assertThat(cache.getAll(List.of("a", "b"))).hasSize(2);
        load.release();
    }

    @Test
    @Tag("proves:CACHE-7")
    void deadline_endsTheWaitForALoaderThatNeverEnds() {
        Cache<String, String> cache = cache().freshness(Freshness.strict().deadline(Duration.ofMillis(100)))
                .build();
        Held load = source.hold();
        Future<String> reader = world.start(() -> cache.get(KEY));
        load.awaitEntered();
        world.time.advance(Duration.ofMillis(100));
        assertThatThrownBy(reader::get).hasCauseInstanceOf(CacheTimeoutException.class);
        Future<String> second = world.start(() -> cache.get(KEY));
        World.until(() -> cache.stats().tiers().get(0).misses() == 2);
        world.time.advance(Duration.ofMillis(100));
        assertThatThrownBy(second::get).hasCauseInstanceOf(CacheTimeoutException.class);
        assertThat(source.loads).as("the second has joined").hasValue(1);
        load.release();
    }

    @Test
    void loadersOfTwoThreadsThatReadEachOthersKeys_areTold() {
        AtomicReference<Cache<String, String>> self = new AtomicReference<>();
        CyclicBarrier both = new CyclicBarrier(2);
        AtomicInteger asked = new AtomicInteger();
        Cache<String, String> cache = world.alone()
                .cache("circle", String.class, String.class)
                .loader((key, load) -> {
                    if (asked.incrementAndGet() <= 2) {
                        both.await();
                        return self.get().get(key.equals("a") ? "b" : "a");
                    }
                    return key;
                })
                .build();
        self.set(cache);
        Future<String> a = world.start(() -> cache.get("a"));
        Future<String> b = world.start(() -> cache.get("b"));

        assertThat(Stream.of(a, b).map(BadLoaderTest::outcome))
                .as("one of them sees the circle, and the other waits for that one")
                .allMatch(outcome -> outcome.contains("let one of them read the source instead"));
        assertThat(cache.getAll(List.of("a", "b"))).as("over").hasSize(2);
    }

    @Test
    void loadersOfThreeCachesInACircle_areTold_alsoWhereTheyLoadInBulk() {
        Terrace terrace = world.alone();
        List<Cache<String, String>> caches = new CopyOnWriteArrayList<>();
        CyclicBarrier all = new CyclicBarrier(3);
        AtomicInteger asked = new AtomicInteger();
        for (int i = 0; i < 3; i++) {
            int next = (i + 1) % 3;
            caches.add(terrace.cache("cache" + i, String.class, String.class)
                    .bulkLoader((keys, load) -> {
                        Map<String, String> read = new HashMap<>();
                        if (asked.incrementAndGet() <= 3) {
                            all.await();
                            caches.get(next).getAll(List.of("x", "y"));
                        }
                        keys.forEach(key -> read.put(key, key));
                        return read;
                    })
                    .build());
        }

        List<Future<Map<String, String>>> reads = caches.stream()
                .map(cache -> world.start(() -> cache.getAll(List.of("y", "x"))))
                .toList();

        assertThat(reads.stream().map(BadLoaderTest::outcome))
                .allMatch(outcome -> outcome.contains("let one of them read the source instead"));
        caches.forEach(cache -> assertThat(cache.getAll(List.of("x", "y"))).hasSize(2));
    }

    private static String outcome(Future<?> read) {
        try {
            return "answered " + read.get(20, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            return String.valueOf(failed.getCause());
        } catch (Exception other) {
            return other.toString();
        }
    }

    @Test
    void loadersThatReadOneKeyTogether_areNoCircle() {
        AtomicReference<Cache<String, String>> self = new AtomicReference<>();
        CyclicBarrier both = new CyclicBarrier(2);
        Cache<String, String> cache = world.alone()
                .cache("diamond", String.class, String.class)
                .loader((key, load) -> {
                    if (key.equals("shared")) {
                        return key;
                    }
                    both.await();
                    return self.get().get("shared");
                })
                .build();
        self.set(cache);
        Future<String> a = world.start(() -> cache.get("a"));
        Future<String> b = world.start(() -> cache.get("b"));

        assertThat(World.result(a)).isEqualTo("shared");
        assertThat(World.result(b)).isEqualTo("shared");
    }

    @Test
    void error_ofALoader_reachesBlockingAndAsynchronousReadersAsItIs() {
        OutOfMemoryError planted = new OutOfMemoryError("planted");
        Cache<String, String> cache = world.alone()
                .cache("error", String.class, String.class)
                .loader((key, load) -> {
                    throw planted;
                })
                .build();

        assertThatThrownBy(() -> cache.get(KEY)).isSameAs(planted);
        assertThatThrownBy(() -> cache.getAll(List.of(KEY, "b"))).isSameAs(planted);
        assertThatThrownBy(() -> cache.async().get(KEY).get()).hasCause(planted);
    }
}
