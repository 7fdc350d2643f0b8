package dev.terrace.benchmarks;

import dev.terrace.benchmarks.Board.Cell;
import dev.terrace.cache.Cache;
import dev.terrace.cache.Receipt;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/*
 * The clock is one: System.nanoTime() counts from the same moment in all processes of a Linux machine, which is checked. So one
 * way is measured, and no half of a round trip has to be guessed.
 *
 * A trial is measured from before the call on this node to the moment when the observer's thread has seen it; both calls block
 * until Redis has answered them. Neither waits for the other: a trial begins when the one before it was seen, after a pause whose
 * length is random, so that no timer keeps step with the trials. Many pairs without pauses come first, since either way of telling is
 * several times slower until it has been compiled.
 */
/** How long an invalidation takes to another process, beside a bare message of Redis. Stateless. */
final class LogLatency {

    static final Experiment EXPERIMENT = new Experiment(
            "log-latency",
            "How long an invalidation on Redis takes to a read on another process, beside a bare PUBLISH",
            List.of(
                    new Knob("--trials", 100, 1_000_000, 2_000, 300, "pairs of an invalidation and a bare message"),
                    new Knob(
                            "--warm-up",
                            10,
                            1_000_000,
                            20_000,
                            500,
                            "pairs before them, without pauses, that do not count"),
                    new Knob("--seed", 0, Integer.MAX_VALUE, 1, 1, "seed of the pauses and of the interval's draws")),
            LogLatency::measure);

    private static final int LOST_SECONDS = 5;
    private static final int SHORTEST_PAUSE_NANOS = 500_000;
    private static final int PAUSE_NANOS = 1_000_000;

    private static final Pattern COMMAND =
            Pattern.compile("cmdstat_(\\S+?):calls=(?<calls>\\d+).*usec_per_call=(?<micros>[0-9.]+)");

    private LogLatency() {}

    private static Findings measure(Asked asked, PrintStream progress) throws IOException {
        Path log = asked.out().resolve(asked.title() + ".log");
        Path file = Files.createTempFile("terrace-board", "");
        Board board = Board.open(file);
        try (Backend redis = Backend.redis();
                PeerProcess observer = PeerProcess.launch(log, LatencyObserver.NAME, redis.address(), file.toString());
                Node node = redis.node(LatencyObserver.NAMESPACE)) {
            RedisClient client = RedisClient.create(redis.address());
            try (StatefulRedisConnection<String, String> bare = client.connect()) {
                Sender sender = new Sender(board, LatencyObserver.cache(node.terrace(), board), bare);
                Random random = new Random(asked.number("--seed"));
                sender.pairs(asked.number("--warm-up"), () -> {}, progress);
                bare.sync().configResetstat();
                Pairs pairs = sender.pairs(asked.number("--trials"), () -> pause(random), progress);
                progress.println("the observer: " + observer.ask("stats"));
                String statistics = bare.sync().info("commandstats");
                return findings(pairs, statistics, sender.queued, asked.number("--seed"));
            } finally {
                client.shutdown();
            }
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static void pause(Random random) {
        Clock.pause(SHORTEST_PAUSE_NANOS + random.nextInt(PAUSE_NANOS));
    }

    /** A column of Redis' own statistics, by command; what a script calls counts there, and in the script's own time. */
    private static Map<String, Double> commands(String statistics, String column) {
        Map<String, Double> values = new TreeMap<>();
        Matcher command = COMMAND.matcher(statistics);
        while (command.find()) {
            values.put(command.group(1), Double.parseDouble(command.group(column)));
        }
        return values;
    }

    /**
     * Microseconds, by pair.
     *
     * @param log until an invalidation was seen
     * @param receipt until its call returned
     * @param bare until a bare message was seen
     * @param answer until its call returned
     */
    private record Pairs(double[] log, double[] receipt, double[] bare, double[] answer) {}

    private static Findings findings(Pairs pairs, String statistics, long queued, int seed) {
        double[] log = pairs.log;
        double[] bare = pairs.bare;
        Interval ratio = Interval.ofTrials(
                log.length,
                seed,
                drawn -> Percentile.of(Percentile.pick(log, drawn), 50)
                        / Percentile.of(Percentile.pick(bare, drawn), 50));
        Unit unit = Unit.MICROSECONDS;
        return new Findings(
                List.of(
                        Figure.of("invalidation, p50", unit, Percentile.of(log, 50)),
                        Figure.of("invalidation, p95", unit, Percentile.of(log, 95)),
                        Figure.of("invalidation, p99", unit, Percentile.of(log, 99))
                                .aim(Aim.atMost(5_000)),
                        Figure.of("invalidation, until its receipt, p50", unit, Percentile.of(pairs.receipt, 50)),
                        Figure.of("bare message, p50", unit, Percentile.of(bare, 50)),
                        Figure.of("bare message, p95", unit, Percentile.of(bare, 95)),
                        Figure.of("bare message, p99", unit, Percentile.of(bare, 99)),
                        Figure.of("bare message, until its answer, p50", unit, Percentile.of(pairs.answer, 50)),
                        Figure.of("ratio of the medians", Unit.RATIO, Percentile.of(log, 50) / Percentile.of(bare, 50))
                                .within(ratio)
                                .aim(Aim.atMost(1.5)),
                        Figure.of(
                                "of an invalidation, Redis runs its script for (mean)",
                                unit,
                                commands(statistics, "micros").getOrDefault("evalsha", Double.NaN)),
                        Figure.count("receipts that said QUEUED", queued)),
                "Two processes on loopback; from before the call of the one to when a spinning thread of the other has seen it: a "
                        + "read of the key that shows the new version, or the number of the bare message (Lettuce, 96 bytes). "
                        + "One of each in turn, in changing order. Interval: 95%, bootstrap over blocks of neighbouring pairs.",
                Map.of(
                        "redisCommandMicros",
                        commands(statistics, "micros"),
                        "redisCommandCalls",
                        commands(statistics, "calls"),
                        "invalidationMicros",
                        Arrays.stream(log).boxed().toList(),
                        "bareMicros",
                        Arrays.stream(bare).boxed().toList()));
    }

    /** The node that tells. */
    private static final class Sender {

        private final Board board;
        private final Cache<String, Long> cache;
        private final StatefulRedisConnection<String, String> bare;
        private long version;
        private long number;
        private long queued;
        /** Microseconds until the last call returned. */
        private double returned;

        Sender(Board board, Cache<String, Long> cache, StatefulRedisConnection<String, String> bare) {
            this.board = board;
            this.cache = cache;
            this.bare = bare;
        }

        /** One of each in turn. */
        Pairs pairs(int count, Runnable pause, PrintStream progress) {
            Pairs pairs = new Pairs(new double[count], new double[count], new double[count], new double[count]);
            double[] log = pairs.log;
            double[] plain = pairs.bare;
            for (int pair = 0; pair < count; pair++) {
                boolean logFirst = pair % 2 == 0;
                if (logFirst) {
                    log[pair] = invalidation(pause);
                    pairs.receipt[pair] = returned;
                }
                plain[pair] = message(pause);
                pairs.answer[pair] = returned;
                if (!logFirst) {
                    log[pair] = invalidation(pause);
                    pairs.receipt[pair] = returned;
                }
            }
            progress.printf(
                    "%d pairs: invalidation %s, bare message %s (medians)%n",
                    count,
                    Unit.MICROSECONDS.text(Percentile.of(log, 50)),
                    Unit.MICROSECONDS.text(Percentile.of(plain, 50)));
            return pairs;
        }

        private double invalidation(Runnable pause) {
            pause.run();
            long next = ++version;
            long start = System.nanoTime();
            board.set(Cell.SOURCE, next);
            queued += cache.invalidate(LatencyObserver.KEY) == Receipt.LOGGED ? 0 : 1;
            returned = Clock.micros(System.nanoTime() - start);
            Clock.await("a read of the new version", LOST_SECONDS, () -> board.get(Cell.READ) == next);
            return Clock.micros(board.get(Cell.READ_NANOS) - start);
        }

        private double message(Runnable pause) {
            pause.run();
            long next = ++number;
            // As long as what the log pushes for one key, more or less.
            String message = String.format("%-96d", next);
            long start = System.nanoTime();
            bare.sync().publish(LatencyObserver.CHANNEL, message);
            returned = Clock.micros(System.nanoTime() - start);
            Clock.await("a bare message", LOST_SECONDS, () -> board.get(Cell.HEARD) == next);
            return Clock.micros(board.get(Cell.HEARD_NANOS) - start);
        }
    }
}
