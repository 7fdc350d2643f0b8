package dev.terrace.cache;

import org.jspecify.annotations.Nullable;

/**
 * Says how heavy an entry is, in a unit of the user's choice.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 * @since 0.1.0
 */
@FunctionalInterface
public interface Weigher<K, V extends @Nullable Object> {

    /**
     * Weighs an entry, once, when it is stored.
     *
     * @param key the key
     * @param value the value
     * @return the weight, not negative
     */
    int weigh(K key, V value);
}
