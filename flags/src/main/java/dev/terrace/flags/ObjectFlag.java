package dev.terrace.flags;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A flag whose values are mappings, as JSON's objects: unmodifiable, of texts, longs, doubles, booleans, lists and mappings.
 *
 * <p>Immutable and thread-safe, as far as the values of its default are.
 *
 * @since 0.1.0
 */
public final class ObjectFlag extends Flag<Map<String, Object>> {

    private ObjectFlag(String key, Map<String, Object> defaultValue) {
        super(key, FlagType.OBJECT, Map.copyOf(defaultValue));
    }

    /**
     * Makes one.
     *
     * @param key the flag's key in the definitions
     * @param defaultValue the value where the flag cannot be evaluated; it is copied, not in depth
     * @return a new one
     */
    public static ObjectFlag of(String key, Map<String, Object> defaultValue) {
        return new ObjectFlag(key, defaultValue);
    }

    @Override
    @SuppressWarnings("unchecked") // the keys of a compiled mapping are strings
    @Nullable
    Map<String, Object> read(Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : null;
    }
}
