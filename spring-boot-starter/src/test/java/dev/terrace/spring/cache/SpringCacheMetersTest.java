package dev.terrace.spring.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.Terrace;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.cache.CacheMeterBinder;
import io.micrometer.core.instrument.binder.cache.CacheMeterBinderCompatibilityKit;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Micrometer's own kit, and what Boot's and everybody's dashboards ask for. */
class SpringCacheMetersTest extends CacheMeterBinderCompatibilityKit<TerraceSpringCache> {

    private final Terrace terrace = Terrace.builder("meters").build();

    @AfterEach
    void close() {
        terrace.close();
    }

    @Override
    public TerraceSpringCache createCache() {
        TerraceCacheManager manager = new TerraceCacheManager(
                terrace,
                name -> new Blueprint(true, Map.of(), true, null, builder -> {}),
                List.of(),
                List.of(),
                CacheTransactions.NONE,
                new CacheAspects());
        return (TerraceSpringCache) Objects.requireNonNull(manager.getCache("mycache"));
    }

    @Override
    public CacheMeterBinder<TerraceSpringCache> binder() {
        return new SpringCacheMeters(Objects.requireNonNull(cache), Tags.empty());
    }

    @Override
    public void put(String key, String value) {
        Objects.requireNonNull(cache).put(key, value);
    }

    @Override
    public @Nullable String get(String key) {
        return Objects.requireNonNull(cache).get(key, String.class);
    }

    @Test
    void tags_areThoseOfEveryCache_andUnusedOnesAreZero() {
        MeterRegistry registry = new SimpleMeterRegistry();
        TerraceSpringCache unused = createCache();
        new SpringCacheMeters(unused, Tags.of("name", "mycache", "cache.manager", "cacheManager")).bindTo(registry);
        assertThat(registry.get("cache.gets")
                        .tag("result", "hit")
                        .functionCounter()
                        .count())
                .isZero();
        assertThat(unused.openedSoFar()).as("meters make no cache").isNull();
        Set<String> keys = registry.getMeters().stream()
                .flatMap(meter -> meter.getId().getTags().stream())
                .map(Tag::getKey)
                .collect(Collectors.toSet());
        assertThat(keys).containsExactlyInAnyOrder("cache", "name", "cache.manager", "result");
        assertThat(registry.getMeters().stream()
                        .map(meter -> meter.getId().getName())
                        .distinct())
                .containsExactlyInAnyOrder("cache.gets", "cache.puts", "cache.evictions", "cache.size");
        unused.get("key", () -> "loaded");
        unused.get("key");
        assertThat(registry.get("cache.gets")
                        .tag("result", "hit")
                        .functionCounter()
                        .count())
                .isOne();
        assertThat(registry.get("cache.gets")
                        .tag("result", "miss")
                        .functionCounter()
                        .count())
                .isOne();
        assertThat(registry.get("cache.puts").functionCounter().count()).isOne();
        assertThat(registry.get("cache.size").gauge().value()).isOne();
    }
}
