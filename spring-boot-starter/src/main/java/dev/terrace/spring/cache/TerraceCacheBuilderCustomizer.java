package dev.terrace.spring.cache;

import dev.terrace.cache.CacheBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Changes how each of Spring's caches is made; beans are applied in their order, after the properties.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface TerraceCacheBuilderCustomizer {

    /**
     * Changes the builder of a cache.
     *
     * @param name the cache's name
     * @param builder what properties have set up
     */
    void customize(String name, CacheBuilder<Object, @Nullable Object> builder);
}
