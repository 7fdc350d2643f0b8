package dev.terrace.benchmarks;

import dev.terrace.cache.Cache;
import dev.terrace.cache.Terrace;
import dev.terrace.testkit.FaultProxy;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/*
 * A node has caught up when it has reached the place in the log where the last name was put, and again takes from its far tier
 * what was put there after that. The second is asked after the first, since it is a call to a server, and the first is not.
 */
/** How long a node that was away takes to be current again. Stateless. */
final class LogCatchUp {

    static final Experiment EXPERIMENT = new Experiment(
            "log-catch-up",
            "How long a node that was away takes to know everything again, on Redis and on PostgreSQL",
            List.of(
                    new Knob("--names", 100, 900_000, 100_000, 5_000, "distinct names that are invalidated meanwhile"),
                    new Knob("--rounds", 3, 100, 5, 3, "how often that is measured")),
            LogCatchUp::measure);

    private static final int LOST_SECONDS = 120;
    private static final int UNDER_WAY = 2_000;
    private static final String LAST = "last";
    private static final double AIM_MILLIS = 1_000;

    /** Milliseconds of one round. */
    record Round(double away, double connected, double current, double tier, double opened) {}

    private LogCatchUp() {}

    private static Findings measure(Asked asked, PrintStream progress) {
        List<Figure> figures = new ArrayList<>();
        Map<String, Object> raw = new LinkedHashMap<>();
        List<Supplier<Backend>> backends = List.of(Backend::redis, Backend::postgres);
        for (Supplier<Backend> launch : backends) {
            try (Backend backend = launch.get()) {
                List<Round> rounds = rounds(backend, asked, progress);
                figures.addAll(figures(backend.name(), rounds));
                raw.put(backend.name(), raw(rounds));
            }
        }
        return new Findings(
                figures,
                "A node's connections are refused and cut by a proxy; another node invalidates "
                        + asked.number("--names")
                        + " distinct dependencies; then the proxy is healed, and the clock starts. Each round has a namespace of "
                        + "its own; one more, first, does not count. Medians of the rounds; interval: 95%, Student's t on the "
                        + "logarithms. Both nodes and the proxy share one process, and all settings are the defaults.",
                raw);
    }

    private static List<Round> rounds(Backend backend, Asked asked, PrintStream progress) {
        List<Round> rounds = new ArrayList<>();
        for (int round = 0; round <= asked.number("--rounds"); round++) {
            Round measured = round(backend, "catch-up-" + round, asked.number("--names"));
            progress.printf(
                    "%s, %s: away for %.0f ms; then connected after %.0f ms, current after %.0f ms, far tier after %.0f ms; "
                            + "a node opened afresh %.0f ms%n",
                    backend.name(),
                    round == 0 ? "warm-up" : "round " + round,
                    measured.away,
                    measured.connected,
                    measured.current,
                    measured.tier,
                    measured.opened);
            if (round > 0) {
                rounds.add(measured);
            }
        }
        return rounds;
    }

    /** One round in a namespace of its own. */
    static Round round(Backend backend, String namespace, int names) {
        try (FaultProxy proxy = FaultProxy.to(backend.address());
                Node writer = backend.node(namespace);
                Node reader = backend.node(namespace, proxy.uri())) {
            Cache<String, String> put = cache(writer);
            Cache<String, String> read = cache(reader);
            put.put("first", "1");
            Clock.await(
                    "the first value",
                    LOST_SECONDS,
                    () -> read.getIfPresent("first").isFound());

            proxy.refuseConnections();
            proxy.resetConnections();
            long cut = System.nanoTime();
            Terrace changes = writer.terrace();
            Window.sendAll(changes, UNDER_WAY, 0, names, i -> changes.invalidateDependencyAsync("name:" + i));
            put.put(LAST, "2");
            long target = writer.terrace().logStats().sequence();
            if (target < names || reader.terrace().logStats().sequence() >= target) {
                throw new IllegalStateException("the node was not away: nothing can be measured");
            }

            long healed = System.nanoTime();
            proxy.heal();
            long connected = Clock.await("a connection", LOST_SECONDS, () -> proxy.connections() > 0);
            long current = Clock.await(
                    "the end of the log",
                    LOST_SECONDS,
                    () -> reader.terrace().logStats().sequence() >= target);
            long tier = Clock.await(
                    "the last value",
                    LOST_SECONDS,
                    () -> read.getIfPresent(LAST).isFound());
            return new Round(
                    Clock.millis(healed - cut),
                    Clock.millis(connected - healed),
                    Clock.millis(current - healed),
                    Clock.millis(tier - healed),
                    opened(backend, namespace, target));
        }
    }

    /** The time that a node takes that is opened now. */
    private static double opened(Backend backend, String namespace, long target) {
        long start = System.nanoTime();
        try (Node node = backend.node(namespace)) {
            Cache<String, String> read = cache(node);
            Clock.await(
                    "the end of the log",
                    LOST_SECONDS,
                    () -> node.terrace().logStats().sequence() >= target);
            return Clock.millis(Clock.await(
                            "the last value",
                            LOST_SECONDS,
                            () -> read.getIfPresent(LAST).isFound())
                    - start);
        }
    }

    private static Cache<String, String> cache(Node node) {
        return node.terrace()
                .cache("products", String.class, String.class)
                .heap(heap -> heap.maximumSize(1_000))
                .tier(node.store().tier().get())
                .build();
    }

    private static List<Figure> figures(String backend, List<Round> rounds) {
        Unit unit = Unit.MILLISECONDS;
        double[] away = rounds.stream().mapToDouble(Round::away).toArray();
        return List.of(
                Figure.of(backend + ": it was away for", unit, Percentile.median(away)),
                Figure.ofRounds(
                        backend + ": until it is connected again",
                        unit,
                        rounds.stream().mapToDouble(Round::connected).toArray()),
                Figure.ofRounds(
                                backend + ": until it has read everything",
                                unit,
                                rounds.stream().mapToDouble(Round::current).toArray())
                        .aim(Aim.atMost(AIM_MILLIS)),
                Figure.ofRounds(
                        backend + ": until it takes from its far tier",
                        unit,
                        rounds.stream().mapToDouble(Round::tier).toArray()),
                Figure.ofRounds(
                                backend + ": a node opened afresh, all of that",
                                unit,
                                rounds.stream().mapToDouble(Round::opened).toArray())
                        .aim(Aim.atMost(AIM_MILLIS)));
    }

    private static List<Map<String, Object>> raw(List<Round> rounds) {
        return rounds.stream()
                .map(round -> Map.<String, Object>of(
                        "awayMillis", round.away,
                        "connectedMillis", round.connected,
                        "currentMillis", round.current,
                        "tierMillis", round.tier,
                        "openedMillis", round.opened))
                .toList();
    }
}
