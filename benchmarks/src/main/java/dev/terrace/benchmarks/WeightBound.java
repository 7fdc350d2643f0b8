package dev.terrace.benchmarks;

import dev.terrace.cache.Cache;
import dev.terrace.cache.HeapControl;
import dev.terrace.cache.Terrace;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/**
 * How much of a heap's bound in weight is in use by values that were loaded and put in turn, in percent.
 *
 * @param atEnd after it was filled three times over: the weights of all that it answers
 * @param least the least that it said of itself since it was full for the first time
 * @param most the most
 */
record WeightBound(double atEnd, double least, double most) {

    private static final int LIGHTEST = 100;
    private static final int HEAVIEST = 1_100;
    private static final int TIMES = 3;
    private static final int LOOKS_EVERY = 200;
    private static final int SECONDS = 30;
    private static final double PERCENT = 100;

    /** Fills a heap of so much weight. */
    static WeightBound filled(long bound) {
        try (Terrace terrace = Terrace.builder("weight-bound").build()) {
            Cache<Integer, byte[]> cache = terrace.cache("values", Integer.class, byte[].class)
                    .heap(settings -> settings.maximumWeight(bound, (key, value) -> value.length))
                    .build();
            HeapControl<Integer> heap = Objects.requireNonNull(cache.heap(), "it has a heap");
            Random random = new Random(1);
            List<Integer> weights = new ArrayList<>();
            long put = 0;
            double least = Double.MAX_VALUE;
            double most = 0;
            while (put < TIMES * bound) {
                int weight = LIGHTEST + random.nextInt(HEAVIEST - LIGHTEST);
                if (weights.size() % 2 == 0) {
                    cache.get(weights.size(), (key, load) -> new byte[weight]);
                } else {
                    cache.put(weights.size(), new byte[weight]);
                }
                weights.add(weight);
                put += weight;
                if (put > bound && weights.size() % LOOKS_EVERY == 0) {
                    double used = PERCENT * heap.weight() / bound;
                    least = Math.min(least, used);
                    most = Math.max(most, used);
                }
            }
            // Not what it says of itself: that leaves out what it has not looked at yet.
            Clock.await("the end of evictions", SECONDS, () -> live(cache, weights) <= bound);
            return new WeightBound(PERCENT * live(cache, weights) / bound, least, most);
        }
    }

    private static long live(Cache<Integer, byte[]> cache, List<Integer> weights) {
        long live = 0;
        for (int key = 0; key < weights.size(); key++) {
            live += cache.getIfPresent(key).isFound() ? weights.get(key) : 0;
        }
        return live;
    }
}
