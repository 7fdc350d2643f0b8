package dev.terrace.benchmarks;

import com.alicp.jetcache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.redisson.api.RMapCache;
import org.redisson.api.RedissonClient;
import org.redisson.api.map.MapLoader;
import org.redisson.api.options.MapCacheOptions;
import org.springframework.cache.caffeine.CaffeineCacheManager;
import org.springframework.data.redis.cache.RedisCacheWriter;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * A cache of one process that loads what it does not have.
 *
 * @param read reads a key
 * @param end closes it
 */
record StormCache(UnaryOperator<String> read, Runnable end) implements AutoCloseable {

    static final Duration LIFE = Duration.ofHours(12);
    static final int ROOM = 1_000;

    /** Makes one on the Redis at an address. */
    @FunctionalInterface
    interface Maker {
        StormCache make(String redis, UnaryOperator<String> loader);
    }

    /**
     * A contender.
     *
     * @param label as the table has it
     * @param maker makes a process's cache
     */
    record Contender(String label, Maker maker) {}

    static final List<Contender> CONTENDERS = List.of(
            new Contender("**Terrace**", StormCache::terrace),
            new Contender("Caffeine", StormCache::caffeine),
            new Contender("Spring `sync = true` on Caffeine", StormCache::springCaffeine),
            new Contender(
                    "Spring `sync = true` on Redis",
                    (redis, loader) -> springRedis(redis, loader, RedisCacheWriter::nonLockingRedisCacheWriter)),
            new Contender(
                    "Spring `sync = true` on Redis, locking",
                    (redis, loader) -> springRedis(redis, loader, RedisCacheWriter::lockingRedisCacheWriter)),
            new Contender("JetCache of two levels, protected", StormCache::jetCache),
            new Contender("Redisson `RMapCache` with a `MapLoader`", StormCache::redisson));

    private static StormCache terrace(String redis, UnaryOperator<String> loader) {
        Node node = Node.open("storm", Store.redis(redis));
        var cache = Asker.cache(node, (key, load) -> loader.apply(key));
        return new StormCache(cache::get, node::close);
    }

    private static StormCache caffeine(String redis, UnaryOperator<String> loader) {
        LoadingCache<String, String> cache =
                Caffeine.newBuilder().maximumSize(ROOM).expireAfterWrite(LIFE).build(loader::apply);
        return new StormCache(cache::get, () -> {});
    }

    private static StormCache springCaffeine(String redis, UnaryOperator<String> loader) {
        CaffeineCacheManager manager = new CaffeineCacheManager();
        manager.setCaffeine(Caffeine.newBuilder().maximumSize(ROOM).expireAfterWrite(LIFE));
        return StormSpring.open(manager, loader, () -> {});
    }

    private static StormCache springRedis(
            String redis, UnaryOperator<String> loader, Function<RedisConnectionFactory, RedisCacheWriter> writer) {
        LettuceConnectionFactory connections = SpringRedis.connections(redis);
        return StormSpring.open(SpringRedis.manager(writer.apply(connections)), loader, connections::destroy);
    }

    private static StormCache jetCache(String redis, UnaryOperator<String> loader) {
        JetCacheLevels levels = JetCacheLevels.open(redis, "storm", ROOM, true);
        Cache<String, String> cache = levels.cache();
        return new StormCache(key -> cache.computeIfAbsent(key, loader), levels::close);
    }

    private static StormCache redisson(String redis, UnaryOperator<String> loader) {
        RedissonClient client = RedissonRedis.client(redis);
        RMapCache<String, String> map = client.getMapCache(
                MapCacheOptions.<String, String>name("storm").loader(new MapLoader<String, String>() {
                    @Override
                    public String load(String key) {
                        return loader.apply(key);
                    }

                    @Override
                    public Iterable<String> loadAllKeys() {
                        return List.of();
                    }
                }));
        return new StormCache(key -> Objects.requireNonNull(map.get(key)), () -> {
            map.destroy();
            RedissonRedis.end(client);
        });
    }

    @Override
    public void close() {
        end.run();
    }
}
