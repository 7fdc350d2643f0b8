package dev.terrace.spring.cache;

import dev.terrace.cache.CacheBuilder;
import dev.terrace.cache.TierSettings;
import dev.terrace.cache.spi.Tier;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;

/**
 * How a cache is to be made. Immutable.
 *
 * @param heap whether it has a heap; a cache without far tiers has one all the same
 * @param far the far tiers and their settings, nearest first
 * @param allowNullValues whether null is a value
 * @param valueType the type of its values; null for what its methods return
 * @param settings everything else
 * @since 0.1.0
 */
public record Blueprint(
        boolean heap,
        Map<Tier, Consumer<TierSettings>> far,
        boolean allowNullValues,
        @Nullable ResolvableType valueType,
        Consumer<CacheBuilder<Object, @Nullable Object>> settings) {

    /** Copies the tiers. */
    public Blueprint {
        far = new LinkedHashMap<>(far);
    }
}
