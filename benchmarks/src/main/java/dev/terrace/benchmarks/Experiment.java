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
 * @param measurement does it
 */
record Experiment(String name, String question, List<Knob> knobs, Measurement measurement) {

    /** Measures, and tells people how it goes. */
    @FunctionalInterface
    interface Measurement {
        Findings measure(Asked asked, PrintStream progress) throws Exception;
    }

    String usage() {
        return String.format("Usage: ./bench %s [options]%n%n%s.%n%n", name, question)
                + knobs.stream().map(Knob::usage).collect(Collectors.joining())
                + String.format("  %-16s%s%n", "--out DIR", "where the results go; default benchmarks/target/results")
                + String.format("  %-16s%s%n", "--quick", "small numbers: shows that it works, measures little");
    }
}
