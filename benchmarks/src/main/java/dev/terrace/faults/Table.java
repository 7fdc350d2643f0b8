package dev.terrace.faults;

import dev.terrace.faults.history.Promise;
import dev.terrace.faults.history.Verdict;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Prints verdicts, one a line. Stateless. */
final class Table {

    private static final String HEAD =
            "scenario                    seed faults    reads changes queued refused  apart  ";
    private static final String TAIL = " slowest   healed";

    private Table() {}

    static void head(PrintStream out) {
        out.println("Broken promises, by name; slowest read, and time to heal after the last fault, in ms");
        out.println(HEAD
                + Arrays.stream(Promise.values())
                        .map(promise -> String.format("%7s", promise.toString().substring("CACHE-".length())))
                        .collect(Collectors.joining())
                + TAIL);
    }

    static void row(Verdict verdict, PrintStream out) {
        out.print(String.format(
                Locale.ROOT,
                "%-26s %5d %6d %,8d %7d %6d %7d %6d  ",
                verdict.circumstances().scenario(),
                verdict.circumstances().seed(),
                verdict.circumstances().faults().size(),
                verdict.reads(),
                verdict.logged() + verdict.queued(),
                verdict.queued(),
                verdict.refused(),
                verdict.apart()));
        for (Promise promise : Promise.values()) {
            out.print(String.format(Locale.ROOT, "%7d", verdict.broken(promise)));
        }
        out.println(String.format(Locale.ROOT, " %7.0f %8.0f", verdict.slowest() / 1e6, verdict.healing() / 1e6));
        verdict.examples().forEach(example -> out.println("    " + example));
    }
}
