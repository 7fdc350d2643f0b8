package dev.terrace.flags;

import org.jspecify.annotations.Nullable;

/**
 * A flag whose values are numbers: {@code NumberFlag FEE = NumberFlag.of("fee", 0.05)}.
 *
 * <p>Immutable and thread-safe.
 *
 * @since 0.1.0
 */
public final class NumberFlag extends Flag<Double> {

    private NumberFlag(String key, double defaultValue) {
        super(key, FlagType.NUMBER, defaultValue);
    }

    /**
     * Makes one.
     *
     * @param key the flag's key in the definitions
     * @param defaultValue the value where the flag cannot be evaluated
     * @return a new one
     */
    public static NumberFlag of(String key, double defaultValue) {
        return new NumberFlag(key, defaultValue);
    }

    @Override
    @Nullable
    Double read(Object value) {
        return value instanceof Double number ? number : null;
    }
}
