package dev.terrace.faults;

import dev.terrace.benchmarks.MalformedException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What the command line asks for.
 *
 * @param seed the first
 * @param seeds how many, one after the other
 * @param seconds that a scenario lasts, from the first change to the last
 * @param plantsABug whether one node is to forget invalidations
 * @param out where histories are left
 * @param scenarios which ones, in this order
 */
record Asked(long seed, int seeds, int seconds, boolean plantsABug, Path out, List<Scenario<?>> scenarios) {

    static final String USAGE = """
            Breaks real servers under three real nodes, and judges what these saw by what Terrace promises.

            ./faults [options] [SCENARIO...]    all scenarios unless some are named
              --seed N        who changes what, and what breaks for how long (1). The same plan again, not the same history
              --seeds N       as many seeds, one after the other, 1 to 1,000 (1)
              --seconds N     how long each is under way, 6 to 600 (12)
              --planted-bug   one node forgets to tell half of its changes: has to be found out, so exits 1
              --out DIR       leaves histories in DIR (benchmarks/target/faults)
            ./faults check DIR                  judges a history that a run has left
            ./faults --list                     names the scenarios
            ./faults --help                     shows this

            Exit code: 0 if every promise was kept, 1 if one was broken or something failed, 2 for a wrong option.
            """;

    private static final int MOST_SEEDS = 1_000;
    private static final int LEAST_SECONDS = 6;
    private static final int MOST_SECONDS = 600;

    static Asked parse(List<String> arguments, Path home) throws MalformedException {
        Deque<String> words = new ArrayDeque<>(arguments);
        long seed = 1;
        int seeds = 1;
        int seconds = 12;
        boolean plantsABug = false;
        Path out = home.resolve("target/faults");
        List<Scenario<?>> scenarios = new ArrayList<>();
        while (!words.isEmpty()) {
            String word = words.remove();
            switch (word) {
                case "--seed" -> seed = number(word, words.poll(), 0, Long.MAX_VALUE);
                case "--seeds" -> seeds = (int) number(word, words.poll(), 1, MOST_SEEDS);
                case "--seconds" -> seconds = (int) number(word, words.poll(), LEAST_SECONDS, MOST_SECONDS);
                case "--planted-bug" -> plantsABug = true;
                case "--out" -> out = path(word, words.poll());
                default -> {
                    if (word.startsWith("-")) {
                        throw new MalformedException("unknown option " + word + ": see ./faults --help");
                    }
                    scenarios.add(Scenarios.named(word)
                            .orElseThrow(() -> new MalformedException(
                                    "unknown scenario '" + word + "': ./faults --list names those that there are")));
                }
            }
        }
        return new Asked(seed, seeds, seconds, plantsABug, out, scenarios.isEmpty() ? Scenarios.ALL : scenarios);
    }

    private static Path path(String option, String value) throws MalformedException {
        if (value == null || value.startsWith("--")) {
            throw new MalformedException(option + " needs a value: write a directory after it");
        }
        return Path.of(value);
    }

    private static long number(String option, String value, long least, long most) throws MalformedException {
        try {
            long number = Long.parseLong(value == null ? "" : value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notOne) {
            // The message is the same as for one that is out of bounds.
        }
        throw new MalformedException(
                option + " must be a whole number from " + least + " to " + most + ": " + (value == null ? "" : value));
    }
}
