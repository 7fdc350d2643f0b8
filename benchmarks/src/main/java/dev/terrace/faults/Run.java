package dev.terrace.faults;

import dev.terrace.benchmarks.Clock;
import dev.terrace.faults.history.History;
import dev.terrace.faults.history.HistoryFiles;
import dev.terrace.faults.history.Judge;
import dev.terrace.faults.history.Recorder;
import dev.terrace.faults.history.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/*
 * Three nodes share a log and a far tier, read three hundred things and change them; something is broken and mended again and again;
 * then nothing is any more. What everybody has seen and done is in files, and judged by these alone (history.Judge). A seed is a
 * plan: who changes what, what breaks for how long. It is not a history, for processes, servers and the network go their own
 * ways; a plan that has broken a promise may have to be run several times until it does so again. (The simulator of the testkit
 * repeats its histories exactly, and has only the faults that its models know.)
 *
 *   warm-up     1 s    all is well
 *   faults             until the rest begins: broken for between 50 ms and S + 1.5 s, then mended for 0.1 to 2.5 s
 *   rest        3 s    all is well, and changes go on; longer where a driver takes its time to find out
 *   quiet       1.4 s  nobody changes anything any more, and then everything is read once by each node
 *
 * S, after which a node counts as cut off, is 2 s here, so that faults last both less and longer.
 *
 * A file that all processes map is the source (Truth), and System.nanoTime() one clock for all of them, which PeerProcess makes sure
 * of. Each node writes down when its log was last read and written, since that is what promises depend on (RecordedLog).
 */
/** One scenario with one seed. Not thread-safe. */
final class Run<S extends Site> {

    private static final long WARM_UP_MILLIS = 1_000;
    private static final long REST_MILLIS = 3_000;
    private static final long QUIET_MILLIS = 1_400;

    private final Scenario<S> scenario;
    private final long seed;
    private final int seconds;
    private final boolean plantsABug;
    private final Path directory;

    private Run(Scenario<S> scenario, long seed, int seconds, boolean plantsABug, Path directory) {
        this.scenario = scenario;
        this.seed = seed;
        this.seconds = seconds;
        this.plantsABug = plantsABug;
        this.directory = directory;
    }

    /** Lets it happen, leaves its history in a directory, and has it judged. */
    static <S extends Site> Verdict of(Scenario<S> scenario, long seed, int seconds, boolean plantsABug, Path directory)
            throws IOException {
        new Run<>(scenario, seed, seconds, plantsABug, directory).happen();
        History history = HistoryFiles.read(directory);
        return Judge.of(history);
    }

    private void happen() throws IOException {
        clear();
        Truth truth = Truth.open(directory, Orders.KEYS);
        try (Recorder recorder = Recorder.ofOwner(directory);
                S site = scenario.open().get()) {
            List<Orders> orders = IntStream.range(0, Orders.NODES)
                    .mapToObj(node -> orders(site, node))
                    .toList();
            recorder.line("scenario", scenario.name());
            recorder.line("seed", seed);
            recorder.line("policy", scenario.policy());
            recorder.line("silence", Orders.SILENCE.toNanos());
            recorder.line("nodes", Orders.NODES);
            recorder.line("reconnects", site.reconnects().toNanos());
            try (Nodes nodes = Nodes.launch(orders)) {
                nodes.ask("begin");
                long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
                Clock.pauseMillis(WARM_UP_MILLIS);
                breakAndMend(new Stage<>(site, nodes, new Random(seed)), end, recorder);
                recorder.line("healed", System.nanoTime());
                Clock.pauseMillis(REST_MILLIS + site.reconnects().toMillis());
                nodes.ask("quiet");
                recorder.line("quiet", System.nanoTime());
                Clock.pauseMillis(QUIET_MILLIS);
                nodes.ask("last");
            }
            for (int key = 0; key < Orders.KEYS; key++) {
                recorder.line("source", key, truth.version(key));
            }
        }
    }

    private Orders orders(S site, int node) {
        return new Orders(
                directory,
                node,
                site.isDatabase(),
                site.address(node),
                scenario.policy(),
                seed,
                plantsABug && node == 0);
    }

    private void breakAndMend(Stage<S> stage, long end, Recorder recorder) {
        long rest = TimeUnit.MILLISECONDS.toNanos(REST_MILLIS);
        do {
            long broken = System.nanoTime();
            scenario.fault().breaks().accept(stage);
            Clock.pauseMillis(scenario.fault().lasts() ? howLong(stage.random()) : 0);
            scenario.fault().mends().accept(stage);
            recorder.line("fault", broken, System.nanoTime());
            recorder.flush();
            Clock.pauseMillis(untilTheNext(stage.random()));
        } while (System.nanoTime() < end - rest);
    }

    /** Sometimes long enough for everything to be well again. */
    private static long untilTheNext(Random random) {
        return random.nextInt(3) == 0 ? 1_500 + random.nextInt(1_000) : 100 + random.nextInt(800);
    }

    /** A moment, less than S, or more. */
    private static long howLong(Random random) {
        long silence = Orders.SILENCE.toMillis();
        return switch (random.nextInt(3)) {
            case 0 -> 50 + random.nextInt(250);
            case 1 -> 500 + random.nextLong(silence - 500);
            default -> silence + 300 + random.nextInt(1_200);
        };
    }

    private void clear() throws IOException {
        Files.createDirectories(directory);
        try (Stream<Path> old = Files.list(directory)) {
            for (Path file : old.toList()) {
                Files.delete(file);
            }
        }
    }
}
