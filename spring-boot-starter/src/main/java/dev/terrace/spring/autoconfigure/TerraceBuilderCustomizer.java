package dev.terrace.spring.autoconfigure;

import dev.terrace.cache.Terrace;

/**
 * Changes the namespace before it is opened; beans are applied in their order, after the properties.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface TerraceBuilderCustomizer {

    /**
     * Changes the builder.
     *
     * @param builder what properties have set up
     */
    void customize(Terrace.Builder builder);
}
