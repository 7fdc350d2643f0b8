package dev.terrace.cache.analytics;

import java.time.Duration;

/**
 * Something that a place would have served though the source had another value. Immutable and thread-safe, as far as the key is.
 *
 * @param key the key; {@code toString()} does not quote it
 * @param place {@code heap}, or the name of a far tier
 * @param delay how long after the invalidation it was looked at
 * @param age how old the place's entry was
 * @param <K> the type of the keys
 * @since 0.1.0
 */
public record Inconsistency<K>(K key, String place, Duration delay, Duration age) {

    @Override
    public String toString() {
        return "Inconsistency[place=" + place + ", delay=" + delay + ", age=" + age + "]";
    }
}
