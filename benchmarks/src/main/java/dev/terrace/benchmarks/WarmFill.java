package dev.terrace.benchmarks;

import dev.terrace.cache.Cache;
import dev.terrace.cache.WarmFrom;
import dev.terrace.cache.warm.WarmProgress;
import dev.terrace.cache.warm.Warming;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** How long a new node takes to warm its heap from a far tier. Stateless. */
final class WarmFill {

    static final Experiment EXPERIMENT = new Experiment(
            "warm-fill",
            "How long a new node takes to fill its heap from Redis, and from PostgreSQL",
            List.of(
                    new Knob("--keys", 1_000, 1_000_000, 100_000, 2_000, "entries that are warmed"),
                    new Knob("--rounds", 3, 100, 3, 3, "new nodes, one after the other, of either kind")),
            WarmFill::measure);

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** Longer than the default: a batch of 500 that comes late on a busy machine is not a miss here. */
    private static final Duration TIER_TIMEOUT = Duration.ofSeconds(5);

    /** In which the last writes of a node reach the far tier. */
    private static final long WRITTEN_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final int MOST_PASSES = 10;
    private static final int AS_FAST_AS_IT_GOES = 10_000_000;

    private WarmFill() {}

    private static Findings measure(Asked asked, PrintStream progress) throws Exception {
        List<Long> keys = LongStream.range(0, asked.number("--keys")).boxed().toList();
        List<Figure> figures = new ArrayList<>();
        Map<String, Object> raw = new LinkedHashMap<>();
        try (Backend redis = Backend.redis()) {
            figures.addAll(fill(redis, keys, Aim.atMost(10_000), asked, progress, raw));
        }
        try (Backend postgres = Backend.postgres()) {
            figures.addAll(fill(postgres, keys, Aim.atMost(30_000), asked, progress, raw));
        }
        return new Findings(
                figures,
                keys.size()
                        + " entries, texts of 100 bytes, are put into the far tier by one node. Then new nodes warm an empty heap from it (FAR_TIERS) by a list of keys, with "
                        + "every setting of the warming at its default, which is "
                        + "20,000 keys a second at most, and once more as fast as it goes. "
                        + asked.number("--rounds") + " rounds; medians. The tier's timeout is "
                        + TIER_TIMEOUT.toSeconds() + " s. The servers are on the same machine.",
                raw);
    }

    private static List<Figure> fill(
            Backend backend, List<Long> keys, Aim aim, Asked asked, PrintStream progress, Map<String, Object> raw)
            throws InterruptedException {
        store(backend, keys);
        int rounds = asked.number("--rounds");
        double[] byDefault = new double[rounds];
        double[] fast = new double[rounds];
        long notFound = 0;
        for (int round = 0; round < rounds; round++) {
            WarmProgress first = warm(backend, keys, 20_000);
            WarmProgress second = warm(backend, keys, AS_FAST_AS_IT_GOES);
            byDefault[round] = first.elapsed().toMillis();
            fast[round] = second.elapsed().toMillis();
            notFound += 2L * keys.size() - first.found() - second.found();
            progress.printf("%s, round %d: %s; %s%n", backend.name(), round + 1, first, second);
            raw.put(backend.name() + ", round " + (round + 1), List.of(first.toString(), second.toString()));
        }
        return List.of(
                Figure.ofRounds(backend.name() + ": warm, by default", Unit.MILLISECONDS, byDefault)
                        .aim(aim),
                Figure.ofRounds(backend.name() + ": warm, as fast as it goes", Unit.MILLISECONDS, fast)
                        .aim(aim),
                Figure.count(backend.name() + ": entries that were not found", notFound)
                        .aim(Aim.exactly(0)));
    }

    private static Cache<Long, String> cache(Node node, long room) {
        return node.terrace()
                .cache("values", Long.class, String.class)
                .heap(heap -> heap.maximumSize(room).expireAfterWrite(Duration.ofHours(1)))
                .tier(
                        node.store().tier().get(),
                        tier -> tier.expireAfterWrite(Duration.ofHours(12)).timeout(TIER_TIMEOUT))
                .bulkLoader((keys, load) ->
                        keys.stream().collect(Collectors.toMap(key -> key, key -> String.format("%0100d", key))))
                .build();
    }

    /** Lets one node after the other load what the far tier does not have, until one finds everything there. */
    private static void store(Backend backend, List<Long> keys) throws InterruptedException {
        long found = 0;
        for (int pass = 0; pass < MOST_PASSES && found < keys.size(); pass++) {
            try (Node node = backend.node("warm-fill")) {
                found = Warming.of(cache(node, 1_000), node.terrace().host())
                        .keysPerSecond(AS_FAST_AS_IT_GOES)
                        .concurrentBatches(1)
                        .goOnWhenFull()
                        .build()
                        .start(keys)
                        .await(PATIENCE)
                        .found();
                LockSupport.parkNanos(WRITTEN_NANOS);
            }
        }
        if (found < keys.size()) {
            throw new IllegalStateException("only " + found + " entries are stored in " + backend.name());
        }
    }

    private static WarmProgress warm(Backend backend, List<Long> keys, int keysPerSecond) throws InterruptedException {
        try (Node node = backend.node("warm-fill")) {
            return Warming.of(cache(node, 2L * keys.size()), node.terrace().host())
                    .from(WarmFrom.FAR_TIERS)
                    .keysPerSecond(keysPerSecond)
                    .build()
                    .start(keys)
                    .await(PATIENCE);
        }
    }
}
