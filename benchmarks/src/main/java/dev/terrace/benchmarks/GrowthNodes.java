package dev.terrace.benchmarks;

import dev.terrace.cache.Cache;
import dev.terrace.cache.Terrace;
import dev.terrace.testkit.RedisServer;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/*
 * One to eight nodes share a real Redis, which says what it was asked and what it has answered; up to a thousand share a log in this
 * process, on a time that passes as told, so that nothing but the number of messages is learnt of them.
 */
/** What a node costs the log that it follows, however many others there are. Stateless. */
final class GrowthNodes {

    static final Experiment EXPERIMENT = new Experiment(
            "growth-nodes",
            "What each node asks of the log and hears, with 1 to 8 nodes on Redis and to 1,000 simulated ones",
            List.of(
                    new Knob("--per-second", 1, 1_000, 100, 50, "invalidations by one more node"),
                    new Knob("--seconds", 1, 60, 10, 1, "how long that is watched, on Redis"),
                    new Knob("--simulated", 1, 600, 30, 3, "the same, simulated"),
                    new Knob("--most", 10, 10_000, 1_000, 100, "nodes at most that are simulated"),
                    new Knob("--trials", 10, 10_000, 300, 20, "invalidations whose way to every node is timed")),
            GrowthNodes::measure);

    private static final int[] REAL = {1, 2, 4, 8};
    private static final int SEEN_SECONDS = 30;
    private static final int NAMES = 1_000;
    private static final double SAME = 1.1;
    private static final double MINUTE = 60;

    private GrowthNodes() {}

    private static Findings measure(Asked asked, PrintStream progress) {
        List<Figure> figures = new ArrayList<>();
        Map<String, Object> raw = new LinkedHashMap<>();
        try (RedisServer redis = RedisServer.launch()) {
            List<Asking> asking = new ArrayList<>();
            for (int nodes : REAL) {
                asking.add(onRedis(redis, nodes, asked, figures));
                raw.put(nodes + " on Redis", asking.get(asking.size() - 1).toString());
                progress.printf("%d nodes on Redis: %s%n", nodes, asking.get(asking.size() - 1));
            }
            figures.addAll(further(asking));
        }
        List<SimulatedNodes.Share> shares = new ArrayList<>();
        for (int nodes = 1; nodes <= asked.number("--most"); nodes *= 10) {
            SimulatedNodes.Share share =
                    SimulatedNodes.share(nodes, asked.number("--simulated"), asked.number("--per-second"));
            shares.add(share);
            raw.put(nodes + " simulated", share.toString());
            progress.printf("%,d nodes simulated: %s%n", nodes, share);
        }
        figures.addAll(simulated(shares));
        return new Findings(
                figures,
                "One more node invalidates " + asked.number("--per-second")
                        + " dependencies a second, of " + String.format("%,d", NAMES)
                        + " names in turn. On Redis: all nodes in one process, each with its own connections; what the server has counted over "
                        + asked.number("--seconds")
                        + " s; then single invalidations, each timed until the last node has heard of it. "
                        + "Simulated: the same engine on virtual time (" + asked.number("--simulated")
                        + " s) and a log in memory that is never slow and never fails, "
                        + "which counts; bytes are those of names and sequences alone. All settings are the defaults.",
                raw);
    }

    /** What a server did for all nodes. */
    record Asking(int nodes, double commands, double bytes) {}

    private static Asking onRedis(RedisServer redis, int count, Asked asked, List<Figure> figures) {
        String namespace = "growth-" + count;
        List<Node> nodes = new ArrayList<>();
        try (Node writer = Node.open(namespace, Store.redis(redis.uri()))) {
            for (int i = 0; i < count; i++) {
                Node node = Node.open(namespace, Store.redis(redis.uri()));
                nodes.add(node);
                Cache<String, String> cache = node.terrace()
                        .cache("products", String.class, String.class)
                        .tier(node.store().tier().get())
                        .loader((key, load) -> key)
                        .build();
                cache.get("some");
            }
            invalidate(writer.terrace(), asked.number("--per-second"), 1);
            long commands = info(redis, "total_commands_processed");
            long bytes = info(redis, "total_net_output_bytes");
            int seconds = asked.number("--seconds");
            invalidate(writer.terrace(), asked.number("--per-second"), seconds);
            Asking asking = new Asking(
                    count,
                    (info(redis, "total_commands_processed") - commands) / (double) seconds,
                    (info(redis, "total_net_output_bytes") - bytes) / (double) seconds);
            double[] seen = seen(writer.terrace(), nodes, asked.number("--trials"));
            String label = count + (count == 1 ? " node" : " nodes") + " on Redis: ";
            figures.add(Figure.of(label + "commands", Unit.PER_SECOND, asking.commands));
            figures.add(Figure.of(label + "bytes sent", Unit.PER_SECOND, asking.bytes));
            figures.add(Figure.of(label + "until all have heard, median", Unit.MICROSECONDS, Percentile.median(seen)));
            figures.add(Figure.of(label + "the same, p99", Unit.MICROSECONDS, Percentile.of(seen, 99)));
            return asking;
        } finally {
            nodes.forEach(Node::close);
        }
    }

    private static void invalidate(Terrace terrace, int perSecond, int seconds) {
        long period = TimeUnit.SECONDS.toNanos(1) / perSecond;
        long due = System.nanoTime();
        for (int i = 0; i < perSecond * seconds; i++) {
            Clock.pause(due - System.nanoTime());
            due += period;
            terrace.invalidateDependency("name:" + i % NAMES);
        }
    }

    private static double[] seen(Terrace writer, List<Node> nodes, int trials) {
        double[] micros = new double[trials];
        for (int i = 0; i < trials; i++) {
            long start = System.nanoTime();
            writer.invalidateDependency("name:" + i % NAMES);
            long target = writer.logStats().sequence();
            long last = start;
            for (Node node : nodes) {
                last = Clock.await(
                        "an invalidation",
                        SEEN_SECONDS,
                        () -> node.terrace().logStats().sequence() >= target);
            }
            micros[i] = Clock.micros(last - start);
        }
        return micros;
    }

    /** A number that the server has counted. */
    private static long info(RedisServer redis, String name) {
        return number(redis.command("INFO", "stats"), name);
    }

    static long number(String info, String name) {
        return info.lines()
                .map(String::strip)
                .filter(line -> line.startsWith(name + ":"))
                .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the server does not tell " + name));
    }

    /** What each node beyond the first adds. */
    static List<Figure> further(List<Asking> asking) {
        Asking first = asking.get(0);
        Asking last = asking.get(asking.size() - 1);
        double more = last.nodes - first.nodes;
        return List.of(
                Figure.of(
                        "on Redis: commands of each further node",
                        Unit.PER_SECOND,
                        (last.commands - first.commands) / more),
                Figure.of(
                        "on Redis: bytes sent to each further node",
                        Unit.PER_SECOND,
                        (last.bytes - first.bytes) / more));
    }

    static List<Figure> simulated(List<SimulatedNodes.Share> shares) {
        List<Figure> figures = new ArrayList<>();
        for (SimulatedNodes.Share share : shares) {
            String label = String.format("%,d simulated: ", share.nodes());
            figures.add(Figure.of(label + "reads of the log by each, a minute", Unit.COUNT, MINUTE * share.reads()));
            figures.add(Figure.of(label + "heartbeats of each, a minute", Unit.COUNT, MINUTE * share.beats()));
            figures.add(Figure.of(label + "pushes heard by each, a minute", Unit.COUNT, MINUTE * share.pushes()));
            figures.add(Figure.of(label + "bytes heard by each", Unit.PER_SECOND, share.bytes()));
            figures.add(Figure.count(label + "nodes that know everything in the end", share.current())
                    .aim(Aim.exactly(share.nodes())));
        }
        SimulatedNodes.Share first = shares.get(0);
        SimulatedNodes.Share last = shares.get(shares.size() - 1);
        figures.add(Figure.of(
                        String.format("bytes heard by each of %,d simulated, to those of one alone", last.nodes()),
                        Unit.RATIO,
                        last.bytes() / first.bytes())
                .aim(Aim.atMost(SAME)));
        return figures;
    }
}
