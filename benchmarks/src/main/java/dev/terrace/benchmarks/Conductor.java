package dev.terrace.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Has the members of a programme measured, one after the other, whatever becomes of each. Not thread-safe. */
final class Conductor {

    private final Wanted wanted;
    private final List<Suite> suites;
    private final List<Experiment> experiments;
    private final Stage stage;
    private final PrintStream out;

    Conductor(Wanted wanted, List<Suite> suites, List<Experiment> experiments, Stage stage, PrintStream out) {
        this.wanted = wanted;
        this.suites = suites;
        this.experiments = experiments;
        this.stage = stage;
        this.out = out;
    }

    /** What became of each, in their order. */
    List<Outcome> measure() throws InterruptedException {
        List<Outcome> outcomes = new ArrayList<>();
        List<Member> members = wanted.programme().members();
        for (Member member : members) {
            out.printf("%n[%d of %d] %s%n", outcomes.size() + 1, members.size(), member.command(wanted.quick()));
            long before = System.nanoTime();
            Outcome outcome;
            try {
                outcome = measure(member, before);
            } catch (IOException | MalformedException | RuntimeException e) {
                outcome = failed(member, before, String.valueOf(e.getMessage()));
            }
            if (!outcome.isMeasured()) {
                out.printf("%s FAILED: %s%n", member.name(), outcome.failure());
            }
            outcomes.add(outcome);
        }
        return outcomes;
    }

    private Outcome measure(Member member, long before) throws IOException, MalformedException, InterruptedException {
        Path directory = Files.createDirectories(wanted.directory());
        List<String> options = new ArrayList<>(member.options(wanted.quick()));
        String title = complete(member.name(), options);
        Path data = directory.resolve(title + ".json");
        Path table = directory.resolve(title + ".md");
        // Those of an earlier run would pass for this one's.
        Files.deleteIfExists(data);
        Files.deleteIfExists(table);
        options.add(0, member.name());
        String failure = stage.run(
                options,
                directory.resolve(title + ".errors"),
                Duration.ofMinutes(wanted.programme().limitMinutes()));
        return failure == null
                ? Outcome.measured(
                        member.name(),
                        command(options),
                        seconds(before),
                        Files.readString(data),
                        Files.readString(table))
                : failed(member, before, failure);
    }

    /** Adds what the programme was told; answers what the results will be called. */
    private String complete(String name, List<String> options) throws MalformedException {
        options.addAll(List.of("--out", wanted.directory().toString()));
        for (Suite suite : suites) {
            if (suite.name().equals(name)) {
                forks(options);
                return Plan.of(suite, options, wanted.out()).title();
            }
        }
        for (Experiment experiment : experiments) {
            if (experiment.name().equals(name)) {
                if (experiment.knobs().stream().anyMatch(knob -> knob.option().equals("--forks"))) {
                    forks(options);
                }
                if (experiment.replays()) {
                    wanted.traces().forEach(trace -> options.addAll(List.of("--trace", trace.toString())));
                }
                return Asked.of(experiment, options, wanted.out()).title();
            }
        }
        throw new MalformedException("this build has no suite of that name");
    }

    private void forks(List<String> options) {
        Integer forks = wanted.forks();
        if (forks != null) {
            options.addAll(List.of("--forks", forks.toString()));
        }
    }

    private Outcome failed(Member member, long before, String failure) {
        return Outcome.failed(member.name(), member.command(wanted.quick()), seconds(before), failure);
    }

    /** As people would type it: where the results go is theirs. */
    private static String command(List<String> options) {
        int out = options.indexOf("--out");
        List<String> typed = new ArrayList<>(options.subList(0, out));
        typed.addAll(options.subList(out + 2, options.size()));
        return "./bench " + String.join(" ", typed);
    }

    private static double seconds(long before) {
        return (System.nanoTime() - before) / 1e9;
    }
}
