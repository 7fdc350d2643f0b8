package dev.terrace.benchmarks;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/**
 * What the command line asks for.
 *
 * @param suite what to measure
 * @param forks how many rounds, with one fork of each benchmark in each
 * @param threads how many threads read at once
 * @param out the directory of the results
 * @param seed of the order in a round
 * @param quick whether to try the machinery rather than to measure
 */
record Plan(Suite suite, int forks, int threads, Path out, long seed, boolean quick) {

    static final String USAGE = """
            Usage: ./bench heap-hit [options]

              --forks N     rounds, each with one fork of every benchmark in a shuffled order; 3 to 100, default 5
              --threads N   threads that read at once; 1 to 64, default 1
              --out DIR     where the results go; default benchmarks/target/results
              --seed N      seed of the order within the rounds; default 1
              --quick       three short rounds: shows that it works, measures little
            """;

    private static final List<Suite> SUITES = List.of(HeapHit.SUITE);

    /** A command line that asks for nothing that can be done; its message has the cure. */
    static final class MalformedException extends Exception {

        private static final long serialVersionUID = 1L;

        MalformedException(String message) {
            super(message);
        }
    }

    static Plan of(List<String> arguments, Path home) throws MalformedException {
        if (arguments.isEmpty()) {
            throw new MalformedException("the suite is missing: name one, such as ./bench heap-hit");
        }
        Suite suite = suite(arguments.get(0));
        Integer forks = null;
        int threads = 1;
        Path out = home.resolve("target/results");
        long seed = 1;
        boolean quick = false;
        Iterator<String> rest = arguments.listIterator(1);
        while (rest.hasNext()) {
            String option = rest.next();
            switch (option) {
                case "--forks" -> forks = (int) number(option, rest, 3, 100);
                case "--threads" -> threads = (int) number(option, rest, 1, 64);
                case "--seed" -> seed = number(option, rest, 0, Long.MAX_VALUE);
                case "--out" -> out = directory(option, rest);
                case "--quick" -> quick = true;
                default ->
                    throw new MalformedException("unknown option '" + option
                            + "': use --forks, --threads, --out, --seed or --quick (see ./bench --help)");
            }
        }
        return new Plan(suite, forks == null ? (quick ? 3 : 5) : forks, threads, out, seed, quick);
    }

    /** What the results are called; neither a trial nor another number of threads overwrites a measurement. */
    String title() {
        return suite.name() + (threads == 1 ? "" : "-" + threads + "-threads") + (quick ? "-quick" : "");
    }

    private static Suite suite(String name) throws MalformedException {
        for (Suite suite : SUITES) {
            if (suite.name().equals(name)) {
                return suite;
            }
        }
        throw new MalformedException("unknown suite '" + name + "': use heap-hit, and options after it");
    }

    private static long number(String option, Iterator<String> rest, long least, long most) throws MalformedException {
        String bounds = most == Long.MAX_VALUE
                ? "a whole number from " + least
                : "a whole number from " + least + " to " + most;
        if (!rest.hasNext()) {
            throw new MalformedException(option + " lacks its value: give it " + bounds + ", such as " + option + " 5");
        }
        String given = rest.next();
        try {
            long number = Long.parseLong(given);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Answered below, as any other number that is none of these.
        }
        throw new MalformedException(
                option + " is not " + bounds + ": '" + given + "'; give it one, such as " + option + " 5");
    }

    private static Path directory(String option, Iterator<String> rest) throws MalformedException {
        String given = rest.hasNext() ? rest.next() : "";
        if (given.isBlank() || given.startsWith("--")) {
            throw new MalformedException(
                    option + " lacks its directory: give it one, such as " + option + " /tmp/results");
        }
        try {
            return Path.of(given).toAbsolutePath();
        } catch (InvalidPathException e) {
            throw new MalformedException(option + " is not a path: '" + given + "'; give it a directory's");
        }
    }
}
