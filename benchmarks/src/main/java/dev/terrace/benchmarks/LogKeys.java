package dev.terrace.benchmarks;

import dev.terrace.testkit.RedisServer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is left of values that nobody can load again, and how large the log is, after many other keys. Stateless. */
final class LogKeys {

    static final Experiment EXPERIMENT = new Experiment(
            "log-keys",
            "Whether values that were only put are still trusted after very many other keys, and what the log takes then",
            List.of(
                    new Knob(
                            "--keys",
                            1_000,
                            1_000_000_000,
                            1_000_000,
                            20_000,
                            "distinct keys put or removed meanwhile"),
                    new Knob("--sessions", 1, 9_000, 1_000, 1_000, "values put before, and not touched again")),
            LogKeys::measure);

    private static final int PART = 100_000;
    private static final double MEGABYTE = 1e6;
    private static final List<String> LOG_SETS = List.of("dependencies", "keys", "floors", "appends");

    private LogKeys() {}

    private static Findings measure(Asked asked, PrintStream progress) throws IOException {
        Path log = asked.out().resolve(asked.title() + ".log");
        int keys = asked.number("--keys");
        int sessions = asked.number("--sessions");
        List<Figure> figures = new ArrayList<>();
        Map<String, Object> raw = new LinkedHashMap<>();
        try (RedisServer redis = RedisServer.launch();
                PeerProcess writer = PeerProcess.launch(log, SessionNode.NAME, redis.uri());
                PeerProcess reader = PeerProcess.launch(log, SessionNode.NAME, redis.uri())) {
            long unlogged = number(writer, "put " + sessions);
            Aim all = Aim.exactly(sessions);
            figures.add(Figure.count("put", sessions));
            figures.add(Figure.count("there on a node opened at once", readAfresh(log, redis, sessions))
                    .aim(all));
            double heapBefore = megabytes(writer, "heap");
            long start = System.nanoTime();
            for (int from = 0; from < keys; from += PART) {
                int to = Math.min(keys, from + PART);
                unlogged += number(writer, "churn " + from + " " + to);
                progress.printf("%,d of %,d keys, %.0f a second%n", to, keys, to * 1e9 / (System.nanoTime() - start));
            }
            raw.put("keysPerSecond", keys * 1e9 / (System.nanoTime() - start));
            figures.add(Figure.count("other keys since then", keys));
            figures.add(Figure.count("still there on a second node", number(reader, "read " + sessions))
                    .aim(all));
            figures.add(Figure.count("still there on the node that put them", number(writer, "read " + sessions))
                    .aim(all));
            figures.add(Figure.count("still there on a node opened afterwards", readAfresh(log, redis, sessions))
                    .aim(all));
            figures.add(Figure.count("receipts that said QUEUED", unlogged));
            figures.add(Figure.count("times that everything was invalidated instead", number(writer, "widened"))
                    .aim(Aim.exactly(0)));
            figures.addAll(logSizes(redis));
            figures.add(megabytes("heap of the node that put them, before the others", heapBefore));
            figures.add(megabytes("heap of the node that put them, after", megabytes(writer, "heap")));
            figures.add(megabytes("heap of the second node", megabytes(reader, "heap")));
            raw.put("writerLogSequenceNamesGapsEpochs", writer.ask("log"));
            raw.put("readerLogSequenceNamesGapsEpochs", reader.ask("log"));
        }
        return new Findings(
                figures,
                "Three processes with 512 MB each, one cache on heap (10,000 entries) and Redis without a loader, defaults "
                        + "else. Values are put, then other keys of the same cache are put and removed in turn, each once, with at most 500 "
                        + "under way, and none while some are queued. Heaps after a full collection. The log's memory is what `MEMORY USAGE` tells of its keys, the entries not "
                        + "included.",
                raw);
    }

    /** How many of the values a node has that was opened just now. */
    private static long readAfresh(Path log, RedisServer redis, int sessions) throws IOException {
        try (PeerProcess node = PeerProcess.launch(log, SessionNode.NAME, redis.uri())) {
            return number(node, "read " + sessions);
        }
    }

    private static List<Figure> logSizes(RedisServer redis) {
        List<Figure> figures = new ArrayList<>();
        String prefix = "terrace:{" + SessionNode.NAMESPACE + "}:log:";
        double bytes = memory(redis, prefix + "head");
        for (String set : LOG_SETS) {
            bytes += memory(redis, prefix + set);
            figures.add(Figure.count(
                    "log: `" + set + "`",
                    Long.parseLong(redis.command("ZCARD", prefix + set).strip())));
        }
        figures.add(0, megabytes("log: memory in Redis", bytes / MEGABYTE));
        return figures;
    }

    /** What a key takes, 0 if it is not there. */
    private static double memory(RedisServer redis, String key) {
        String answer = redis.command("MEMORY", "USAGE", key, "SAMPLES", "0").strip();
        return answer.equals("(nil)") ? 0 : Double.parseDouble(answer);
    }

    private static Figure megabytes(String label, double megabytes) {
        return Figure.of(label, Unit.MEGABYTES, megabytes);
    }

    private static double megabytes(PeerProcess peer, String line) {
        return number(peer, line) / MEGABYTE;
    }

    private static long number(PeerProcess peer, String line) {
        return Long.parseLong(peer.ask(line));
    }
}
