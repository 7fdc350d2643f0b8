package dev.terrace.benchmarks;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache;
import org.springframework.cache.Cache.ValueWrapper;
import org.springframework.data.redis.cache.RedisCacheConfiguration;
import org.springframework.data.redis.cache.RedisCacheManager;
import org.springframework.data.redis.cache.RedisCacheWriter;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.serializer.RedisSerializationContext.SerializationPair;
import org.springframework.data.redis.serializer.RedisSerializer;

/** Spring Data Redis' cache, as Boot makes it, but that texts are stored as texts. */
final class SpringRedis implements FarCache {

    private final LettuceConnectionFactory connections;
    private final Cache cache;

    SpringRedis(String redis) {
        connections = connections(redis);
        cache = Objects.requireNonNull(manager(RedisCacheWriter.nonLockingRedisCacheWriter(connections))
                .getCache("values"));
    }

    /** To the server at an address, by one connection for all threads, which is the default. */
    static LettuceConnectionFactory connections(String redis) {
        LettuceConnectionFactory connections = new LettuceConnectionFactory(
                (RedisStandaloneConfiguration) LettuceConnectionFactory.createRedisConfiguration(redis));
        connections.afterPropertiesSet();
        connections.start();
        return connections;
    }

    /** Caches whose entries live for long. */
    static RedisCacheManager manager(RedisCacheWriter writer) {
        RedisCacheManager manager = RedisCacheManager.builder(writer)
                .cacheDefaults(RedisCacheConfiguration.defaultCacheConfig()
                        .entryTtl(Duration.ofHours(12))
                        .serializeValuesWith(SerializationPair.fromSerializer(RedisSerializer.string())))
                .build();
        manager.afterPropertiesSet();
        return manager;
    }

    @Override
    public void put(String key, String value) {
        cache.put(key, value);
    }

    @Override
    public @Nullable String get(String key) {
        ValueWrapper found = cache.get(key);
        return found == null ? null : (String) found.get();
    }

    @Override
    public void close() {
        connections.destroy();
    }
}
