package dev.terrace.benchmarks;

import com.alicp.jetcache.embedded.CaffeineCacheBuilder;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.terrace.benchmarks.HeapHit.Reads;
import dev.terrace.benchmarks.Items.Item;
import dev.terrace.benchmarks.Suite.Contender;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.cache2k.Cache2kBuilder;
import org.ehcache.CacheManager;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.redisson.api.RLocalCachedMap;
import org.redisson.api.RedissonClient;
import org.springframework.cache.Cache.ValueWrapper;
import org.springframework.cache.caffeine.CaffeineCache;

/*
 * The same keys, values, room and lifetime as in HeapHit. Those that have a Redis behind them are asked for what their heap holds, and refuse
 * the measurement if it did not hold everything to the end.
 */
/** One hit in the nearest tier of peers. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HeapPeers {

    /** What is measured beside what {@link HeapHit} has. */
    static final Suite SUITE = HeapHit.SUITE.beside(
            "heap-peers",
            HeapPeers.class,
            RedisScene::set,
            List.of(
                    new Contender("cache2kExpiry", "cache2k, expireAfterWrite (counts always)"),
                    new Contender("ehcacheExpiry", "Ehcache heap, time to live"),
                    new Contender("springCaffeine", "Spring `CaffeineCache.get`, expireAfterWrite"),
                    new Contender("jetcache", "JetCache two-level, local hit"),
                    new Contender("redisson", "Redisson local cached map, local hit")));

    @Benchmark
    public @Nullable Item cache2kExpiry(Cache2k held, Reads reads) {
        return held.cache.get(reads.next());
    }

    @Benchmark
    public @Nullable Item ehcacheExpiry(Ehcache held, Reads reads) {
        return held.cache.get(reads.next());
    }

    @Benchmark
    public @Nullable ValueWrapper springCaffeine(SpringCaffeine held, Reads reads) {
        return held.cache.get(reads.next());
    }

    @Benchmark
    public @Nullable Item jetcache(JetCache held, Reads reads) {
        return held.cache.get(reads.next());
    }

    @Benchmark
    public @Nullable Item redisson(Redisson held, Reads reads) {
        return held.map.get(reads.next());
    }

    @State(Scope.Benchmark)
    public static class Cache2k {

        final org.cache2k.Cache<String, Item> cache = Cache2kBuilder.of(String.class, Item.class)
                .entryCapacity(Items.ROOM)
                .expireAfterWrite(HeapHit.LIFE.toMillis(), TimeUnit.MILLISECONDS)
                .build();

        public Cache2k() {
            Items.forEach(cache::put);
        }

        @TearDown
        public void close() {
            cache.close();
        }
    }

    @State(Scope.Benchmark)
    public static class Ehcache {

        private final CacheManager manager;
        final org.ehcache.Cache<String, Item> cache;

        public Ehcache() {
            manager = PeerCaches.ehcache(String.class, Item.class, Items.ROOM, null);
            cache = PeerCaches.ehcache(manager, String.class, Item.class);
            Items.forEach(cache::put);
        }

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
                        .maximumSize(Items.ROOM)
                        .expireAfterWrite(HeapHit.LIFE)
                        .build());

        public SpringCaffeine() {
            Items.forEach(cache::put);
        }
    }

    @State(Scope.Benchmark)
    public static class JetCache {

        private final com.alicp.jetcache.Cache<String, Item> local;
        private final PeerCaches.Remote remote;
        final com.alicp.jetcache.Cache<String, Item> cache;

        public JetCache() {
            local = CaffeineCacheBuilder.createCaffeineCacheBuilder()
                    .limit(Items.ROOM)
                    .expireAfterWrite(HeapHit.LIFE.toMillis(), TimeUnit.MILLISECONDS)
                    .buildCache();
            remote = PeerCaches.jetcacheRemote(RedisScene.uri());
            cache = PeerCaches.jetcache(local, remote);
            Items.forEach(cache::put);
        }

        @TearDown
        public void close() {
            Items.forEach((key, item) -> PeerCaches.check(local.get(key) != null, "JetCache"));
            remote.close();
        }
    }

    @State(Scope.Benchmark)
    public static class Redisson {

        private final RedissonClient client = PeerCaches.redisson(RedisScene.uri());
        final RLocalCachedMap<String, Item> map = PeerCaches.localMap(client, Items.ROOM);

        public Redisson() {
            Map<String, Item> all = new HashMap<>();
            Items.forEach(all::put);
            map.putAll(all);
        }

        @TearDown
        public void close() {
            PeerCaches.check(map.cachedKeySet().size() == Items.COUNT, "Redisson");
            client.shutdown();
        }
    }
}
