package dev.terrace.benchmarks;

import org.jspecify.annotations.Nullable;

/**
 * What a figure should be.
 *
 * @param kind on which side of the bound it should lie
 * @param bound in the figure's unit
 */
record Aim(Kind kind, double bound) {

    /** On which side of its bound a figure should lie. */
    enum Kind {
        AT_MOST("at most "),
        AT_LEAST("at least "),
        EXACTLY("");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    static Aim atMost(double bound) {
        return new Aim(Kind.AT_MOST, bound);
    }

    static Aim atLeast(double bound) {
        return new Aim(Kind.AT_LEAST, bound);
    }

    static Aim exactly(double bound) {
        return new Aim(Kind.EXACTLY, bound);
    }

    boolean isMet(double value) {
        return switch (kind) {
            case AT_MOST -> value <= bound;
            case AT_LEAST -> value >= bound;
            case EXACTLY -> Double.compare(value, bound) == 0;
        };
    }

    String text(Unit unit) {
        return kind.words + unit.text(bound);
    }

    /** Whether everything that the figure may be is on one side of the bound. */
    boolean isDecided(@Nullable Interval interval) {
        return interval == null || kind == Kind.EXACTLY || isMet(interval.low()) == isMet(interval.high());
    }

    /** The words at the end of a row. */
    String verdict(double value, @Nullable Interval interval) {
        return verdict(isMet(value), isDecided(interval));
    }

    static String verdict(boolean met, boolean decided) {
        return (met ? "met" : "**MISSED**") + (decided ? "" : ", undecided");
    }
}
