package dev.terrace.flags;

/**
 * What the values of a flag are.
 *
 * <p>Thread-safety: immutable, as every enum.
 *
 * @since 0.1.0
 */
public enum FlagType {
    /** True or false: {@link Boolean}. */
    BOOLEAN,
    /** A text: {@link String}. */
    STRING,
    /** A whole number of 64 bits: {@link Long}. */
    INTEGER,
    /** A number: {@link Double}. */
    NUMBER,
    /** A mapping of names to texts, numbers, truths, lists and mappings: an unmodifiable {@link java.util.Map}. */
    OBJECT;

    String word() {
        return switch (this) {
            case BOOLEAN -> "boolean";
            case STRING -> "string";
            case INTEGER -> "integer";
            case NUMBER -> "number";
            case OBJECT -> "object";
        };
    }
}
