package dev.terrace.spring.autoconfigure;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is remembered of the keys that Spring's caches are asked for, to warm them from.
 *
 * <p>Immutable and thread-safe.
 *
 * @param enabled Whether the hottest keys of each cache are remembered.
 * @param directory Directory in which they outlive a restart, a file for each cache. By default they do not.
 * @param maximumKeys Most keys of a cache, about 250 bytes each.
 * @param warmAtStart Whether heaps are filled with them from far tiers when the application has started, in the background.
 * @since 0.1.0
 */
@ConfigurationProperties("terrace.cache.profile")
public record TerraceProfileProperties(
        @DefaultValue("false") boolean enabled,
        @Nullable Path directory,
        @DefaultValue("20000") int maximumKeys,
        @DefaultValue("false") boolean warmAtStart) {

    /** Checks the bounds, so that a mistake is told with the name of its property. */
    public TerraceProfileProperties {
        Bounds.number("maximum-keys", maximumKeys, 1, 1_000_000);
    }
}
