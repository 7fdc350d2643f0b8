package dev.terrace.benchmarks;

import com.alicp.jetcache.embedded.CaffeineCacheBuilder;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.terrace.benchmarks.Items.Item;
import dev.terrace.benchmarks.MissLoad.NewKeys;
import dev.terrace.benchmarks.Suite.Contender;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cache2k.Cache2kBuilder;
import org.ehcache.CacheManager;
import org.ehcache.spi.loaderwriter.CacheLoaderWriter;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.springframework.cache.caffeine.CaffeineCache;

/** The same as {@link MissLoad} by peers that load through the cache. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MissPeers {

    /** What is measured beside what {@link MissLoad} has. */
    static final Suite SUITE = MissLoad.SUITE.beside(
            "miss-load-peers",
            MissPeers.class,
            () -> Scene.Set.EMPTY,
            List.of(
                    new Contender("cache2kLoader", "cache2k `get`, loader, expireAfterWrite"),
                    new Contender("ehcacheLoader", "Ehcache heap `get`, loader, time to live"),
                    new Contender("springSync", "Spring `CaffeineCache.get(key, loader)`, as `sync = true`"),
                    new Contender("jetcacheLocal", "JetCache `computeIfAbsent`, local level alone")));

    @Benchmark
    public @Nullable Item cache2kLoader(Cache2k held, NewKeys keys) {
        return held.cache.get(keys.next());
    }

    @Benchmark
    public @Nullable Item ehcacheLoader(Ehcache held, NewKeys keys) {
        return held.cache.get(keys.next());
    }

    @Benchmark
    public @Nullable Item springSync(SpringCaffeine held, NewKeys keys) {
        Long key = keys.next();
        return held.cache.get(key, () -> MissLoad.load(key));
    }

    @Benchmark
    public @Nullable Item jetcacheLocal(JetCache held, NewKeys keys) {
        return held.cache.computeIfAbsent(keys.next(), MissLoad::load);
    }

    @State(Scope.Benchmark)
    public static class Cache2k {

        final org.cache2k.Cache<Long, Item> cache = Cache2kBuilder.of(Long.class, Item.class)
                .entryCapacity(Items.COUNT)
                .expireAfterWrite(HeapHit.LIFE.toMillis(), TimeUnit.MILLISECONDS)
                .loader(MissLoad::load)
                .build();

        @TearDown
        public void close() {
            cache.close();
        }
    }

    @State(Scope.Benchmark)
    public static class Ehcache {

        private final CacheManager manager =
                PeerCaches.ehcache(Long.class, Item.class, Items.COUNT, new CacheLoaderWriter<>() {
                    @Override
                    public Item load(Long key) {
                        return MissLoad.load(key);
                    }

                    @Override
                    public void write(Long key, Item value) {}

                    @Override
                    public void delete(Long key) {}
                });
        final org.ehcache.Cache<Long, Item> cache = PeerCaches.ehcache(manager, Long.class, Item.class);

        @TearDown
        public void close() {
            manager.close();
        }
    }

    @State(Scope.Benchmark)
    public static class SpringCaffeine {

        final CaffeineCache cache = new CaffeineCache(
                "products",
                Caffeine.newBuilder()
                        .maximumSize(Items.COUNT)
                        .expireAfterWrite(HeapHit.LIFE)
                        .build());
    }

    @State(Scope.Benchmark)
    public static class JetCache {

        final com.alicp.jetcache.Cache<Long, Item> cache = CaffeineCacheBuilder.createCaffeineCacheBuilder()
                .limit(Items.COUNT)
                .expireAfterWrite(HeapHit.LIFE.toMillis(), TimeUnit.MILLISECONDS)
                .cachePenetrateProtect(true)
                .buildCache();
    }
}
