package dev.terrace.benchmarks;

import dev.terrace.testkit.RedisServer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/*
 * Each cache has a process of its own, on a collector that knows to the byte what is on the heap. What was there before it was filled,
 * some entries included that have had everything loaded and made that is made once, is subtracted.
 */
/** What an entry takes on the heap. Stateless. */
final class EntryBytes {

    /**
     * One cache.
     *
     * @param label as the table has it
     * @param main the main class of its process
     * @param name what that is told
     * @param onRedis whether it needs a Redis, whose address it is told as well
     */
    record Contender(String label, Class<?> main, String name, boolean onRedis) {

        /** One without peers. */
        static Contender ours(String label, String name) {
            return new Contender(label, EntryHolder.class, name, false);
        }
    }

    private static final String ALONE = "key and value alone";
    private static final String CAFFEINE = "Caffeine, expireAfterWrite";
    private static final String TERRACE = "**Terrace**";

    /** What Terrace may take beyond Caffeine. */
    private static final double MORE = 40;

    private static final double FULL = 90;
    private static final int FIRST = 100;
    private static final List<String> OPTIONS = List.of("-Xms64m", "-Xmx3g", "-XX:+UseSerialGC");

    private static final List<Contender> OURS = List.of(
            Contender.ours(ALONE, EntryHolder.ALONE),
            Contender.ours("ConcurrentHashMap", EntryHolder.MAP),
            Contender.ours("Caffeine, size only", EntryHolder.CAFFEINE_SIZE),
            Contender.ours(CAFFEINE, EntryHolder.CAFFEINE_EXPIRY),
            Contender.ours(TERRACE, EntryHolder.TERRACE),
            Contender.ours("**Terrace**, 3 dependencies a value", EntryHolder.TERRACE_DEPENDENCIES));

    static final Experiment EXPERIMENT =
            beside("entry-bytes", "What an entry takes on the heap, beside a map and Caffeine", List.of());

    private EntryBytes() {}

    /** The same with peers after ours. */
    static Experiment beside(String name, String question, List<Contender> peers) {
        List<Contender> all = new ArrayList<>(OURS);
        all.addAll(peers);
        return new Experiment(
                name,
                question,
                List.of(
                        new Knob("--entries", 1_000, 5_000_000, 1_000_000, 20_000, "entries in each cache"),
                        new Knob("--bound", 1, 1_000, 64, 4, "megabytes of the heap that is bounded in weight")),
                (asked, progress) -> measure(all, asked, progress));
    }

    private static Findings measure(List<Contender> contenders, Asked asked, PrintStream progress) throws IOException {
        int entries = asked.number("--entries");
        Map<String, Double> bytes = new LinkedHashMap<>();
        if (contenders.stream().anyMatch(Contender::onRedis)) {
            try (RedisServer redis = RedisServer.launch()) {
                bytes.putAll(bytes(contenders, entries, redis.uri(), asked, progress));
            }
        } else {
            bytes.putAll(bytes(contenders, entries, "", asked, progress));
        }
        List<Figure> figures = new ArrayList<>(figures(bytes));
        WeightBound bound = WeightBound.filled(asked.number("--bound") * 1_000_000L);
        figures.add(Figure.of("heap bounded in weight: live weight to bound, when full", Unit.PERCENT, bound.atEnd())
                .aim(Aim.atLeast(FULL)));
        figures.add(Figure.of("the same, least while it is filled further", Unit.PERCENT, bound.least())
                .aim(Aim.atLeast(FULL)));
        figures.add(Figure.of("the same, most", Unit.PERCENT, bound.most()));
        return new Findings(
                figures,
                "A process for each cache, with the serial collector; heap in use after full collections with "
                        + String.format("%,d", entries)
                        + " entries (a `String` key, a small record), less what was in use with the first " + FIRST
                        + ". All that are bounded are two thirds full. `less key and value` is that less what keys and values alone take. "
                        + "The heap bounded in weight is filled three times over by loads and puts of 100 to 1,100 bytes in turn, "
                        + "and its live weight is the sum of the weights of all that it still answers.",
                Map.of("bytes", bytes));
    }

    private static Map<String, Double> bytes(
            List<Contender> contenders, int entries, String redis, Asked asked, PrintStream progress)
            throws IOException {
        Path log = asked.out().resolve(asked.title() + ".log");
        Map<String, Double> bytes = new LinkedHashMap<>();
        for (Contender contender : contenders) {
            double each = bytes(contender, entries, redis, log);
            bytes.put(contender.label(), each);
            progress.printf("%s: %.1f bytes an entry%n", contender.label(), each);
        }
        return bytes;
    }

    private static double bytes(Contender contender, int entries, String redis, Path log) throws IOException {
        List<String> arguments = List.of(contender.name(), Integer.toString(FIRST + entries * 3 / 2), redis);
        try (PeerProcess process = PeerProcess.begin(log, contender.name(), contender.main(), OPTIONS, arguments)) {
            process.awaitReady();
            process.ask("fill 0 " + FIRST);
            long before = Long.parseLong(process.ask("heap"));
            long held = Long.parseLong(process.ask("fill " + FIRST + " " + (entries + FIRST)));
            if (held != entries + FIRST) {
                throw new IllegalStateException(
                        contender.label() + " holds " + held + " entries, not " + (entries + FIRST));
            }
            return (Long.parseLong(process.ask("heap")) - before) / (double) entries;
        }
    }

    /** The rows of bytes an entry. */
    static List<Figure> figures(Map<String, Double> bytes) {
        double alone = bytes.getOrDefault(ALONE, 0.0);
        double caffeine = bytes.getOrDefault(CAFFEINE, 0.0);
        List<Figure> figures = new ArrayList<>();
        bytes.forEach((label, each) -> {
            Figure figure = Figure.of(label, Unit.BYTES, each);
            figures.add(label.equals(TERRACE) ? figure.aim(Aim.atMost(caffeine + MORE)) : figure);
            if (!label.equals(ALONE)) {
                figures.add(Figure.of(label + ", less key and value", Unit.BYTES, each - alone));
            }
        });
        return figures;
    }
}
