package dev.terrace.faults;

import dev.terrace.benchmarks.MalformedException;
import dev.terrace.faults.history.HistoryFiles;
import dev.terrace.faults.history.Judge;
import dev.terrace.faults.history.Verdict;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The command behind {@code ./faults}. Stateless. */
public final class Faults {

    private static final int BROKEN = 1;
    private static final int MALFORMED = 2;

    private Faults() {}

    /**
     * Runs scenarios, or judges a history.
     *
     * @param arguments what {@code --help} says
     */
    public static void main(String[] arguments) {
        Locale.setDefault(Locale.ROOT);
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        try {
            if (arguments.contains("--help") || arguments.contains("-h")) {
                out.print(Asked.USAGE);
                return 0;
            }
            if (arguments.equals(List.of("--list"))) {
                Scenarios.ALL.forEach(one -> out.printf("%-26s %s%n", one.name(), one.words()));
                return 0;
            }
            if (!arguments.isEmpty() && arguments.get(0).equals("check")) {
                return check(arguments, out);
            }
            Path home = Path.of(System.getProperty("terrace.benchmarks", "benchmarks"));
            return run(Asked.parse(arguments, home), out, err) ? 0 : BROKEN;
        } catch (MalformedException e) {
            err.println("faults: " + e.getMessage());
            return MALFORMED;
        } catch (IOException e) {
            err.println("faults: " + e.getMessage());
            return BROKEN;
        }
    }

    private static int check(List<String> arguments, PrintStream out) throws MalformedException, IOException {
        if (arguments.size() != 2) {
            throw new MalformedException("check needs one value: write the directory of a history after it");
        }
        Verdict verdict = Judge.of(HistoryFiles.read(Path.of(arguments.get(1))));
        Table.head(out);
        Table.row(verdict, out);
        return verdict.holds() ? 0 : BROKEN;
    }

    private static boolean run(Asked asked, PrintStream out, PrintStream err) {
        out.printf(
                "%d scenarios, %d s each, seeds %d to %d; histories are left in %s%n",
                asked.scenarios().size(), asked.seconds(), asked.seed(), asked.seed() + asked.seeds() - 1, asked.out());
        Table.head(out);
        int broken = 0;
        for (Scenario<?> scenario : asked.scenarios()) {
            for (long seed = asked.seed(); seed < asked.seed() + asked.seeds(); seed++) {
                Path directory = asked.out().resolve(scenario.name() + "-" + seed);
                broken += run(scenario, seed, asked, directory, out, err) ? 0 : 1;
            }
        }
        out.println(broken == 0 ? "Every promise was kept." : broken + " runs have failed.");
        return broken == 0;
    }

    /** Answers whether every promise was kept. What cannot be run is told, and the next one is. */
    private static boolean run(
            Scenario<?> scenario, long seed, Asked asked, Path directory, PrintStream out, PrintStream err) {
        try {
            Verdict verdict = Run.of(scenario, seed, asked.seconds(), asked.plantsABug(), directory);
            Table.row(verdict, out);
            return verdict.holds();
        } catch (IOException | RuntimeException e) { // a server or a node may fail in any way
            err.printf("faults: %s with seed %d: %s%n", scenario.name(), seed, e);
            return false;
        }
    }
}
