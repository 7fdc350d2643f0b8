package dev.terrace.testkit.simulation;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/**
 * The simulator on the command line.
 *
 * @since 0.1.0
 */
public final class Simulate {

    private static final String USAGE = """
            Usage: ./simulate --seed N              lives one history and says what came of it
                   ./simulate --seeds FIRST COUNT   lives many; COUNT is 1 to 10,000,000
                   ./simulate --until-broken FIRST COUNT   the same, up to the first in which a promise is broken
            Histories of negative seeds have a tier that keeps claims on loads.
            """;

    private static final int SLICE = 1_000;
    private static final int SHORT_SLICE = 32;
    /** After as many again it says how it stands. */
    private static final int REPORTED = 10_000;

    private Simulate() {}

    /**
     * Lives what the arguments ask for. The exit code is 0 if every promise was kept, 1 if one was not, 2 if the arguments are
     * wrong.
     *
     * @param arguments {@code --seed N} or {@code --seeds FIRST COUNT}
     */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        String option = arguments.isEmpty() ? "" : arguments.get(0);
        try {
            if (option.equals("--seed") && arguments.size() == 2) {
                return lived(number(arguments.get(1)), 1, out);
            }
            boolean untilBroken = option.equals("--until-broken");
            if ((untilBroken || option.equals("--seeds")) && arguments.size() == 3) {
                long first = number(arguments.get(1));
                long count = number(arguments.get(2));
                if (count < 1 || count > 10_000_000) {
                    throw new NumberFormatException("COUNT is 1 to 10,000,000, not " + count);
                }
                return untilBroken ? livedUntilBroken(first, count, out) : lived(first, count, out);
            }
            err.print(USAGE);
        } catch (NumberFormatException malformed) {
            err.println("simulate: " + malformed.getMessage());
            err.print(USAGE);
        }
        return 2;
    }

    private static int livedUntilBroken(long first, long count, PrintStream out) {
        for (long from = first; from < first + count; from += SHORT_SLICE) {
            for (Outcome outcome : Simulator.live(from, (int) Math.min(SHORT_SLICE, first + count - from))) {
                if (outcome.violation() != null) {
                    out.println(outcome.violation());
                    out.printf("broken in history %d%n", outcome.seed() - first + 1);
                    return 1;
                }
            }
        }
        out.printf("not broken in %d histories%n", count);
        return 0;
    }

    private static int lived(long first, long count, PrintStream out) {
        long events = 0;
        int violations = 0;
        int unwitnessed = 0;
        for (long from = first; from < first + count; from += SLICE) {
            int slice = (int) Math.min(SLICE, first + count - from);
            for (Outcome outcome : Simulator.live(from, slice)) {
                events += outcome.events();
                unwitnessed += outcome.unwitnessed() > 0 ? 1 : 0;
                if (outcome.violation() != null) {
                    violations++;
                    out.println(outcome.violation());
                }
            }
            long lived = from + slice - first;
            if (lived % REPORTED == 0 && lived < count) {
                report(first, lived, events, violations, unwitnessed, out);
            }
        }
        report(first, count, events, violations, unwitnessed, out);
        return violations == 0 ? 0 : 1;
    }

    private static void report(long first, long count, long events, int violations, int unwitnessed, PrintStream out) {
        out.printf(
                Locale.ROOT,
                "seeds %d to %d: %,d events, %d with a promise broken, %d in which nobody was left who knew of an invalidation%n",
                first,
                first + count - 1,
                events,
                violations,
                unwitnessed);
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new NumberFormatException("'" + text + "' is not a whole number");
        }
    }
}
