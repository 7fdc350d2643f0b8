package dev.terrace.benchmarks;

import com.alicp.jetcache.Cache;
import com.alicp.jetcache.CacheBuilder;
import com.alicp.jetcache.SimpleCacheManager;
import com.alicp.jetcache.anno.CacheConsts;
import com.alicp.jetcache.anno.CacheType;
import com.alicp.jetcache.embedded.CaffeineCacheBuilder;
import com.alicp.jetcache.redis.lettuce.JetCacheCodec;
import com.alicp.jetcache.support.Fastjson2KeyConvertor;
import com.alicp.jetcache.template.CacheBuilderTemplate;
import com.alicp.jetcache.template.NotifyMonitorInstaller;
import com.alicp.jetcache.template.QuickConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Duration;
import java.util.Map;

/**
 * JetCache's two levels, Caffeine and Redis, as its starter wires them: what is put or removed is broadcast, and removed from the local
 * caches of others ({@code syncLocal}).
 *
 * @param cache texts by texts
 * @param manager made it
 * @param client of the remote level and of the broadcast
 */
record JetCacheLevels(Cache<String, String> cache, SimpleCacheManager manager, RedisClient client)
        implements AutoCloseable {

    /** One node. */
    static JetCacheLevels open(String redis, String name, int localLimit, boolean protect) {
        RedisClient client = JetCacheRedis.client(redis);
        SimpleCacheManager manager = new SimpleCacheManager();
        CacheBuilderTemplate template = template(
                Map.of(
                        CacheConsts.DEFAULT_AREA,
                        CaffeineCacheBuilder.createCaffeineCacheBuilder().keyConvertor(Fastjson2KeyConvertor.INSTANCE)),
                Map.of(
                        CacheConsts.DEFAULT_AREA,
                        JetCacheRedis.remote(client)
                                .pubSubConnection(broadcast(client))
                                .broadcastChannel("jetcache-" + name)));
        template.getCacheMonitorInstallers().add(new NotifyMonitorInstaller(area -> template.getCacheBuilder(1, area)));
        manager.setCacheBuilderTemplate(template);
        Cache<String, String> cache = manager.getOrCreateCache(QuickConfig.newBuilder(name)
                .cacheType(CacheType.BOTH)
                .localLimit(localLimit)
                .expire(Duration.ofHours(12))
                .syncLocal(true)
                .penetrationProtect(protect)
                .build());
        return new JetCacheLevels(cache, manager, client);
    }

    @SuppressWarnings("unchecked") // the codec names no types
    private static StatefulRedisPubSubConnection<byte[], byte[]> broadcast(RedisClient client) {
        return client.connectPubSub(new JetCacheCodec());
    }

    @SuppressWarnings("unchecked") // it takes an array of maps
    private static CacheBuilderTemplate template(Map<String, CacheBuilder> local, Map<String, CacheBuilder> remote) {
        return new CacheBuilderTemplate(false, local, remote);
    }

    @Override
    public void close() {
        manager.close();
        JetCacheRedis.end(client);
    }
}
