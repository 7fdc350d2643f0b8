package dev.terrace.benchmarks;

import dev.terrace.testkit.FaultProxy;
import dev.terrace.testkit.RedisServer;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How soon a node shows what another one has changed, and what it shows for good if it missed that, by Terrace and by its peers. Stateless. */
final class StalePeers {

    static final Experiment EXPERIMENT = new Experiment(
            "stale-peers",
            "How soon a change is seen on another process, and what is stale after a cut or a killed subscription, by Terrace and its peers",
            List.of(
                    new Knob("--trials", 100, 1_000_000, 2_000, 100, "changes of each contender whose way is measured"),
                    new Knob("--warm-up", 10, 1_000_000, 5_000, 100, "changes before them that do not count"),
                    new Knob(
                            "--keys",
                            100,
                            10_000,
                            1_000,
                            200,
                            "keys that change while a node is cut off; as many do not"),
                    new Knob("--away-millis", 500, 60_000, 3_000, 1_000, "how long it is cut off at least"),
                    new Knob(
                            "--settle-millis",
                            500,
                            60_000,
                            12_000,
                            2_000,
                            "from the end of the cut until all keys are read"),
                    new Knob(
                            "--killed-keys",
                            100,
                            10_000,
                            4_000,
                            400,
                            "keys that change while subscriptions are killed; as many do not"),
                    new Knob(
                            "--killed-settle-millis",
                            500,
                            60_000,
                            4_000,
                            1_000,
                            "from the last change until all keys are read"),
                    new Knob("--rounds", 1, 100, 3, 1, "how often either is done")),
            StalePeers::measure);

    private static final int KILLS = 8;

    private StalePeers() {}

    private static Findings measure(Asked asked, PrintStream progress) throws IOException {
        Findings latency;
        try (Backend redis = Backend.redis()) {
            latency = StaleLatency.measure(asked, redis, progress);
        }
        List<Figure> figures = new ArrayList<>(latency.figures());
        Map<String, Object> raw = new LinkedHashMap<>(latency.raw());
        List<List<Stale>> cut = new ArrayList<>();
        List<List<Stale>> killed = new ArrayList<>();
        try (RedisServer server = RedisServer.launch()) {
            for (int round = 1; round <= asked.number("--rounds"); round++) {
                cut.add(cut(asked, server, "cut-" + round));
                say(progress, "cut off, round " + round, cut.get(round - 1));
                killed.add(killed(asked, server, "killed-" + round));
                say(progress, "subscriptions killed, round " + round, killed.get(round - 1));
            }
        }
        figures.addAll(figures("cut off for " + asked.number("--away-millis") + " ms", asked.number("--keys"), cut));
        figures.addAll(figures("subscription killed " + KILLS + " times", asked.number("--killed-keys"), killed));
        raw.put("cut", cut.stream().map(Object::toString).toList());
        raw.put("killed", killed.stream().map(Object::toString).toList());
        return new Findings(
                figures,
                latency.method()
                        + " Stale: two nodes with connections of their own; the one that is read holds every key on its heap. Its connections are reset and "
                        + "refused while the other one changes half of the keys, one after the other, and all keys are read "
                        + asked.number("--settle-millis")
                        + " ms after the end; all contenders at once. Or all subscriptions are killed (`CLIENT KILL TYPE pubsub`) during the changes, and "
                        + "the keys are read " + asked.number("--killed-settle-millis")
                        + " ms after the last one; one contender after the other. Of all rounds, stale is the sum, and kept the least. How each peer is "
                        + "set up: docs/benchmarks.md.",
                raw);
    }

    /** By contender. All are cut off at the same time, each through a proxy of its own. */
    private static List<Stale> cut(Asked asked, RedisServer server, String name) {
        int changed = asked.number("--keys");
        List<FaultProxy> proxies = new ArrayList<>();
        List<StaleNodes> all = new ArrayList<>();
        try {
            for (NearCache.Contender contender : NearCache.CONTENDERS) {
                FaultProxy proxy = FaultProxy.to(server.uri());
                proxies.add(proxy);
                all.add(new StaleNodes(contender, name, server.uri(), proxy.uri(), 2 * changed));
            }
            long start = System.nanoTime();
            for (FaultProxy proxy : proxies) {
                proxy.refuseConnections();
                proxy.resetConnections();
            }
            all.forEach(nodes -> nodes.change(0, changed));
            Clock.pause(asked.number("--away-millis") * 1_000_000L - (System.nanoTime() - start));
            proxies.forEach(FaultProxy::heal);
            Clock.pauseMillis(asked.number("--settle-millis"));
            return all.stream().map(nodes -> nodes.look(changed)).toList();
        } finally {
            all.forEach(StaleNodes::close);
            proxies.forEach(FaultProxy::close);
        }
    }

    private static List<Stale> killed(Asked asked, RedisServer server, String name) {
        int changed = asked.number("--killed-keys");
        List<Stale> seen = new ArrayList<>();
        for (NearCache.Contender contender : NearCache.CONTENDERS) {
            try (StaleNodes nodes = new StaleNodes(contender, name, server.uri(), server.uri(), 2 * changed)) {
                for (int part = 0; part < KILLS; part++) {
                    server.command("CLIENT", "KILL", "TYPE", "pubsub");
                    nodes.change(changed * part / KILLS, changed * (part + 1) / KILLS);
                }
                Clock.pauseMillis(asked.number("--killed-settle-millis"));
                seen.add(nodes.look(changed));
            }
        }
        return seen;
    }

    private static void say(PrintStream progress, String what, List<Stale> seen) {
        for (int i = 0; i < seen.size(); i++) {
            progress.printf("%s, %s: %s%n", what, NearCache.CONTENDERS.get(i).label(), seen.get(i));
        }
    }

    private static List<Figure> figures(String what, int changed, List<List<Stale>> rounds) {
        List<Figure> figures = new ArrayList<>();
        for (int i = 0; i < NearCache.CONTENDERS.size(); i++) {
            int number = i;
            String label = what + ": " + NearCache.CONTENDERS.get(i).label() + ", ";
            Stale seen =
                    Stale.of(rounds.stream().map(round -> round.get(number)).toList());
            figures.add(Figure.count(label + "stale of " + (long) changed * rounds.size() + " changed", seen.stale())
                    .aim(i == 0 ? Aim.exactly(0) : null));
            figures.add(Figure.count(label + "kept near, at least, of " + changed + " others", seen.kept())
                    .aim(i == 0 ? Aim.exactly(changed) : null));
            if (seen.unanswered() > 0) {
                figures.add(Figure.count(label + "reads without an answer", seen.unanswered())
                        .aim(Aim.exactly(0)));
            }
        }
        return figures;
    }
}
