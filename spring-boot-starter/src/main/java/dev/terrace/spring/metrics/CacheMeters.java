package dev.terrace.spring.metrics;

import dev.terrace.cache.Cache;
import dev.terrace.cache.Terrace;
import dev.terrace.cache.micrometer.CacheMetrics;
import dev.terrace.cache.micrometer.LogMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/*
 * All caches get the tags that Boot gives: cache, name and cache.manager; so the series of one name have the same labels, as Prometheus wants it.
 * Of Spring's caches the standard meters are Boot's matter (and that of LateCaches), and only our own are bound here.
 */
/**
 * Binds the caches of a namespace to registries whenever they are built, and the meters of the namespace itself.
 *
 * <p>Thread-safe.
 *
 * @since 0.1.0
 */
public final class CacheMeters implements MeterBinder, AutoCloseable {

    private final Terrace terrace;
    private final Predicate<String> springs;
    private final Supplier<String> manager;
    private final List<Runnable> subscriptions = Collections.synchronizedList(new ArrayList<>());

    /**
     * Makes them.
     *
     * @param terrace the namespace
     * @param springs whether a cache of a name is one of Spring's
     * @param manager what Boot calls the cache manager of its caches
     */
    public CacheMeters(Terrace terrace, Predicate<String> springs, Supplier<String> manager) {
        this.terrace = terrace;
        this.springs = springs;
        this.manager = manager;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        new LogMetrics(terrace, Tags.empty()).bindTo(registry);
        subscriptions.add(terrace.onCache(cache -> binder(cache).bindTo(registry)));
    }

    private MeterBinder binder(Cache<?, ?> cache) {
        Tags tags = Tags.of("name", cache.name(), "cache.manager", manager.get());
        return springs.test(cache.name()) ? CacheMetrics.own(cache, tags) : CacheMetrics.of(cache, tags);
    }

    /** Binds no further caches. */
    @Override
    public void close() {
        subscriptions.forEach(Runnable::run);
    }
}
