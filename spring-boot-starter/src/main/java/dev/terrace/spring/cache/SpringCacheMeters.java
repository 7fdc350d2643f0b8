package dev.terrace.spring.cache;

import dev.terrace.cache.CacheStats;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.cache.CacheMeterBinder;
import java.util.function.ToLongFunction;

/*
 * Exactly what Micrometer has for every cache, under its names and tags and no others: registries want the same tags of every meter of a name,
 * and other caches of the application share these. What tiers do is told by the meters of Terrace itself.
 */
/**
 * Micrometer's meters of a cache as a whole. Of a cache that nobody has used yet they are zero. The cache is held weakly; thread-safe.
 *
 * @since 0.1.0
 */
public final class SpringCacheMeters extends CacheMeterBinder<TerraceSpringCache> {

    /**
     * To be bound to a registry.
     *
     * @param cache the cache
     * @param tags tags beside {@code cache}
     */
    public SpringCacheMeters(TerraceSpringCache cache, Iterable<Tag> tags) {
        super(cache, cache.getName(), tags);
    }

    @Override
    protected Long size() {
        return read(CacheStats::heapSize);
    }

    @Override
    protected long hitCount() {
        return read(CacheStats::hits);
    }

    @Override
    protected Long missCount() {
        return read(CacheStats::misses);
    }

    @Override
    protected Long evictionCount() {
        return read(CacheStats::evictions);
    }

    /** Entries that were added, by puts and by loads. */
    @Override
    protected long putCount() {
        return read(stats -> stats.puts() + stats.loads());
    }

    @Override
    protected void bindImplementationSpecificMetrics(MeterRegistry registry) {}

    private long read(ToLongFunction<CacheStats> figure) {
        TerraceSpringCache cache = getCache();
        NativeCache opened = cache == null ? null : cache.openedSoFar();
        return opened == null ? 0 : figure.applyAsLong(opened.cache().stats());
    }
}
