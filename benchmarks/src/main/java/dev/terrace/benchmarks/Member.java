package dev.terrace.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * A suite or an experiment that a {@link Programme} measures.
 *
 * @param name as the command line has it
 * @param which options that say what of it is measured, also in a trial
 * @param size options that say how much of it is measured, for which a trial has numbers of its own
 */
record Member(String name, List<String> which, List<String> size) {

    /** With every option at its default. */
    static Member of(String name) {
        return new Member(name, List.of(), List.of());
    }

    /** Some benchmarks of a suite, the names with commas in between. */
    Member only(String methods) {
        return new Member(name, List.of("--only", methods), size);
    }

    /** With options in words, such as {@code --trials 500}. */
    Member sized(String words) {
        return new Member(name, which, List.of(words.split(" ", -1)));
    }

    /** What it is measured with, after its name. */
    List<String> options(boolean quick) {
        List<String> options = new ArrayList<>(which);
        if (quick) {
            options.add("--quick");
        } else {
            options.addAll(size);
        }
        return options;
    }

    /** As people would type it. */
    String command(boolean quick) {
        List<String> options = options(quick);
        return "./bench " + name + (options.isEmpty() ? "" : " " + String.join(" ", options));
    }
}
