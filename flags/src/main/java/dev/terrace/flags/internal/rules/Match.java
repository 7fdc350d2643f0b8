package dev.terrace.flags.internal.rules;

/**
 * What a condition says of a unit. UNKNOWN where an attribute that it needs is missing or of another type: neither the
 * condition holds then nor its negation (Kleene's logic, as SQL's).
 */
public enum Match {
    /** It holds. */
    YES,
    /** It does not. */
    NO,
    /** Nobody can say. */
    UNKNOWN;

    static Match of(boolean holds) {
        return holds ? YES : NO;
    }

    Match negated() {
        return this == YES ? NO : this == NO ? YES : UNKNOWN;
    }

    String word() {
        return this == YES ? "yes" : this == NO ? "no" : "cannot be said";
    }
}
