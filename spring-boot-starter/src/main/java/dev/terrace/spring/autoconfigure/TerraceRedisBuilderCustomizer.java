package dev.terrace.spring.autoconfigure;

import dev.terrace.cache.redis.RedisBuilder;

/**
 * Changes how Redis is used; beans are applied in their order, after the properties.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface TerraceRedisBuilderCustomizer {

    /**
     * Changes the builder.
     *
     * @param builder what properties have set up
     */
    void customize(RedisBuilder builder);
}
