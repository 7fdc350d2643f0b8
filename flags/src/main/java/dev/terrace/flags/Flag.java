package dev.terrace.flags;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A flag as code knows it: a key, a type, and the value to go on with where the flag cannot be evaluated. Declare one as a
 * constant beside the code that asks for it.
 *
 * <p>Two are equal if their keys, types and defaults are. Immutable and thread-safe.
 *
 * @param <T> the type of the values
 * @since 0.1.0
 */
public abstract sealed class Flag<T> permits BooleanFlag, StringFlag, IntegerFlag, NumberFlag, ObjectFlag {

    private final String key;
    private final FlagType type;
    private final T defaultValue;

    Flag(String key, FlagType type, T defaultValue) {
        this.key = Objects.requireNonNull(key, "a flag needs a key");
        this.type = type;
        this.defaultValue = Objects.requireNonNull(defaultValue, "a flag needs a default");
    }

    /**
     * The flag's key in the definitions.
     *
     * @return not null
     */
    public final String key() {
        return key;
    }

    /**
     * What its values are.
     *
     * @return not null
     */
    public final FlagType type() {
        return type;
    }

    /**
     * The value where the flag cannot be evaluated.
     *
     * @return not null
     */
    public final T defaultValue() {
        return defaultValue;
    }

    /** The value as this flag's type, or null if it is of another. */
    abstract @Nullable T read(Object value);

    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof Flag<?> flag
                && key.equals(flag.key)
                && type == flag.type
                && defaultValue.equals(flag.defaultValue);
    }

    @Override
    public final int hashCode() {
        return key.hashCode();
    }

    @Override
    public final String toString() {
        return key + " (" + type.word() + ")";
    }
}
