package dev.terrace.cache;

import org.jspecify.annotations.Nullable;

/**
 * A value and the validator that its source gave it: an entity tag, a version, a time of modification (RFC 9110, section 8.8).
 *
 * <p>Immutable and thread-safe.
 *
 * @param value the value
 * @param validator what its source calls this state of it
 * @param <V> the type of the value
 * @since 0.1.0
 */
public record Validated<V extends @Nullable Object>(V value, String validator) {

    /** Its type alone, for both may be secrets. */
    @Override
    public String toString() {
        return "Validated";
    }
}
