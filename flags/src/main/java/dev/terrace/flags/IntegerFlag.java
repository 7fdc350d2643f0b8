package dev.terrace.flags;

import org.jspecify.annotations.Nullable;

/**
 * A flag whose values are whole numbers of 64 bits: {@code IntegerFlag PAGE_SIZE = IntegerFlag.of("page_size", 20)}.
 *
 * <p>Immutable and thread-safe.
 *
 * @since 0.1.0
 */
public final class IntegerFlag extends Flag<Long> {

    private IntegerFlag(String key, long defaultValue) {
        super(key, FlagType.INTEGER, defaultValue);
    }

    /**
     * Makes one.
     *
     * @param key the flag's key in the definitions
     * @param defaultValue the value where the flag cannot be evaluated
     * @return a new one
     */
    public static IntegerFlag of(String key, long defaultValue) {
        return new IntegerFlag(key, defaultValue);
    }

    @Override
    @Nullable
    Long read(Object value) {
        return value instanceof Long number ? number : null;
    }
}
