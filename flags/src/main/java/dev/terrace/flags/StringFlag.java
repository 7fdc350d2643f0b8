package dev.terrace.flags;

import org.jspecify.annotations.Nullable;

/**
 * A flag whose values are texts: {@code StringFlag COLOUR = StringFlag.of("button_colour", "grey")}.
 *
 * <p>Immutable and thread-safe.
 *
 * @since 0.1.0
 */
public final class StringFlag extends Flag<String> {

    private StringFlag(String key, String defaultValue) {
        super(key, FlagType.STRING, defaultValue);
    }

    /**
     * Makes one.
     *
     * @param key the flag's key in the definitions
     * @param defaultValue the value where the flag cannot be evaluated
     * @return a new one
     */
    public static StringFlag of(String key, String defaultValue) {
        return new StringFlag(key, defaultValue);
    }

    @Override
    @Nullable
    String read(Object value) {
        return value instanceof String text ? text : null;
    }
}
