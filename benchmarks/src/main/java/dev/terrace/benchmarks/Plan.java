package dev.terrace.benchmarks;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/**
 * What the command line asks for.
 *
 * @param suite what to measure, perhaps only some of it
 * @param forks how many rounds, with one fork of each benchmark in each
 * @param threads how many threads read at once
 * @param millis the length of an iteration
 * @param out the directory of the results
 * @param seed of the order in a round
 * @param quick whether to try the machinery rather than to measure
 */
record Plan(Suite suite, int forks, int threads, int millis, Path out, long seed, boolean quick) {

    private static final int MILLIS = 1_000;
    private static final int QUICK_MILLIS = 300;

    /** With iterations as long as they are where nothing is asked. */
    Plan(Suite suite, int forks, int threads, Path out, long seed, boolean quick) {
        this(suite, forks, threads, quick ? QUICK_MILLIS : MILLIS, out, seed, quick);
    }

    static String usage(Suite suite) {
        return String.format("Usage: ./bench %s [options]%n%n%s.%n%n", suite.name(), suite.question()) + """
                  --forks N       rounds, each with one fork of every benchmark in a shuffled order; 3 to 100, default 5
                  --threads N     threads that read at once; 1 to 64, default 1
                  --millis N      length of an iteration, of which a fork has four to warm up and five that count; 100 to 60000, default 1000
                  --only A,B      these benchmarks and the first, which the others are compared with; default all
                  --seed N        seed of the order within the rounds; default 1
                  --out DIR       where the results go; default benchmarks/target/results
                  --quick         three short rounds: shows that it works, measures little
                """;
    }

    static Plan of(Suite suite, List<String> options, Path home) throws MalformedException {
        Suite measured = suite;
        Integer forks = null;
        Integer millis = null;
        int threads = 1;
        Path out = home.resolve("target/results");
        long seed = 1;
        boolean quick = false;
        Iterator<String> rest = options.iterator();
        while (rest.hasNext()) {
            String option = rest.next();
            switch (option) {
                case "--forks" -> forks = (int) Words.number(option, rest, 3, 100);
                case "--threads" -> threads = (int) Words.number(option, rest, 1, 64);
                case "--millis" -> millis = (int) Words.number(option, rest, 100, 60_000);
                case "--only" -> measured = suite.only(rest.hasNext() ? rest.next() : "");
                case "--seed" -> seed = Words.number(option, rest, 0, Long.MAX_VALUE);
                case "--out" -> out = Words.directory(option, rest);
                case "--quick" -> quick = true;
                default ->
                    throw new MalformedException("unknown option '" + option
                            + "': use --forks, --threads, --millis, --only, --out, --seed or --quick (see ./bench "
                            + suite.name() + " --help)");
            }
        }
        return new Plan(
                measured,
                forks == null ? (quick ? 3 : 5) : forks,
                threads,
                millis == null ? (quick ? QUICK_MILLIS : MILLIS) : millis,
                out,
                seed,
                quick);
    }

    /** What the results are called; neither a trial nor another number of threads overwrites a measurement. */
    String title() {
        return suite.name() + (threads == 1 ? "" : "-" + threads + "-threads") + (quick ? "-quick" : "");
    }
}
