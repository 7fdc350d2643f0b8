package dev.terrace.benchmarks;

import dev.terrace.cache.BreakerCost;
import dev.terrace.cache.CodecCost;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jmh.runner.RunnerException;

/** The command behind {@code ./bench}. Stateless. */
public final class Benchmarks {

    /** Of a class that must lie elsewhere. */
    private static final Suite CODEC = new Suite(
            "codec",
            "What the codec and the envelope of a far tier's entry take and allocate, at 100 B and 10 KB",
            CodecCost.class,
            List.of(
                    new Suite.Contender("codecEncode", "100 B: codec encodes"),
                    new Suite.Contender("envelopeWrite", "100 B: envelope is written"),
                    new Suite.Contender("bothEncode", "100 B: both, out"),
                    new Suite.Contender("codecDecode", "100 B: codec decodes"),
                    new Suite.Contender("envelopeRead", "100 B: envelope is read"),
                    new Suite.Contender("bothDecode", "100 B: both, in"),
                    new Suite.Contender("codecEncodeLarge", "10 KB: codec encodes"),
                    new Suite.Contender("envelopeWriteLarge", "10 KB: envelope is written"),
                    new Suite.Contender("bothEncodeLarge", "10 KB: both, out"),
                    new Suite.Contender("codecDecodeLarge", "10 KB: codec decodes"),
                    new Suite.Contender("envelopeReadLarge", "10 KB: envelope is read"),
                    new Suite.Contender("bothDecodeLarge", "10 KB: both, in")));

    /** What JMH runs. */
    static final List<Suite> SUITES = Peers.andSuites(
            HeapHit.SUITE,
            MissLoad.SUITE,
            CODEC,
            ObservedHits.SUITE,
            LogHits.SUITE,
            FlagHit.SUITE,
            FlagConditions.SUITE,
            SpringHit.SUITE,
            new Suite(
                    "breaker",
                    "What a call to a far tier pays for its breaker, beside counting the calls under way",
                    BreakerCost.class,
                    List.of(
                            new Suite.Contender("counted", "counted"),
                            new Suite.Contender("guarded", "counted, with a breaker"),
                            new Suite.Contender("guardedAfterAFailure", "the same, one call in 32 fails"))));

    /** What is measured outside JMH. */
    static final List<Experiment> EXPERIMENTS = Peers.andExperiments(
            LogLatency.EXPERIMENT,
            LogCatchUp.EXPERIMENT,
            LogAppends.EXPERIMENT,
            LogCutOff.EXPERIMENT,
            LogKeys.EXPERIMENT,
            NeverAbsent.EXPERIMENT,
            OneLoad.EXPERIMENT,
            OneFlight.EXPERIMENT,
            EntryBytes.EXPERIMENT,
            GrowthNames.EXPERIMENT,
            GrowthDistance.EXPERIMENT,
            GrowthNodes.EXPERIMENT,
            RedisHit.EXPERIMENT,
            JdbcHit.EXPERIMENT,
            JdbcHit.WRITE,
            BlackHole.EXPERIMENT,
            HeapCurves.EXPERIMENT,
            Tuning.EXPERIMENT,
            WarmStart.EXPERIMENT,
            WarmFill.EXPERIMENT,
            FlagFiles.EXPERIMENT,
            FlagLoad.EXPERIMENT,
            FlagChanges.EXPERIMENT,
            FlagAudit.EXPERIMENT,
            SpringStart.EXPERIMENT);

    /** What is measured by several of these, one after the other. */
    static final List<Programme> PROGRAMMES = List.of(Programme.SHORT, Programme.everything(SUITES, EXPERIMENTS));

    private static final int FAILED = 1;
    private static final int MALFORMED = 2;

    private Benchmarks() {}

    /**
     * Measures a suite or several; ends the process with 1 if that fails, with 2 if the arguments are malformed.
     *
     * @param arguments the suite, or what names several, and its options
     */
    public static void main(String[] arguments) {
        int status = run(List.of(arguments), System.out, System.err);
        if (status != 0) {
            System.exit(status);
        }
    }

    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        Path home = Path.of(System.getProperty("terrace.benchmarks", "benchmarks"));
        try {
            return dispatch(arguments, home, out) ? 0 : FAILED;
        } catch (MalformedException e) {
            err.println("bench: " + e.getMessage());
            return MALFORMED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            err.println("bench: " + e);
            return FAILED;
        } catch (Exception e) { // an experiment may fail in any way
            err.println("bench: " + e);
            return FAILED;
        }
    }

    /** Whether all was measured. */
    private static boolean dispatch(List<String> arguments, Path home, PrintStream out) throws Exception {
        boolean help = arguments.contains("--help") || arguments.contains("-h");
        String name = arguments.isEmpty() ? "" : arguments.get(0);
        List<String> options = arguments.isEmpty() ? arguments : arguments.subList(1, arguments.size());
        for (Programme programme : PROGRAMMES) {
            if (programme.name().equals(name)) {
                if (help) {
                    out.print(programme.usage());
                    return true;
                }
                return measure(Wanted.of(programme, options, home), home, out);
            }
        }
        for (Suite suite : SUITES) {
            if (suite.name().equals(name)) {
                if (help) {
                    out.print(Plan.usage(suite));
                } else {
                    measure(Plan.of(suite, options, home), home, out);
                }
                return true;
            }
        }
        for (Experiment experiment : EXPERIMENTS) {
            if (experiment.name().equals(name)) {
                if (help) {
                    out.print(experiment.usage());
                } else {
                    measure(Asked.of(experiment, options, home), home, out);
                }
                return true;
            }
        }
        if (!help) {
            throw new MalformedException(
                    name.isEmpty()
                            ? "the suite is missing: name one, such as ./bench heap-hit (see ./bench --help)"
                            : "unknown suite '" + name + "': use " + names() + ", and options after it");
        }
        out.print(usage());
        return true;
    }

    private static String names() {
        return Stream.concat(PROGRAMMES.stream().map(Programme::name), members())
                .collect(Collectors.joining(", "));
    }

    private static Stream<String> members() {
        return Stream.concat(
                SUITES.stream().map(Suite::name), EXPERIMENTS.stream().map(Experiment::name));
    }

    private static String usage() {
        return String.format("Usage: ./bench SUITE [options]; ./bench SUITE --help names its options%n%n")
                + Stream.of(
                                PROGRAMMES.stream().map(several -> line(several.name(), several.question())),
                                SUITES.stream().map(suite -> line(suite.name(), suite.question())),
                                EXPERIMENTS.stream().map(one -> line(one.name(), one.question())))
                        .flatMap(lines -> lines)
                        .collect(Collectors.joining());
    }

    private static String line(String name, String question) {
        return String.format("  %-22s%s%n", name, question);
    }

    private static void measure(Plan plan, Path home, PrintStream out)
            throws IOException, RunnerException, InterruptedException {
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
        try (PrintStream jmh = new PrintStream(Files.newOutputStream(log), true, StandardCharsets.UTF_8);
                Scene.Set scene = plan.suite().scene().set()) {
            samples = new Rounds(plan, out, jmh).run(scene);
        } finally {
            Results.delete(scratch);
        }
        Report report = new Report(plan, machine, Machine.loadNow(), samples);
        Results.leave(directory, plan.title(), report.json(), report.markdown(), out);
    }

    private static void measure(Asked asked, Path home, PrintStream out) throws Exception {
        Machine machine = Machine.here(home);
        Path directory = Files.createDirectories(asked.out());
        Path log = directory.resolve(asked.title() + ".log");
        Files.deleteIfExists(log);
        // Before the first logger is made: what caches have to say of faults is not for the console.
        System.setProperty("org.slf4j.simpleLogger.logFile", log.toString());
        out.printf("%s, load %.1f; what the nodes say goes to %s%n", asked.title(), machine.load(), log);
        Findings findings = asked.experiment().measurement().measure(asked, out);
        Paper paper = new Paper(asked, machine, Machine.loadNow(), findings);
        Results.leave(directory, asked.title(), paper.json(), paper.markdown(), out);
    }

    private static boolean measure(Wanted wanted, Path home, PrintStream out) throws IOException, InterruptedException {
        Machine machine = Machine.here(home);
        Files.createDirectories(wanted.out());
        List<Outcome> outcomes = new Conductor(
                        wanted, SUITES, EXPERIMENTS, new MemberProcess(ProcessBuilder.Redirect.INHERIT), out)
                .measure();
        Gallery gallery = Gallery.hang(wanted, outcomes, Plot.here());
        Collected collected = new Collected(
                wanted, machine, Machine.loadNow(), members().toList(), gallery.outcomes(), gallery.picture());
        Results.leave(wanted.out(), wanted.title(), collected.json(), collected.markdown(), out);
        return collected.failed().isEmpty();
    }
}
