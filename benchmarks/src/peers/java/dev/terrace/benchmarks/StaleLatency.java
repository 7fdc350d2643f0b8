package dev.terrace.benchmarks;

import dev.terrace.benchmarks.Board.Cell;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** How long a change takes to a read on another process. Not thread-safe. */
final class StaleLatency {

    private static final long LOST_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long LOOK_NANOS = 20_000;
    private static final int SHORTEST_PAUSE_NANOS = 500_000;
    private static final int PAUSE_NANOS = 1_000_000;
    private static final int SEED = 1;

    private final Board board;
    private final List<NearCache> writers;
    private final Random random = new Random(SEED);
    private long version;

    private StaleLatency(Board board, List<NearCache> writers) {
        this.board = board;
        this.writers = writers;
    }

    /** Measures on a Redis. */
    static Findings measure(Asked asked, Backend redis, PrintStream progress) throws IOException {
        Path file = Files.createTempFile("terrace-board", "");
        Board board = Board.open(file);
        Path log = asked.out().resolve(asked.title() + ".log");
        try (PeerProcess observer =
                PeerProcess.launch(log, FarPeers.class, StaleObserver.NAME, redis.address(), file.toString())) {
            List<NearCache> writers = StaleObserver.caches(redis.address(), board);
            try {
                StaleLatency latency = new StaleLatency(board, writers);
                latency.trials(asked.number("--warm-up"), false);
                progress.println("the observer has read " + observer.ask("reads") + " times");
                return findings(latency.trials(asked.number("--trials"), true), progress);
            } finally {
                writers.forEach(NearCache::close);
            }
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** Microseconds of those trials that were seen, by contender; the contenders change in turn. */
    private List<List<Double>> trials(int count, boolean pauses) {
        List<List<Double>> all = new ArrayList<>();
        writers.forEach(writer -> all.add(new ArrayList<>()));
        for (int trial = 0; trial < count; trial++) {
            for (int turn = 0; turn < writers.size(); turn++) {
                int number = (trial + turn) % writers.size();
                if (pauses) {
                    Clock.pause(SHORTEST_PAUSE_NANOS + random.nextInt(PAUSE_NANOS));
                }
                double micros = trial(writers.get(number));
                if (micros >= 0) {
                    all.get(number).add(micros);
                }
            }
        }
        return all;
    }

    /** From before the call until a read shows it; negative if none does. */
    private double trial(NearCache writer) {
        long next = ++version;
        long start = System.nanoTime();
        board.set(Cell.SOURCE, next);
        writer.put().accept(StaleObserver.KEY, Long.toString(next));
        while (board.get(Cell.READ) != next) {
            if (System.nanoTime() - start > LOST_NANOS) {
                return -1;
            }
            Clock.pause(LOOK_NANOS);
        }
        return Clock.micros(board.get(Cell.READ_NANOS) - start);
    }

    private static Findings findings(List<List<Double>> all, PrintStream progress) {
        List<Figure> figures = new ArrayList<>();
        Map<String, Object> raw = new LinkedHashMap<>();
        int trials = all.stream().mapToInt(List::size).max().orElse(0);
        for (int i = 0; i < all.size(); i++) {
            String label = NearCache.CONTENDERS.get(i).label() + ": until a read on another process shows it";
            double[] micros =
                    all.get(i).stream().mapToDouble(Double::doubleValue).toArray();
            raw.put(label + ", microseconds", all.get(i));
            if (micros.length > 0) {
                for (int percent : List.of(50, 99)) {
                    figures.add(Figure.of(label + ", p" + percent, Unit.MICROSECONDS, Percentile.of(micros, percent))
                            .within(Interval.ofTrials(
                                    micros.length,
                                    SEED,
                                    drawn -> Percentile.of(Percentile.pick(micros, drawn), percent))));
                }
            }
            if (micros.length < trials) {
                figures.add(Figure.count(label + ", not within 2 s", trials - micros.length));
            }
            progress.printf("%s: %s (median)%n", label, micros.length == 0 ? "never" : Percentile.median(micros));
        }
        return new Findings(
                figures,
                "A change is a `put` on one process; from before it until a spinning thread of another process, which reads the key through each "
                        + "contender's cache in turn, reads the new value; contenders change in turn. Interval: 95%, bootstrap "
                        + "over blocks of neighbouring trials.",
                raw);
    }
}
