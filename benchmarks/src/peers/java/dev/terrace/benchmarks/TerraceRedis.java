package dev.terrace.benchmarks;

import dev.terrace.cache.Cache;
import java.time.Duration;
import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** A cache without a heap whose only tier is Redis, with every setting at its default. What Redis does not answer in time is not there. */
final class TerraceRedis implements FarCache {

    private static final String NOTHING = "";

    private final Node node;
    private final Cache<String, String> cache;

    TerraceRedis(String redis) {
        node = Node.open("far", Store.redis(redis));
        cache = node.terrace()
                .cache("values", String.class, String.class)
                .tier(node.store().tier().get(), tier -> tier.expireAfterWrite(Duration.ofHours(12)))
                .loader((key, load) -> NOTHING)
                .build();
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
        return () -> (int) cache.getAll(keys).values().stream()
                .filter(value -> !value.isEmpty())
                .count();
    }

    @Override
    public void close() {
        node.close();
    }
}
