package dev.terrace.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.fake.World;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeapTest {

    private final World world = new World();
    private final Terrace terrace = world.alone();
    private final Source source = new Source("text");

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void get_afterTheLifetime_loadsAgain() {
        Cache<String, String> cache = terrace.cache("c", String.class, String.class)
                .heap(heap -> heap.expireAfterWrite(Duration.ofSeconds(10)))
                .loader(source)
                .build();
        cache.get("key");
        world.time.advance(Duration.ofMillis(9_900));
        cache.get("key");
        assertThat(source.loads).hasValue(1);

        world.time.advance(Duration.ofMillis(100));

        cache.get("key");
        assertThat(source.loads).hasValue(2);
    }

    @Test
    void get_whileTheClockWraps_goesOnExpiring() {
        Cache<String, String> cache =
                terrace.cache("c", String.class, String.class).loader(source).build(); // 5 minutes
        for (int minute = 0; minute < 25; minute += 5) {
            cache.get("key");
            world.time.advance(Duration.ofMinutes(4));
            cache.get("key");
            world.time.advance(Duration.ofMinutes(1));
        }
        assertThat(source.loads).hasValue(5);
    }

    @Test
    void put_ofMoreEntriesThanTheBound_evicts() {
        Cache<Integer, String> cache = terrace.cache("c", Integer.class, String.class)
                .heap(heap -> heap.maximumSize(100))
                .build();
        for (int i = 0; i < 1_000; i++) {
            cache.put(i, "text");
        }
        World.until(() -> !cache.getIfPresent(-1).isFound() && cache.stats().heapSize() <= 100); // reads do upkeep
        World.until(() -> cache.stats().evictions() == 900);
    }

    @Test
    void put_ofMoreWeightThanTheBound_evicts() {
        Cache<Integer, String> cache = terrace.cache("c", Integer.class, String.class)
                .heap(heap -> heap.maximumWeight(1_000, (key, value) -> value.length()))
                .build();
        for (int i = 0; i < 100; i++) {
            cache.put(i, "x".repeat(100));
        }
        World.until(() -> !cache.getIfPresent(-1).isFound() && cache.stats().heapSize() <= 10); // reads do upkeep
        cache.put(1_000, "x".repeat(1_001));
        World.until(() -> !cache.getIfPresent(1_000).isFound());
    }

    @Test
    void sweep_afterAnInvalidation_reclaimsWhatIsNotTrusted() {
        Cache<Integer, String> cache = terrace.cache("c", Integer.class, String.class)
                .dependsOn((key, value) -> List.of("parity:" + key % 2))
                .build();
        for (int i = 0; i < 5_000; i++) {
            cache.put(i, "text");
        }
        terrace.invalidateDependency("parity:1");
        assertThat(cache.stats().heapSize()).isEqualTo(5_000);

        for (int second = 0; second < 10; second++) {
            world.time.advance(Duration.ofSeconds(1));
        }
        World.until(() -> {
            world.time.advance(Duration.ofSeconds(1));
            return cache.stats().heapSize() == 2_500;
        });
    }

    @Test
    void stats_ofAScript_areExact() {
        Cache<String, String> cache = terrace.cache("c", String.class, String.class)
                .loader((key, load) -> {
                    world.time.advance(Duration.ofMillis(10));
                    return source.load(key, load);
                })
                .build();
        cache.getIfPresent("a"); // miss
        cache.get("a"); // miss, load
        cache.get("a"); // hit
        cache.getAll(List.of("a", "b", "b")); // hit, miss, load
        cache.put("c", "text");
        cache.getIfPresent("c"); // hit
        cache.invalidate("c");
        cache.getIfPresent("c"); // miss
        cache.invalidateAll();
        cache.get("a"); // miss, load
        assertThat(cache.put("d", "text", terrace.stamp())).isTrue();
        Stamp stamp = terrace.stamp();
        cache.invalidate("d");
        assertThat(cache.put("d", "text", stamp)).isFalse();

        CacheStats stats = cache.stats();
        assertThat(stats.hits()).isEqualTo(3);
        assertThat(stats.misses()).isEqualTo(5);
        assertThat(stats.hitRatio()).isEqualTo(3 / 8.0);
        assertThat(stats.loads()).isEqualTo(3);
        assertThat(stats.loadFailures()).isZero();
        assertThat(stats.loadTime()).isEqualTo(Duration.ofMillis(30));
        assertThat(stats.puts()).isEqualTo(2);
        assertThat(stats.refusedPuts()).isEqualTo(1);
        assertThat(stats.invalidations()).isEqualTo(3);
        assertThat(stats.evictions()).isZero();
        assertThat(stats.tiers()).hasSize(1);
        TierStats heap = stats.tiers().get(0);
        assertThat(heap.hits()).isEqualTo(3);
        assertThat(heap.misses()).isEqualTo(4);
        assertThat(heap.distrusted()).isEqualTo(1);
        assertThat(heap.puts()).isEqualTo(5);
    }

    @Test
    void nulls_inANullableCache_areKept() {
        AtomicInteger loads = new AtomicInteger();
        Cache<String, @Nullable String> cache = terrace.cache("c", String.class, String.class)
                .nullable()
                .loader((key, load) -> {
                    loads.incrementAndGet();
                    return null;
                })
                .build();

        assertThat(cache.getIfPresent("key").isFound()).isFalse();
        assertThat(cache.getIfPresent("key").orElse("other")).isEqualTo("other");
        assertThat(cache.get("key")).isNull();
        assertThat(cache.get("key")).isNull();
        assertThat(loads).hasValue(1);
        assertThat(cache.getIfPresent("key").isFound()).isTrue();
        assertThat(cache.getIfPresent("key").orElse("other")).isNull();
        assertThat(cache.getAll(List.of("key"))).containsEntry("key", null);
        cache.put("put", null);
        assertThat(cache.getIfPresent("put").isFound()).isTrue();
    }

    @Test
    @SuppressWarnings("NullAway") // the callers' mistake is what is tested
    void nulls_inAnotherCache_areRefused() {
        Cache<String, String> cache = terrace.cache("c", String.class, String.class)
                .loader((key, load) -> null)
                .build();

        assertThatThrownBy(() -> cache.get("key"))
                .isInstanceOf(CacheLoadException.class)
                .hasMessageContaining("nullable()");
        assertThatThrownBy(() -> cache.put("key", null))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("nullable()");
        assertThat(cache.getIfPresent("key").isFound()).isFalse();
    }

    @Test
    void getAll_withoutALoader_answersWhatIsThereInOrder() {
        Cache<String, String> cache =
                terrace.cache("c", String.class, String.class).build();
        cache.put("b", "2");
        cache.put("a", "1");

        assertThat(cache.getAll(Arrays.asList("a", "missing", "b", "a")))
                .containsExactly(java.util.Map.entry("a", "1"), java.util.Map.entry("b", "2"));
        assertThat(cache.getAll(List.of())).isEmpty();
        assertThatThrownBy(() -> cache.get("missing"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("give its builder one");
    }

    @Test
    void exceptions_ofALoader_reachTheCaller() {
        IllegalArgumentException unchecked = new IllegalArgumentException("unchecked");
        IOException checked = new IOException("checked");
        AssertionError error = new AssertionError("error");
        Cache<String, String> cache =
                terrace.cache("c", String.class, String.class).build();

        assertThatThrownBy(() -> cache.get("a", (key, load) -> {
                    throw unchecked;
                }))
                .isSameAs(unchecked);
        assertThatThrownBy(() -> cache.get("a", (key, load) -> {
                    throw checked;
                }))
                .isInstanceOf(CacheLoadException.class)
                .hasCause(checked);
        assertThatThrownBy(() -> cache.get("a", (key, load) -> {
                    throw error;
                }))
                .isSameAs(error);
        assertThatThrownBy(() -> cache.async()
                        .get("a", (key, load) -> {
                            throw checked;
                        })
                        .get())
                .hasCauseInstanceOf(CacheLoadException.class);
        assertThat(cache.stats().loadFailures()).isEqualTo(4);
        assertThat(cache.get("a", (key, load) -> "text")).isEqualTo("text");
    }

    @Test
    void get_whoseLoaderIsInterrupted_keepsTheFlag() {
        Cache<String, String> cache =
                terrace.cache("c", String.class, String.class).build();
        Future<Boolean> flag = world.start(() -> {
            assertThatThrownBy(() -> cache.get("key", (key, load) -> {
                        throw new InterruptedException();
                    }))
                    .isInstanceOf(CacheLoadException.class)
                    .hasCauseInstanceOf(InterruptedException.class);
            return Thread.interrupted();
        });
        assertThat(World.result(flag)).isTrue();
    }

    @Test
    void get_byAnInterruptedThread_answersAndKeepsTheFlag() {
        var held = source.hold();
        Cache<String, String> cache =
                terrace.cache("c", String.class, String.class).loader(source).build();
        Future<String> first = world.start(() -> cache.get("key"));
        held.awaitEntered();
        Future<String> joined = world.start(() -> {
            Thread.currentThread().interrupt();
            return cache.get("key") + Thread.interrupted();
        });
        World.until(() -> cache.stats().tiers().get(0).misses() == 2);
        held.release();

        assertThat(World.result(joined)).isEqualTo("texttrue");
        assertThat(World.result(first)).isEqualTo("text");
    }

    @Test
    void put_underAStampThatHoldsNoLonger_leavesWhatStandsThere() {
        Cache<String, String> cache =
                terrace.cache("c", String.class, String.class).build();
        Stamp stamp = terrace.stamp();
        cache.put("key", "put");

        assertThat(cache.put("key", "read before", stamp)).isFalse();
        assertThat(cache.getIfPresent("key").orElse("nothing")).isEqualTo("put");
    }

    @Test
    void closedTerrace_refuses() {
        Cache<String, String> cache =
                terrace.cache("c", String.class, String.class).loader(source).build();
        Stamp stamp = terrace.stamp();
        terrace.close();

        List<Runnable> calls = List.of(
                () -> cache.get("key"),
                () -> cache.getAll(List.of("key")),
                () -> cache.getIfPresent("key"),
                () -> cache.put("key", "text"),
                () -> cache.put("key", "text", stamp),
                () -> cache.invalidate("key"),
                cache::invalidateAll,
                () -> terrace.invalidateDependency("d"),
                () -> terrace.cache("new", String.class, String.class).build());
        calls.forEach(call -> assertThatThrownBy(call::run)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is closed"));
    }
}
