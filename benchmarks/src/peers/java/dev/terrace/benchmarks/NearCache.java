package dev.terrace.benchmarks;

import dev.terrace.cache.Cache;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RLocalCachedMap;
import org.redisson.api.RedissonClient;
import org.redisson.api.options.LocalCachedMapOptions;
import org.redisson.api.options.LocalCachedMapOptions.ReconnectionStrategy;

/**
 * One node's cache of two levels, on its heap and in Redis; nodes of one name share what is in Redis, and tell each other what changes.
 *
 * @param put stores
 * @param get reads; null if there is nothing
 * @param near whether the heap has a key
 * @param end closes it
 */
record NearCache(
        BiConsumer<String, String> put, Function<String, @Nullable String> get, Predicate<String> near, Runnable end)
        implements AutoCloseable {

    private static final int ROOM = 100_000;

    /** Makes a node's on the Redis at an address. */
    @FunctionalInterface
    interface Maker {
        NearCache make(String redis, String name, UnaryOperator<String> source);
    }

    /**
     * A contender.
     *
     * @param label as the table has it
     * @param maker makes a node's cache
     */
    record Contender(String label, Maker maker) {}

    static final List<Contender> CONTENDERS = List.of(
            new Contender("**Terrace**", NearCache::terrace),
            new Contender("JetCache (`syncLocal`)", (redis, name, source) -> jetCache(redis, name)),
            redisson(ReconnectionStrategy.NONE),
            redisson(ReconnectionStrategy.CLEAR),
            redisson(ReconnectionStrategy.LOAD));

    private static NearCache terrace(String redis, String name, UnaryOperator<String> source) {
        Node node = Node.open(name, Store.redis(redis));
        Cache<String, String> cache = node.terrace()
                .cache("products", String.class, String.class)
                .heap(heap -> heap.maximumSize(ROOM).expireAfterWrite(StormCache.LIFE))
                .tier(node.store().tier().get(), tier -> tier.expireAfterWrite(StormCache.LIFE))
                .loader((key, load) -> source.apply(key))
                .build();
        return new NearCache(
                cache::put, cache::get, key -> cache.answer(key).tier().equals("heap"), node::close);
    }

    private static NearCache jetCache(String redis, String name) {
        JetCacheLevels levels = JetCacheLevels.open(redis, name, ROOM, false);
        com.alicp.jetcache.Cache<String, String> cache = levels.cache();
        com.github.benmanes.caffeine.cache.Cache<?, ?> local =
                cache.unwrap(com.github.benmanes.caffeine.cache.Cache.class);
        return new NearCache(cache::put, cache::get, key -> local.asMap().containsKey(key), levels::close);
    }

    private static Contender redisson(ReconnectionStrategy strategy) {
        return new Contender("Redisson, " + strategy, (redis, name, source) -> {
            RedissonClient client = RedissonRedis.client(redis);
            RLocalCachedMap<String, String> map = client.getLocalCachedMap(
                    LocalCachedMapOptions.<String, String>name(name + strategy).reconnectionStrategy(strategy));
            return new NearCache(
                    map::fastPut, map::get, key -> map.getCachedMap().containsKey(key), () -> {
                        map.destroy();
                        RedissonRedis.end(client);
                    });
        });
    }

    @Override
    public void close() {
        end.run();
    }
}
