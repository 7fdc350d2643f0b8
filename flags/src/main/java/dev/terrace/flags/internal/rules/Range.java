package dev.terrace.flags.internal.rules;

/** A number above or below another one. */
final class Range extends Check {

    private final Number bound;
    private final boolean above;
    private final boolean itself;

    Range(String words, Number bound, boolean above, boolean itself) {
        super(words);
        this.bound = bound;
        this.above = above;
        this.itself = itself;
    }

    @Override
    Match one(Object value) {
        if (!(value instanceof Number number) || !Numbers.isReal(number)) {
            return Match.UNKNOWN;
        }
        int compared = Numbers.compare(number, bound);
        return Match.of(compared == 0 ? itself : (compared > 0) == above);
    }
}
