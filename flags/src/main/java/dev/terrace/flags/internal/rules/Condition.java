package dev.terrace.flags.internal.rules;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/*
 * A compiled condition. Immutable. What it can cost at most and how deep it nests is known when it is made, and bounded
 * then; so is what a match takes.
 */
public abstract sealed class Condition {

    /** The attribute by which conditions name the unit itself. */
    public static final String UNIT = "targetingKey";

    private final long cost;
    private final int depth;

    private Condition(long cost, int depth) {
        this.cost = cost;
        this.depth = depth;
    }

    /** The steps it may take, each some tens of nanoseconds. */
    public final long cost() {
        return cost;
    }

    /** How deep conditions and segments nest in it. */
    public final int depth() {
        return depth;
    }

    /** What it says of a unit with these attributes. */
    public abstract Match match(@Nullable String unit, Map<String, Object> attributes, @Nullable Trace trace);

    private static long costOf(List<Condition> parts) {
        long cost = 1;
        for (Condition part : parts) {
            cost = Math.min(Integer.MAX_VALUE, cost + part.cost);
        }
        return cost;
    }

    private static int depthOf(List<Condition> parts) {
        return 1 + parts.stream().mapToInt(Condition::depth).max().orElse(0);
    }

    /** All of some conditions, or any of them. */
    static final class Several extends Condition {
        private final Condition[] parts;
        private final Match ends;

        /** The match of one part that decides: NO for all, YES for any. */
        Several(List<Condition> parts, Match ends) {
            super(costOf(parts), depthOf(parts));
            this.parts = parts.toArray(new Condition[0]);
            this.ends = ends;
        }

        @Override
        public Match match(@Nullable String unit, Map<String, Object> attributes, @Nullable Trace trace) {
            if (trace != null) {
                trace.line(ends == Match.NO ? "all of" : "any of");
                trace.in();
            }
            Match match = ends.negated();
            for (Condition part : parts) {
                Match one = part.match(unit, attributes, trace);
                if (one == ends) {
                    match = ends;
                    break;
                }
                if (one == Match.UNKNOWN) {
                    match = one;
                }
            }
            if (trace != null) {
                trace.out();
            }
            return match;
        }
    }

    /** The opposite of one. */
    static final class Not extends Condition {
        private final Condition part;

        Not(Condition part) {
            super(part.cost + 1, part.depth + 1);
            this.part = part;
        }

        @Override
        public Match match(@Nullable String unit, Map<String, Object> attributes, @Nullable Trace trace) {
            if (trace != null) {
                trace.line("not");
                trace.in();
            }
            Match match = part.match(unit, attributes, trace).negated();
            if (trace != null) {
                trace.out();
            }
            return match;
        }
    }

    /** One that has a name. */
    static final class Segment extends Condition {
        private final String name;
        private final Condition part;

        Segment(String name, Condition part) {
            super(part.cost + 1, part.depth + 1);
            this.name = name;
            this.part = part;
        }

        @Override
        public Match match(@Nullable String unit, Map<String, Object> attributes, @Nullable Trace trace) {
            if (trace == null) {
                return part.match(unit, attributes, null);
            }
            trace.line("segment " + name);
            trace.in();
            Match match = part.match(unit, attributes, trace);
            trace.out();
            trace.line("segment " + name + ": " + match.word());
            return match;
        }
    }

    /** What is asked of one attribute; all of it must hold. */
    static final class Attribute extends Condition {
        private final String name;
        private final boolean isUnit;
        private final Check[] checks;
        private final @Nullable Boolean exists;

        Attribute(String name, List<Check> checks, @Nullable Boolean exists) {
            super(1 + checks.stream().mapToLong(Check::cost).sum(), 1);
            this.name = name;
            isUnit = name.equals(UNIT);
            this.checks = checks.toArray(new Check[0]);
            this.exists = exists;
        }

        @Override
        public Match match(@Nullable String unit, Map<String, Object> attributes, @Nullable Trace trace) {
            Object value = isUnit ? unit : attributes.get(name);
            Match match = of(value);
            if (trace != null) {
                trace.line(name + (value == null ? " (missing)" : "") + words() + ": " + match.word());
            }
            return match;
        }

        private Match of(@Nullable Object value) {
            if (exists != null && exists != (value != null)) {
                return Match.NO;
            }
            if (value == null) {
                return checks.length == 0 ? Match.YES : Match.UNKNOWN;
            }
            Match match = Match.YES;
            for (Check check : checks) {
                Match one = check.match(value);
                if (one == Match.NO) {
                    return one;
                }
                if (one == Match.UNKNOWN) {
                    match = one;
                }
            }
            return match;
        }

        private String words() {
            StringBuilder words = new StringBuilder();
            if (exists != null) {
                words.append(exists ? " exists" : " does not exist");
            }
            for (Check check : checks) {
                words.append(words.isEmpty() ? " " : " and ").append(check.words());
            }
            return words.toString();
        }
    }
}
