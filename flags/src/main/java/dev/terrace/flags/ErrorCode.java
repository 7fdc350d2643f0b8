package dev.terrace.flags;

/**
 * What was wrong with an evaluation, by OpenFeature's names.
 *
 * <p>Thread-safety: immutable, as every enum.
 *
 * @since 0.1.0
 */
public enum ErrorCode {
    /** No flag has this key. */
    FLAG_NOT_FOUND,
    /** The flag is of another type than was asked for. */
    TYPE_MISMATCH,
    /** The flag divides units, and none was named. */
    TARGETING_KEY_MISSING,
    /** The evaluation failed inside; that is a mistake of this library, or of the clock it was given. */
    GENERAL
}
