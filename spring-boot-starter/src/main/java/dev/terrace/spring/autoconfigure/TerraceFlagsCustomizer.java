package dev.terrace.spring.autoconfigure;

import dev.terrace.flags.source.FlagFeed;

/**
 * Changes what feeds flags before it is started; beans are applied in their order, after the properties.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface TerraceFlagsCustomizer {

    /**
     * Changes the builder.
     *
     * @param builder what properties have set up
     */
    void customize(FlagFeed.Builder builder);
}
