package dev.terrace.benchmarks;

import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** Lettuce as it comes: one connection for all threads, its default options, texts. */
final class RawRedis implements FarCache {

    private final RedisClient client;
    private final StatefulRedisConnection<String, String> connection;
    private final RedisCommands<String, String> commands;

    RawRedis(String redis) {
        client = RedisClient.create(redis);
        connection = client.connect();
        commands = connection.sync();
    }

    @Override
    public void put(String key, String value) {
        commands.set(key, value);
    }

    @Override
    public @Nullable String get(String key) {
        return commands.get(key);
    }

    @Override
    public IntSupplier batch(List<String> keys) {
        String[] array = keys.toArray(String[]::new);
        return () ->
                (int) commands.mget(array).stream().filter(KeyValue::hasValue).count();
    }

    @Override
    public void close() {
        connection.close();
        client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    }
}
