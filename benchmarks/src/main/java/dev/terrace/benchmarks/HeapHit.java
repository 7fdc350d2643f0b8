package dev.terrace.benchmarks;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.terrace.benchmarks.Items.Item;
import dev.terrace.cache.Cache;
import dev.terrace.cache.Terrace;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.ThreadParams;

/**
 * One hit in the nearest tier. Each fork holds one contender alone, with the same keys, values and room, and reads the same
 * keys in the same order.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HeapHit {

    static final Duration LIFE = Duration.ofMinutes(10);

    /** What is measured, by the name of its method; the first is what the others are compared with. */
    static final Suite SUITE = new Suite(
            "heap-hit",
            "What a hit in the nearest tier takes, beside a map and Caffeine",
            HeapHit.class,
            List.of(
                    new Suite.Contender("concurrentHashMap", "ConcurrentHashMap"),
                    new Suite.Contender("caffeineSize", "Caffeine, size only"),
                    new Suite.Contender("caffeineExpiry", "Caffeine, expireAfterWrite"),
                    new Suite.Contender("caffeineExpiryStats", "Caffeine, expireAfterWrite + recordStats"),
                    new Suite.Contender("terraceGet", "**Terrace** `get`"),
                    new Suite.Contender("terraceGetDependencies", "**Terrace** `get`, 3 dependencies a value"),
                    new Suite.Contender("terraceGetIfPresent", "**Terrace** `getIfPresent`, then `orElse`")));

    @Benchmark
    public @Nullable Item concurrentHashMap(Plain plain, Reads reads) {
        return plain.map.get(reads.next());
    }

    @Benchmark
    public @Nullable Item caffeineSize(CaffeineBySize held, Reads reads) {
        return held.cache.getIfPresent(reads.next());
    }

    @Benchmark
    public @Nullable Item caffeineExpiry(CaffeineExpiring held, Reads reads) {
        return held.cache.getIfPresent(reads.next());
    }

    @Benchmark
    public @Nullable Item caffeineExpiryStats(CaffeineCounting held, Reads reads) {
        return held.cache.getIfPresent(reads.next());
    }

    @Benchmark
    public Item terraceGet(TerraceAlone held, Reads reads) {
        return held.cache.get(reads.next());
    }

    @Benchmark
    public Item terraceGetDependencies(TerraceWithDependencies held, Reads reads) {
        return held.cache.get(reads.next());
    }

    @Benchmark
    public Item terraceGetIfPresent(TerraceAlone held, Reads reads) {
        return held.cache.getIfPresent(reads.next()).orElse(Items.NONE);
    }

    /** Where a thread is in the order of reads; each thread has an order of its own. */
    @State(Scope.Thread)
    public static class Reads {

        private final String[] keys = Items.all().toArray(String[]::new);
        private int[] order = {0};
        private int at;

        @Setup
        public void shuffle(ThreadParams thread) {
            order = Items.readingOrder(thread.getThreadIndex());
        }

        String next() {
            return keys[order[at++ & (order.length - 1)]];
        }
    }

    /** The floor: no bound, no expiry, no statistics. */
    @State(Scope.Benchmark)
    public static class Plain {

        final ConcurrentHashMap<String, Item> map = new ConcurrentHashMap<>();

        public Plain() {
            Items.forEach(map::put);
        }
    }

    @State(Scope.Benchmark)
    public static class CaffeineBySize {

        final com.github.benmanes.caffeine.cache.Cache<String, Item> cache =
                Caffeine.newBuilder().maximumSize(Items.ROOM).build();

        public CaffeineBySize() {
            Items.forEach(cache::put);
        }
    }

    @State(Scope.Benchmark)
    public static class CaffeineExpiring {

        final com.github.benmanes.caffeine.cache.Cache<String, Item> cache = Caffeine.newBuilder()
                .maximumSize(Items.ROOM)
                .expireAfterWrite(LIFE)
                .build();

        public CaffeineExpiring() {
            Items.forEach(cache::put);
        }
    }

    @State(Scope.Benchmark)
    public static class CaffeineCounting {

        final com.github.benmanes.caffeine.cache.Cache<String, Item> cache = Caffeine.newBuilder()
                .maximumSize(Items.ROOM)
                .expireAfterWrite(LIFE)
                .recordStats()
                .build();

        public CaffeineCounting() {
            Items.forEach(cache::put);
        }
    }

    @State(Scope.Benchmark)
    public static class TerraceAlone {

        final Terrace terrace = Terrace.builder("heap-hit").build();
        final Cache<String, Item> cache = Shop.products(terrace, Items.all(), Items.ROOM, 0);

        @TearDown
        public void close() {
            terrace.close();
        }
    }

    @State(Scope.Benchmark)
    public static class TerraceWithDependencies {

        final Terrace terrace = Terrace.builder("heap-hit").build();
        final Cache<String, Item> cache = Shop.products(terrace, Items.all(), Items.ROOM, 3);

        @TearDown
        public void close() {
            terrace.close();
        }
    }
}
