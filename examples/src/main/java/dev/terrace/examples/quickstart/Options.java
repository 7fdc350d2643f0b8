package dev.terrace.examples.quickstart;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for.
 *
 * @param trace a recorded input; null for the generator
 * @param requests how many requests are served at most; null for the whole trace, or the generator's default
 * @param products how many products the generator knows
 * @param seed of the generator, and of the choice of requests that are changes
 * @param threads of each node
 * @param seconds in which the requests are served; 0 for as fast as can be
 * @param outage whether Redis is killed
 * @param warm whether a restart with warming and without is compared instead
 */
record Options(
        @Nullable Path trace,
        @Nullable Integer requests,
        int products,
        long seed,
        int threads,
        int seconds,
        boolean outage,
        boolean warm,
        boolean help) {

    static final int DEFAULT_REQUESTS = 280_000;
    static final int DEFAULT_PRODUCTS = 20_000;
    static final int MAXIMUM_THREADS = 64;

    static final String HELP = """
            Serves product reads from two processes through heap, Redis, JDBC and a catalogue, while products change and Redis
            dies, and says what came of it.

            ./quickstart [options]
              --trace FILE    requests to serve, one key each: gzip of big-endian 32-bit integers.
                              Without it: a seeded generator (Zipf, with drift)
              --requests N    serve the first N requests only (generator: make N; 280,000)
              --products N    products that the generator knows (20,000)
              --seed N        of the generator, and of which requests are changes (1)
              --threads N     threads of each process, 1 to 64 (4)
              --seconds N     spread the requests over N seconds, 0 to 3,600 (40). What cannot be served in that
                              time is served after it; 0 means as fast as possible. Nothing is left out
              --no-outage     let Redis live
              --warm          show instead what a restart costs with warming and without, on one node
              --help          show this

            Exit code: 0 if no request failed and no read was stale, with Redis or without, 1 if not, 2 for a wrong option.
            """;

    static Options parse(List<String> arguments) {
        Parser parser = new Parser(arguments);
        while (parser.hasNext()) {
            parser.next();
        }
        return parser.options();
    }

    /** Not thread-safe. */
    private static final class Parser {

        private final Deque<String> words = new ArrayDeque<>();
        private @Nullable Path trace;
        private @Nullable Integer requests;
        private @Nullable Integer products;
        private long seed = 1;
        private int threads = 4;
        private int seconds = 40;
        private boolean outage = true;
        private boolean warm;
        private boolean help;

        Parser(List<String> arguments) {
            words.addAll(arguments);
        }

        boolean hasNext() {
            return !words.isEmpty();
        }

        /** Takes an option with its value: {@code --seed 7} or {@code --seed=7}. */
        void next() {
            String word = words.remove();
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            if (equals > 0) {
                words.addFirst(word.substring(equals + 1));
                word = word.substring(0, equals);
            }
            switch (word) {
                case "--trace" -> trace = Path.of(value(word, "the path of a file"));
                case "--requests" -> requests = (int) number(word, 1, TraceFile.MAXIMUM_REQUESTS);
                case "--products" -> products = (int) number(word, 1, 10_000_000);
                case "--seed" -> seed = number(word, Long.MIN_VALUE, Long.MAX_VALUE);
                case "--threads" -> threads = (int) number(word, 1, MAXIMUM_THREADS);
                case "--seconds" -> seconds = (int) number(word, 0, 3_600);
                case "--no-outage" -> outage = flag(word, equals, false);
                case "--warm" -> warm = flag(word, equals, true);
                case "--help", "-h" -> help = flag(word, equals, true);
                default -> throw new UsageException("unknown option " + word + ": see --help for those that there are");
            }
        }

        Options options() {
            if (trace != null && products != null) {
                throw new UsageException("--products is for the generator, a trace has its own: leave one of --products"
                        + " and --trace out");
            }
            int known = products == null ? DEFAULT_PRODUCTS : products;
            return new Options(trace, requests, known, seed, threads, seconds, outage, warm, help);
        }

        private boolean flag(String option, int equals, boolean value) {
            if (equals > 0) {
                throw new UsageException(option + " takes no value: write " + option + " alone");
            }
            return value;
        }

        private String value(String option, String what) {
            String value = words.poll();
            if (value == null || value.isEmpty() || value.startsWith("--")) {
                throw new UsageException(option + " needs a value: write " + what + " after it");
            }
            return value;
        }

        private long number(String option, long least, long most) {
            String value = value(option, "a number");
            try {
                long number = Long.parseLong(value.replace(",", "").replace("_", ""));
                if (number >= least && number <= most) {
                    return number;
                }
            } catch (NumberFormatException notOne) {
                // The message is the same as for one that is out of bounds.
            }
            throw new UsageException("%s must be a number from %,d to %,d: %s".formatted(option, least, most, value));
        }
    }
}
