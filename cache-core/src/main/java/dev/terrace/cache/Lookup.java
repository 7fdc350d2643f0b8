package dev.terrace.cache;

import org.jspecify.annotations.Nullable;

/**
 * The answer to "is it there?": {@link Found}, possibly with a null that the source has answered, or {@link Absent}.
 *
 * <p>Immutable as far as users see, and thread-safe.
 *
 * @param <V> the type of the values, nullable if the cache is
 * @since 0.1.0
 */
public sealed interface Lookup<V extends @Nullable Object> {

    /**
     * Tells whether a tier has a trusted value.
     *
     * @return true for {@link Found}, also where the value is null
     */
    boolean isFound();

    /**
     * Answers the value, or something else where there is none.
     *
     * @param other what to answer if absent
     * @return the value, which may be null if the cache is nullable, or {@code other}
     */
    V orElse(V other);

    /**
     * A trusted value.
     *
     * @param <V> the type of the value
     */
    sealed interface Found<V extends @Nullable Object> extends Lookup<V> permits Entry {

        /**
         * The value.
         *
         * @return the value; null only in a {@linkplain CacheBuilder#nullable() nullable} cache
         */
        V value();
    }

    /**
     * No tier has a trusted value.
     *
     * @param <V> the type that a value would have
     */
    record Absent<V extends @Nullable Object>() implements Lookup<V> {

        @Override
        public boolean isFound() {
            return false;
        }

        @Override
        public V orElse(V other) {
            return other;
        }
    }
}
