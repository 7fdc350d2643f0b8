package dev.terrace.spring.upkeep;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheBuilder;
import dev.terrace.cache.Terrace;
import dev.terrace.cache.analytics.CacheAnalytics;
import dev.terrace.cache.tuning.AnalyticsInsight;
import dev.terrace.cache.tuning.TunerBuilder;
import dev.terrace.cache.tuning.Watch;
import dev.terrace.spring.cache.TerraceCacheBuilderCustomizer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/*
 * A tuner needs its caches when it is built, and what observes a cache has to be there when that is built. So each of Spring's caches gets its
 * observers as it is made, and the tuner is built once those are made whose names are known: from cached methods and from the configuration. A
 * cache that code asks for by another name later is observed and not tuned.
 */
/**
 * Observes Spring's caches for a {@link dev.terrace.cache.tuning.Tuner}. Close it before its Terrace, and after the tuner.
 *
 * <p>Thread-safe.
 *
 * @since 0.1.0
 */
public final class CacheTuning implements TerraceCacheBuilderCustomizer, AutoCloseable {

    private final Terrace terrace;
    private final Map<String, Observers> observers = new ConcurrentHashMap<>();

    private record Observers(Watch<Object> watch, CacheAnalytics<Object> analytics) {}

    /**
     * Observes nothing yet.
     *
     * @param terrace of the caches
     */
    public CacheTuning(Terrace terrace) {
        this.terrace = terrace;
    }

    @Override
    public void customize(String name, CacheBuilder<Object, @Nullable Object> builder) {
        Observers added = new Observers(
                new Watch<>(terrace), CacheAnalytics.<Object>builder(terrace).build());
        observers.put(name, added);
        builder.observer(added.watch).observer(added.analytics.observer());
    }

    /**
     * Hands caches to a tuner: those that have a heap.
     *
     * @param caches that were made with this as a customizer
     * @param tuner what is to be told
     * @return how many there were
     */
    public int tune(Iterable<? extends Cache<Object, ?>> caches, TunerBuilder tuner) {
        int tuned = 0;
        for (Cache<Object, ?> cache : caches) {
            Observers known = observers.get(cache.name());
            if (known != null && cache.heap() != null) {
                known.analytics.start(cache);
                tuner.cache(
                        cache, settings -> settings.watch(known.watch).insight(new AnalyticsInsight(known.analytics)));
                tuned++;
            }
        }
        return tuned;
    }

    @Override
    public void close() {
        observers.values().forEach(one -> one.analytics.close());
    }
}
