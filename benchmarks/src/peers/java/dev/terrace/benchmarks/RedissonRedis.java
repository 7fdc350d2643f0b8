package dev.terrace.benchmarks;

import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.redisson.Redisson;
import org.redisson.api.RMapCache;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;

/** Redisson with its default settings and its codec of texts. Its clients are to be shut down by whom they were made for. */
final class RedissonRedis {

    private RedissonRedis() {}

    static RedissonClient client(String redis) {
        Config config = new Config();
        config.setCodec(StringCodec.INSTANCE);
        config.useSingleServer().setAddress(redis);
        return Redisson.create(config);
    }

    static void end(RedissonClient client) {
        client.shutdown(0, 2, TimeUnit.SECONDS);
    }

    /** A bucket for each key: one command of Redis for a read. */
    static final class Buckets implements FarCache {

        private final RedissonClient client;

        Buckets(String redis) {
            client = client(redis);
        }

        private static String name(String key) {
            return "bucket:" + key;
        }

        @Override
        public void put(String key, String value) {
            client.getBucket(name(key)).set(value);
        }

        @Override
        public @Nullable String get(String key) {
            return client.<String>getBucket(name(key)).get();
        }

        @Override
        public IntSupplier batch(List<String> keys) {
            String[] names = keys.stream().map(Buckets::name).toArray(String[]::new);
            return () -> client.getBuckets().<String>get(names).size();
        }

        @Override
        public void close() {
            end(client);
        }
    }

    /** One map whose entries expire: a script of Redis for a read. */
    static final class MapCache implements FarCache {

        private final RedissonClient client;
        private final RMapCache<String, String> map;

        MapCache(String redis) {
            client = client(redis);
            map = client.getMapCache("map-cache");
        }

        @Override
        public void put(String key, String value) {
            map.fastPut(key, value, 12, TimeUnit.HOURS);
        }

        @Override
        public @Nullable String get(String key) {
            return map.get(key);
        }

        @Override
        public IntSupplier batch(List<String> keys) {
            Set<String> set = Set.copyOf(keys);
            return () -> map.getAll(set).size();
        }

        @Override
        public void close() {
            map.destroy();
            end(client);
        }
    }
}
