package dev.terrace.spring.metrics;

import dev.terrace.spring.cache.TerraceCacheManager;
import dev.terrace.spring.cache.TerraceSpringCache;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.cache.metrics.CacheMetricsRegistrar;

/**
 * Binds Spring's caches that are made after the start, which Boot does not, in Boot's own way.
 *
 * <p>Thread-safe.
 *
 * @since 0.1.0
 */
public final class LateCaches implements SmartInitializingSingleton {

    private final TerraceCacheManager caches;
    private final CacheMetricsRegistrar registrar;
    private final MeterRegistry registry;
    private final String manager;

    /**
     * Makes one.
     *
     * @param caches the manager
     * @param registrar Boot's
     * @param registry what that binds to
     * @param manager what Boot calls the manager
     */
    public LateCaches(
            TerraceCacheManager caches, CacheMetricsRegistrar registrar, MeterRegistry registry, String manager) {
        this.caches = caches;
        this.registrar = registrar;
        this.registry = registry;
        this.manager = manager;
    }

    @Override
    public void afterSingletonsInstantiated() {
        caches.addWatcher(this::bind);
    }

    private void bind(TerraceSpringCache cache) {
        boolean bound = registry.find("cache.size")
                        .tags("cache", cache.getName(), "cache.manager", manager)
                        .meter()
                != null;
        if (!bound) {
            registrar.bindCacheToRegistry(cache, Tag.of("cache.manager", manager));
        }
    }
}
