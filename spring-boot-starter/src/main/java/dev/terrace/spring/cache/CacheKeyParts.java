package dev.terrace.spring.cache;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes keys apart that have no form which other processes would know, such as an application's own classes. Beans are asked in their order.
 * Implementations are thread-safe.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface CacheKeyParts {

    /**
     * Takes a key apart.
     *
     * @param key the key
     * @return texts, numbers, UUIDs, enums and lists of these, equal for equal keys and different for different ones; null if this is not for
     *     keys of this type
     */
    @Nullable
    List<?> of(Object key);
}
