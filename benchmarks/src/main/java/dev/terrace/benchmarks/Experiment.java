package dev.terrace.benchmarks;

import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Something that is measured on real servers, outside JMH.
 *
 * @param name as the command line has it
 * @param question what it answers, in one line
 * @param knobs the options of its own, besides {@code --out} and {@code --quick}
 * @param replays whether it can be told which recorded requests to replay, by {@code --trace}
 * @param measurement does it
 */
record Experiment(String name, String question, List<Knob> knobs, boolean replays, Measurement measurement) {

    /** One that replays nothing. */
    Experiment(String name, String question, List<Knob> knobs, Measurement measurement) {
        this(name, question, knobs, false, measurement);
    }

    /** Measures, and tells people how it goes. */
    @FunctionalInterface
    interface Measurement {
        Findings measure(Asked asked, PrintStream progress) throws Exception;
    }

    String usage() {
        return String.format("Usage: ./bench %s [options]%n%n%s.%n%n", name, question)
                + knobs.stream().map(Knob::usage).collect(Collectors.joining())
                + (replays
                        ? String.format(
                                "  %-16s%s%n",
                                "--trace FILE",
                                "requests to replay as well, gzip of big-endian 32-bit keys; may be given again")
                        : "")
                + String.format("  %-16s%s%n", "--out DIR", "where the results go; default benchmarks/target/results")
                + String.format("  %-16s%s%n", "--quick", "small numbers: shows that it works, measures little");
    }
}
