package dev.terrace.flags;

/**
 * Why an evaluation answered what it did. Where OpenFeature has a word for it, it is that word.
 *
 * <p>Thread-safety: immutable, as every enum.
 *
 * @since 0.1.0
 */
public enum Reason {
    /** The flag has no rules: it answers its default to everyone. */
    STATIC,
    /** No rule matched: the flag's default. */
    DEFAULT,
    /** A rule matched and answered one variant. */
    TARGETING_MATCH,
    /** A rule or a schedule divided the units, and this one's place decided. */
    SPLIT,
    /** The flag's state is off: its off variant. */
    DISABLED,
    /** Another flag does not answer what this one requires: its off variant. */
    PREREQUISITE_FAILED,
    /** A step of the flag's schedule answered one variant. */
    SCHEDULE,
    /** An operator's override. */
    OPERATOR_OVERRIDE,
    /** An environment variable. */
    VARIABLE_OVERRIDE,
    /** The read-only mode is on, and forces the flag. */
    READ_ONLY,
    /** The maintenance mode is on, and forces the flag. */
    MAINTENANCE,
    /** The emergency shutdown is on, and forces the flag. */
    EMERGENCY_SHUTDOWN,
    /** A rule or schedule divides the units, and no unit was named: the answer for those who are not in. */
    TARGETING_KEY_MISSING,
    /** The flag could not be evaluated: the caller's default. {@link Evaluation#error()} says what was wrong. */
    ERROR
}
