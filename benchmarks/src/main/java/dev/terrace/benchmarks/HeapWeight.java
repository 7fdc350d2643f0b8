package dev.terrace.benchmarks;

import dev.terrace.cache.Cache;
import dev.terrace.cache.Terrace;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;

/** How much of a heap's bound holds what is served. Stateless. */
final class HeapWeight {

    static final Experiment EXPERIMENT = new Experiment(
            "heap-weight",
            "How much of the weight that a heap is given holds values that are served, while others are invalidated",
            List.of(
                    new Knob("--keys", 1_000, 1_000_000, 100_000, 5_000, "different keys"),
                    new Knob("--reads", 10_000, 100_000_000, 2_000_000, 100_000, "requests in each round"),
                    new Knob("--rounds", 3, 100, 5, 3, "caches, each filled and asked anew")),
            HeapWeight::measure);

    /** The row that the target is about. */
    static final String LIVE = "live weight to bound";

    /** One request in so many is followed by an invalidation of its key. */
    private static final int INVALIDATED = 100;

    private static final int LEAST = 50;
    private static final int MOST = 2_000;
    private static final int PART = 4;

    private HeapWeight() {}

    private static Findings measure(Asked asked, PrintStream progress) {
        int rounds = asked.number("--rounds");
        int keys = asked.number("--keys");
        int[] weights = new Random(7).ints(keys, LEAST, MOST).toArray();
        long bound = IntStream.of(weights).asLongStream().sum() / PART;
        double[] live = new double[rounds];
        double[] held = new double[rounds];
        double[] hits = new double[rounds];
        Map<String, Object> raw = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            try (Terrace terrace = Terrace.builder("heap-weight").build()) {
                Cache<Integer, byte[]> cache = terrace.cache("values", Integer.class, byte[].class)
                        .heap(heap -> heap.maximumWeight(bound, (key, value) -> value.length)
                                .expireAfterWrite(Duration.ofHours(1)))
                        .loader((key, load) -> new byte[weights[key]])
                        .build();
                ask(
                        cache,
                        Requests.zipf(asked.number("--reads"), keys, round + 1).keys());
                hits[round] = 100 * cache.stats().hitRatio();
                held[round] = 100.0 * weight(cache) / bound;
                long served = IntStream.range(0, keys)
                        .filter(key -> cache.getIfPresent(key).isFound())
                        .mapToLong(key -> weights[key])
                        .sum();
                live[round] = 100.0 * served / bound;
                raw.put("round " + (round + 1), List.of(served, weight(cache), bound));
                progress.printf("round %d: %.2f%% of the bound is served%n", round + 1, live[round]);
            }
        }
        return new Findings(
                List.of(
                        Figure.ofRounds(LIVE, Unit.PERCENT, live).aim(Aim.atLeast(90)),
                        Figure.ofRounds("held weight to bound", Unit.PERCENT, held),
                        Figure.ofRounds("hit ratio meanwhile", Unit.PERCENT, hits)),
                "A heap is bounded by the weight of a quarter of all values, which weigh " + LEAST + " to " + MOST
                        + " each, and serves the generator's requests of one thread; after one in " + INVALIDATED
                        + " its key is invalidated. At the end each key is asked for: what is found is live.",
                raw);
    }

    private static long weight(Cache<Integer, byte[]> cache) {
        return Objects.requireNonNull(cache.heap(), "it has a heap").weight();
    }

    private static void ask(Cache<Integer, byte[]> cache, int[] requests) {
        for (int i = 0; i < requests.length; i++) {
            cache.get(requests[i]);
            if (i % INVALIDATED == 0) {
                cache.invalidate(requests[i]);
            }
        }
    }
}
