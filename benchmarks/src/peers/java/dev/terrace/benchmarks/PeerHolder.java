package dev.terrace.benchmarks;

import com.alicp.jetcache.embedded.CaffeineCacheBuilder;
import dev.terrace.benchmarks.EntryBytes.Contender;
import dev.terrace.benchmarks.Items.Item;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.cache2k.Cache;
import org.cache2k.Cache2kBuilder;
import org.ehcache.CacheManager;
import org.redisson.api.RLocalCachedMap;
import org.redisson.api.RedissonClient;

/** The main class of processes that hold entries in a peer. Stateless. */
public final class PeerHolder {

    private static final String CACHE2K = "cache2k";
    private static final String EHCACHE = "ehcache";
    private static final String JETCACHE = "jetcache";
    private static final String REDISSON = "redisson";
    private static final int BATCH = 1_000;

    /** What is measured beside ours. */
    static final Experiment EXPERIMENT = EntryBytes.beside(
            "entry-bytes-peers",
            "What an entry takes on the heap, beside a map, Caffeine and peers",
            List.of(
                    new Contender("cache2k, expireAfterWrite", PeerHolder.class, CACHE2K, false),
                    new Contender("Ehcache heap, time to live", PeerHolder.class, EHCACHE, false),
                    new Contender("JetCache, local level alone", PeerHolder.class, JETCACHE, false),
                    new Contender("Redisson local cached map", PeerHolder.class, REDISSON, true)));

    private PeerHolder() {}

    /**
     * Serves as a peer.
     *
     * @param arguments which, how many entries it has room for, and where its Redis is
     * @throws IOException if its input fails
     */
    public static void main(String[] arguments) throws IOException {
        Peer.serve(() -> open(arguments[0], Integer.parseInt(arguments[1]), arguments[2]));
    }

    private static EntryHolder open(String name, int room, String redis) {
        return switch (name) {
            case CACHE2K -> cache2k(room);
            case EHCACHE -> ehcache(room);
            case JETCACHE -> jetcache(room);
            case REDISSON -> redisson(room, redis);
            default -> throw new IllegalArgumentException("no such holder: " + name);
        };
    }

    private static EntryHolder cache2k(int room) {
        Cache<String, Item> cache = Cache2kBuilder.of(String.class, Item.class)
                .entryCapacity(room)
                .expireAfterWrite(HeapHit.LIFE.toMillis(), TimeUnit.MILLISECONDS)
                .build();
        return new EntryHolder(cache::put, () -> cache.asMap().size(), cache::close);
    }

    private static EntryHolder ehcache(int room) {
        CacheManager manager = PeerCaches.ehcache(String.class, Item.class, room, null);
        org.ehcache.Cache<String, Item> cache = PeerCaches.ehcache(manager, String.class, Item.class);
        return new EntryHolder(
                cache::put,
                () -> {
                    long size = 0;
                    for (var unused : cache) {
                        size++;
                    }
                    return size;
                },
                manager::close);
    }

    private static EntryHolder jetcache(int room) {
        com.alicp.jetcache.Cache<String, Item> cache = CaffeineCacheBuilder.createCaffeineCacheBuilder()
                .limit(room)
                .expireAfterWrite(HeapHit.LIFE.toMillis(), TimeUnit.MILLISECONDS)
                .buildCache();
        return new EntryHolder(
                cache::put,
                () -> cache.unwrap(com.github.benmanes.caffeine.cache.Cache.class)
                        .estimatedSize(),
                cache::close);
    }

    /** Put in batches: it tells its Redis of each entry. */
    private static EntryHolder redisson(int room, String redis) {
        RedissonClient client = PeerCaches.redisson(redis);
        RLocalCachedMap<String, Item> map = PeerCaches.localMap(client, room);
        Map<String, Item> batch = new HashMap<>();
        return new EntryHolder(
                (key, item) -> {
                    batch.put(key, item);
                    if (batch.size() == BATCH) {
                        map.putAll(batch);
                        batch.clear();
                    }
                },
                () -> {
                    map.putAll(batch);
                    batch.clear();
                    return map.cachedKeySet().size();
                },
                client::shutdown);
    }
}
