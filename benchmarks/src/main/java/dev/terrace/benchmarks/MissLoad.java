package dev.terrace.benchmarks;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.terrace.benchmarks.Items.Item;
import dev.terrace.cache.Cache;
import dev.terrace.cache.Terrace;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.ThreadParams;

/*
 * Keys are ever new, so each call misses, loads, stores, and, since the cache is full, has an entry evicted. What a key and a value take
 * is the same for all.
 */
/** A key that nobody has, loaded by a loader that does nothing else than make the value. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MissLoad {

    /** What is measured, by the name of its method; the first is what the others are compared with. */
    static final Suite SUITE = new Suite(
            "miss-load",
            "What a key takes that no tier has and a trivial loader loads, in a full cache",
            MissLoad.class,
            List.of(
                    new Suite.Contender("caffeineExpiry", "Caffeine `get(key, function)`, expireAfterWrite"),
                    new Suite.Contender("caffeineExpiryStats", "the same + recordStats"),
                    new Suite.Contender("terraceGet", "**Terrace** `get`"),
                    new Suite.Contender("terraceGetDependencies", "**Terrace** `get`, 3 dependencies a value")));

    @Benchmark
    public Item caffeineExpiry(CaffeineExpiring held, NewKeys keys) {
        return held.cache.get(keys.next(), MissLoad::load);
    }

    @Benchmark
    public Item caffeineExpiryStats(CaffeineCounting held, NewKeys keys) {
        return held.cache.get(keys.next(), MissLoad::load);
    }

    @Benchmark
    public Item terraceGet(TerraceAlone held, NewKeys keys) {
        return held.cache.get(keys.next());
    }

    @Benchmark
    public Item terraceGetDependencies(TerraceWithDependencies held, NewKeys keys) {
        return held.cache.get(keys.next());
    }

    /** What every loader does. */
    static Item load(Long key) {
        return new Item(key, "");
    }

    /** Keys that were never asked for, by any thread. */
    @State(Scope.Thread)
    public static class NewKeys {

        private static final int EACH = 40;
        private long last;

        @Setup
        public void begin(ThreadParams thread) {
            last = (long) thread.getThreadIndex() << EACH;
        }

        Long next() {
            return ++last;
        }
    }

    @State(Scope.Benchmark)
    public static class CaffeineExpiring {

        final com.github.benmanes.caffeine.cache.Cache<Long, Item> cache = Caffeine.newBuilder()
                .maximumSize(Items.COUNT)
                .expireAfterWrite(HeapHit.LIFE)
                .build();
    }

    @State(Scope.Benchmark)
    public static class CaffeineCounting {

        final com.github.benmanes.caffeine.cache.Cache<Long, Item> cache = Caffeine.newBuilder()
                .maximumSize(Items.COUNT)
                .expireAfterWrite(HeapHit.LIFE)
                .recordStats()
                .build();
    }

    /** A cache of Terrace that only ever misses. */
    @State(Scope.Benchmark)
    public abstract static class TerraceLoading {

        private final Terrace terrace = Terrace.builder("miss-load").build();
        final Cache<Long, Item> cache;

        TerraceLoading(int dependencies) {
            cache = terrace.cache("products", Long.class, Item.class)
                    .heap(heap -> heap.maximumSize(Items.COUNT).expireAfterWrite(HeapHit.LIFE))
                    .loader((key, load) -> {
                        for (int i = 0; i < dependencies; i++) {
                            load.dependsOn("kind-" + i + ":" + key % 100);
                        }
                        return load(key);
                    })
                    .build();
        }

        /** Only misses are to be measured. */
        @TearDown
        public void close() {
            long hits = cache.stats().hits();
            terrace.close();
            if (hits > 0) {
                throw new IllegalStateException(hits + " calls were hits");
            }
        }
    }

    @State(Scope.Benchmark)
    public static class TerraceAlone extends TerraceLoading {

        public TerraceAlone() {
            super(0);
        }
    }

    @State(Scope.Benchmark)
    public static class TerraceWithDependencies extends TerraceLoading {

        public TerraceWithDependencies() {
            super(3);
        }
    }
}
