package dev.terrace.benchmarks;

import com.alicp.jetcache.Cache;
import com.alicp.jetcache.redis.lettuce.RedisLettuceCacheBuilder;
import com.alicp.jetcache.support.Fastjson2KeyConvertor;
import com.alicp.jetcache.support.JavaValueDecoder;
import com.alicp.jetcache.support.JavaValueEncoder;
import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** JetCache's remote cache on Lettuce, with the key convertor and the codec of its documentation. */
final class JetCacheRedis implements FarCache {

    private final RedisClient client;
    private final Cache<String, String> cache;

    JetCacheRedis(String redis) {
        client = client(redis);
        cache = remote(client).keyPrefix("jetcache:").buildCache();
    }

    /** As its starter makes one. One that rejects commands while it is disconnected was stale throughout, once subscriptions had been killed. */
    static RedisClient client(String redis) {
        return RedisClient.create(redis);
    }

    static void end(RedisClient client) {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    }

    /** What makes a remote cache of texts by texts. */
    static RedisLettuceCacheBuilder.RedisLettuceCacheBuilderImpl remote(RedisClient client) {
        return RedisLettuceCacheBuilder.createRedisLettuceCacheBuilder()
                .keyConvertor(Fastjson2KeyConvertor.INSTANCE)
                .valueEncoder(JavaValueEncoder.INSTANCE)
                .valueDecoder(JavaValueDecoder.INSTANCE)
                .redisClient(client)
                .expireAfterWrite(12, TimeUnit.HOURS);
    }

    @Override
    public void put(String key, String value) {
        cache.put(key, value);
    }

    @Override
    public @Nullable String get(String key) {
        return cache.get(key);
    }

    @Override
    public IntSupplier batch(List<String> keys) {
        Set<String> set = Set.copyOf(keys);
        return () -> cache.getAll(set).size();
    }

    @Override
    public void close() {
        cache.close();
        end(client);
    }
}
