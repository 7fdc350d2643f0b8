package dev.terrace.cache.micrometer;

import dev.terrace.cache.Terrace;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * The meters of a namespace: those of {@link LogMetrics}, and {@link CacheMetrics} for each cache
 * that is built when this is bound. A cache that is built later needs a {@link CacheMetrics#monitor} of its own.
 *
 * <p>Thread-safe.
 *
 * @since 0.1.0
 */
public final class TerraceMetrics implements MeterBinder {

    private final Terrace terrace;
    private final Iterable<Tag> tags;

    /**
     * Makes a binder.
     *
     * @param terrace the namespace
     * @param tags tags for all meters
     */
    public TerraceMetrics(Terrace terrace, Iterable<Tag> tags) {
        this.terrace = terrace;
        this.tags = Tags.of(tags);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        terrace.caches().forEach(cache -> CacheMetrics.monitor(registry, cache, tags));
        new LogMetrics(terrace, tags).bindTo(registry);
    }
}
