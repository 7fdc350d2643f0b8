package dev.terrace.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.openjdk.jmh.runner.RunnerException;

/** The command behind {@code ./bench}. Stateless. */
public final class Benchmarks {

    private static final int FAILED = 1;
    private static final int MALFORMED = 2;

    private Benchmarks() {}

    /**
     * Measures a suite; ends the process with 1 if that fails, with 2 if the arguments are malformed.
     *
     * @param arguments the suite and its options
     */
    public static void main(String[] arguments) {
        int status = run(List.of(arguments), System.out, System.err);
        if (status != 0) {
            System.exit(status);
        }
    }

    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        if (arguments.contains("--help") || arguments.contains("-h")) {
            out.print(Plan.USAGE);
            return 0;
        }
        Path home = Path.of(System.getProperty("terrace.benchmarks", "benchmarks"));
        try {
            measure(Plan.of(arguments, home), home, out);
            return 0;
        } catch (Plan.MalformedException e) {
            err.println("bench: " + e.getMessage());
            return MALFORMED;
        } catch (IOException | RunnerException e) {
            err.println("bench: " + e);
            return FAILED;
        }
    }

    private static void measure(Plan plan, Path home, PrintStream out) throws IOException, RunnerException {
        Machine machine = Machine.here(home);
        Path directory = Files.createDirectories(plan.out());
        Path log = directory.resolve(plan.title() + ".log");
        out.printf(
                "%d benchmarks in %d rounds, %d thread(s), load %.1f; JMH's own words go to %s%n",
                plan.suite().contenders().size(), plan.forks(), plan.threads(), machine.load(), log);
        Path scratch = Files.createTempDirectory("terrace-bench");
        // JMH locks a file there, once for the machine; runs of other people shall neither stop this one nor be
        // stopped.
        System.setProperty("java.io.tmpdir", scratch.toString());
        List<Sample> samples;
        try (PrintStream jmh = new PrintStream(Files.newOutputStream(log), true, StandardCharsets.UTF_8)) {
            samples = new Rounds(plan, out, jmh).run();
        } finally {
            delete(scratch);
        }
        Report report = new Report(plan, machine, Machine.loadNow(), samples);
        Path json = Files.writeString(directory.resolve(plan.title() + ".json"), report.json());
        Path table = Files.writeString(directory.resolve(plan.title() + ".md"), report.markdown());
        out.printf("%n%s%n%s%n%s%n", report.markdown(), json, table);
    }

    private static void delete(Path directory) throws IOException {
        List<Path> files;
        try (var all = Files.walk(directory)) {
            files = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }
}
