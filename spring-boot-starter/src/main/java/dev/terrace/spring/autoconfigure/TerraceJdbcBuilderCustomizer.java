package dev.terrace.spring.autoconfigure;

import dev.terrace.cache.jdbc.JdbcBuilder;

/**
 * Changes how the database is used; beans are applied in their order, after the properties.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface TerraceJdbcBuilderCustomizer {

    /**
     * Changes the builder.
     *
     * @param builder what properties have set up
     */
    void customize(JdbcBuilder builder);
}
