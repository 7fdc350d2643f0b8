package dev.terrace.benchmarks;

import dev.terrace.cache.Cache;
import dev.terrace.cache.Terrace;
import dev.terrace.testkit.FaultProxy;
import dev.terrace.testkit.FaultProxy.Direction;
import dev.terrace.testkit.RedisServer;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** What a node serves that was cut off while others changed what it holds. Stateless. */
final class LogCutOff {

    static final Experiment EXPERIMENT = new Experiment(
            "log-cut-off",
            "What a node serves whose connections to Redis were cut while another node changed things",
            List.of(
                    new Knob(
                            "--keys", 100, 4_000, 1_000, 1_000, "keys that change while it is cut off; as many do not"),
                    new Knob("--away-millis", 500, 8_000, 3_000, 1_000, "how long it is cut off"),
                    new Knob(
                            "--killed-keys",
                            100,
                            100_000,
                            4_000,
                            4_000,
                            "keys that change while its subscription is killed"),
                    new Knob("--rounds", 1, 100, 3, 1, "how often that is done")),
            LogCutOff::measure);

    /** Longer than the longest pause between two attempts to connect. */
    private static final int SETTLE_MILLIS = 1_000;

    private static final int KILLS = 8;
    private static final int UNDER_WAY = 500;

    /** A way to lose the server. */
    private enum Cut {
        RESET("connections reset and refused"),
        CABLE("connections that lose every byte");

        private final String words;

        Cut(String words) {
            this.words = words;
        }

        void by(FaultProxy proxy) {
            switch (this) {
                case RESET -> {
                    proxy.refuseConnections();
                    proxy.resetConnections();
                }
                case CABLE -> {
                    proxy.swallow(Direction.TO_SERVER);
                    proxy.swallow(Direction.TO_CLIENT);
                }
            }
        }
    }

    /**
     * What one round has found.
     *
     * @param stale reads of changed keys that showed the old version
     * @param kept reads of other keys that needed no load
     */
    private record Seen(int stale, int kept) {}

    private LogCutOff() {}

    private static Findings measure(Asked asked, PrintStream progress) {
        int keys = asked.number("--keys");
        int killed = asked.number("--killed-keys");
        List<Figure> figures = new ArrayList<>();
        try (RedisServer server = RedisServer.launch()) {
            for (Cut cut : Cut.values()) {
                List<Seen> rounds = new ArrayList<>();
                for (int round = 1; round <= asked.number("--rounds"); round++) {
                    String namespace = cut.name() + "-" + round;
                    rounds.add(cutOff(server, namespace, cut, keys, asked.number("--away-millis")));
                    progress.printf("%s, round %d: %s%n", cut.words, round, rounds.get(round - 1));
                }
                figures.addAll(figures(cut.words, keys, keys, rounds));
            }
            List<Seen> rounds = new ArrayList<>();
            for (int round = 1; round <= asked.number("--rounds"); round++) {
                rounds.add(subscriptionKilled(server, "killed-" + round, killed));
                progress.printf("subscription killed, round %d: %s%n", round, rounds.get(round - 1));
            }
            figures.addAll(figures("subscription killed", killed, killed, rounds));
        }
        return new Findings(
                figures,
                "Two nodes, each with connections of its own; the one that is read caches on its heap alone. A change raises the "
                        + "version in the source, then invalidates the key and waits for the log. All keys are read "
                        + SETTLE_MILLIS
                        + " ms after the end of the fault, or of the last change. The subscription is killed "
                        + KILLS
                        + " times during the changes (`CLIENT KILL TYPE pubsub`). Of all rounds, stale is the sum, and "
                        + "kept the least. What other caches lose in the same place is not measured here.",
                Map.of());
    }

    private static List<Figure> figures(String what, int changed, int others, List<Seen> rounds) {
        return List.of(
                Figure.of(
                                what + ": stale of " + changed + " changed",
                                Unit.COUNT,
                                rounds.stream().mapToInt(Seen::stale).sum())
                        .aim(Aim.exactly(0)),
                Figure.of(
                                what + ": kept of " + others + " others",
                                Unit.COUNT,
                                rounds.stream().mapToInt(Seen::kept).min().orElse(0))
                        .aim(Aim.exactly(others)));
    }

    private static Seen cutOff(RedisServer server, String namespace, Cut cut, int keys, int awayMillis) {
        try (FaultProxy proxy = FaultProxy.to(server.uri());
                Node writer = Node.open(namespace, Store.redis(server.uri()));
                Node reader = Node.open(namespace, Store.redis(proxy.uri()))) {
            Catalogue catalogue = new Catalogue(writer, reader, 2 * keys);
            long start = System.nanoTime();
            cut.by(proxy);
            catalogue.change(0, keys);
            Clock.pause(Math.max(0, awayMillis * 1_000_000L - (System.nanoTime() - start)));
            proxy.heal();
            Clock.pauseMillis(SETTLE_MILLIS);
            return catalogue.read(keys);
        }
    }

    private static Seen subscriptionKilled(RedisServer server, String namespace, int keys) {
        try (Node writer = Node.open(namespace, Store.redis(server.uri()));
                Node reader = Node.open(namespace, Store.redis(server.uri()))) {
            Catalogue catalogue = new Catalogue(writer, reader, 2 * keys);
            for (int part = 0; part < KILLS; part++) {
                server.command("CLIENT", "KILL", "TYPE", "pubsub");
                catalogue.change(keys * part / KILLS, keys * (part + 1) / KILLS);
            }
            Clock.pauseMillis(SETTLE_MILLIS);
            return catalogue.read(keys);
        }
    }

    /** The source of both nodes, and their caches. */
    private static final class Catalogue {

        private final int keys;
        private final Terrace terrace;
        private final AtomicIntegerArray source;
        private final AtomicIntegerArray loads;
        private final Cache<Integer, Integer> writer;
        private final Cache<Integer, Integer> reader;

        /** The reader holds every key. */
        Catalogue(Node writer, Node reader, int keys) {
            this.keys = keys;
            terrace = writer.terrace();
            source = new AtomicIntegerArray(keys);
            loads = new AtomicIntegerArray(keys);
            this.writer = cache(writer, false);
            this.reader = cache(reader, true);
            for (int key = 0; key < keys; key++) {
                this.reader.get(key);
            }
        }

        private Cache<Integer, Integer> cache(Node node, boolean counts) {
            return node.terrace()
                    .cache("products", Integer.class, Integer.class)
                    .heap(heap -> heap.maximumSize(4L * keys).expireAfterWrite(HeapHit.LIFE))
                    .loader((key, load) -> {
                        if (counts) {
                            loads.incrementAndGet(key);
                        }
                        return source.get(key);
                    })
                    .build();
        }

        /** Some keys change: source first, then the invalidation, as a service does it. */
        void change(int from, int to) {
            for (int key = from; key < to; key++) {
                source.incrementAndGet(key);
            }
            Window.sendAll(terrace, UNDER_WAY, from, to, key -> writer.async().invalidate(key));
        }

        /** Reads every key once; the first ones have changed. */
        Seen read(int changed) {
            int stale = 0;
            int kept = 0;
            for (int key = 0; key < keys; key++) {
                int version = reader.get(key);
                if (key < changed) {
                    stale += version == source.get(key) ? 0 : 1;
                } else {
                    kept += loads.get(key) == 1 ? 1 : 0;
                }
            }
            return new Seen(stale, kept);
        }
    }
}
