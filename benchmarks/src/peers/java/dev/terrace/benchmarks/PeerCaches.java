package dev.terrace.benchmarks;

import com.alicp.jetcache.Cache;
import com.alicp.jetcache.MultiLevelCacheBuilder;
import com.alicp.jetcache.redis.lettuce.RedisLettuceCacheBuilder;
import com.alicp.jetcache.support.Fastjson2KeyConvertor;
import com.alicp.jetcache.support.Fastjson2ValueDecoder;
import com.alicp.jetcache.support.Fastjson2ValueEncoder;
import io.lettuce.core.RedisClient;
import java.util.concurrent.TimeUnit;
import org.ehcache.CacheManager;
import org.ehcache.config.builders.CacheConfigurationBuilder;
import org.ehcache.config.builders.CacheManagerBuilder;
import org.ehcache.config.builders.ExpiryPolicyBuilder;
import org.ehcache.config.builders.ResourcePoolsBuilder;
import org.ehcache.spi.loaderwriter.CacheLoaderWriter;
import org.jspecify.annotations.Nullable;
import org.redisson.Redisson;
import org.redisson.api.RLocalCachedMap;
import org.redisson.api.RedissonClient;
import org.redisson.api.options.LocalCachedMapOptions;
import org.redisson.api.options.LocalCachedMapOptions.EvictionPolicy;
import org.redisson.config.Config;

/** How the larger peers are set up, as their documentation shows it. Stateless. */
final class PeerCaches {

    private static final String NAME = "products";

    private PeerCaches() {}

    /** Ehcache with a cache on its heap, through a loader or not. */
    static <K, V> CacheManager ehcache(
            Class<K> keys, Class<V> values, long room, @Nullable CacheLoaderWriter<K, V> loader) {
        CacheConfigurationBuilder<K, V> cache = CacheConfigurationBuilder.newCacheConfigurationBuilder(
                        keys, values, ResourcePoolsBuilder.heap(room))
                .withExpiry(ExpiryPolicyBuilder.timeToLiveExpiration(HeapHit.LIFE));
        return CacheManagerBuilder.newCacheManagerBuilder()
                .withCache(NAME, loader == null ? cache : cache.withLoaderWriter(loader))
                .build(true);
    }

    static <K, V> org.ehcache.Cache<K, V> ehcache(CacheManager manager, Class<K> keys, Class<V> values) {
        return manager.getCache(NAME, keys, values);
    }

    /**
     * JetCache's cache on Redis.
     *
     * @param client its connection
     * @param cache itself
     */
    record Remote(RedisClient client, Cache<String, Items.Item> cache) implements AutoCloseable {

        @Override
        public void close() {
            client.shutdown();
        }
    }

    static Remote jetcacheRemote(String redis) {
        RedisClient client = RedisClient.create(redis);
        return new Remote(
                client,
                RedisLettuceCacheBuilder.createRedisLettuceCacheBuilder()
                        .redisClient(client)
                        .keyPrefix(NAME + ":")
                        .keyConvertor(Fastjson2KeyConvertor.INSTANCE)
                        .valueEncoder(Fastjson2ValueEncoder.INSTANCE)
                        .valueDecoder(Fastjson2ValueDecoder.INSTANCE)
                        .expireAfterWrite(HeapHit.LIFE.toMillis(), TimeUnit.MILLISECONDS)
                        .buildCache());
    }

    /** Both levels as one. */
    static Cache<String, Items.Item> jetcache(Cache<String, Items.Item> local, Remote remote) {
        return MultiLevelCacheBuilder.createMultiLevelCacheBuilder()
                .addCache(local, remote.cache)
                .expireAfterWrite(HeapHit.LIFE.toMillis(), TimeUnit.MILLISECONDS)
                .buildCache();
    }

    static RedissonClient redisson(String redis) {
        Config config = new Config();
        config.useSingleServer().setAddress(redis);
        return Redisson.create(config);
    }

    static RLocalCachedMap<String, Items.Item> localMap(RedissonClient client, int room) {
        return client.getLocalCachedMap(LocalCachedMapOptions.<String, Items.Item>name(NAME)
                .cacheSize(room)
                .evictionPolicy(EvictionPolicy.LRU)
                .timeToLive(HeapHit.LIFE));
    }

    /** Refuses a measurement of something else than hits. */
    static void check(boolean there, String peer) {
        if (!there) {
            throw new IllegalStateException(peer + " did not hold everything on its heap");
        }
    }
}
