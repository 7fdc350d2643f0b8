package dev.terrace.flags;

import org.jspecify.annotations.Nullable;

/**
 * A flag whose values are true or false: {@code BooleanFlag NEW_CHECKOUT = BooleanFlag.of("new_checkout", false)}.
 *
 * <p>Immutable and thread-safe.
 *
 * @since 0.1.0
 */
public final class BooleanFlag extends Flag<Boolean> {

    private BooleanFlag(String key, boolean defaultValue) {
        super(key, FlagType.BOOLEAN, defaultValue);
    }

    /**
     * Makes one.
     *
     * @param key the flag's key in the definitions
     * @param defaultValue the value where the flag cannot be evaluated
     * @return a new one
     */
    public static BooleanFlag of(String key, boolean defaultValue) {
        return new BooleanFlag(key, defaultValue);
    }

    @Override
    @Nullable
    Boolean read(Object value) {
        return value instanceof Boolean truth ? truth : null;
    }
}
