package dev.terrace.benchmarks;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheBuilder;
import dev.terrace.cache.Terrace;
import dev.terrace.cache.analytics.AnalyticsSnapshot;
import dev.terrace.cache.analytics.CacheAnalytics;
import dev.terrace.cache.analytics.HeapCurve;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/*
 * Heaps of seven bounds, each the double of the one before, serve the same requests. Each of the five in the middle is asked what half and
 * double its bound would give, and the two beside it tell what they do give. Beside them Caffeine alone loads what it lacks.
 *
 * One thread asks, as fast as it can, and does the upkeep of either heap itself: else notes of reads would be lost to the speed of a replay, and
 * more of them on a busier machine. Time passes by A_TICK requests each tenth of a second, and the analytics look at what was left before
 * it goes on. Nothing expires.
 */
/** What analytics say of other sizes of a heap beside what these give, and hit ratios beside Caffeine's. Stateless. */
final class HeapCurves {

    static final Experiment EXPERIMENT = new Experiment(
            "heap-curve",
            "Hit ratios beside plain Caffeine, and predicted at half and double size beside real",
            List.of(
                    new Knob("--keys", 1_000, 10_000_000, 200_000, 20_000, "keys of the generated requests"),
                    new Knob("--reads", 1_000, 100_000_000, 2_000_000, 100_000, "requests of each kind at most"),
                    new Knob("--rounds", 1, 100, 5, 1, "runs of either cache whose hit ratios are compared")),
            true,
            HeapCurves::measure);

    private static final int[] PARTS = {128, 64, 32, 16, 8, 4, 2};
    private static final int A_TICK = 2_000;
    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration LIFE = Duration.ofDays(1);

    private HeapCurves() {}

    /** What one bound gave. */
    private record Seen(int bound, double terrace, double caffeine, double spread, HeapCurve curve, long dropped) {}

    private static Findings measure(Asked asked, PrintStream progress) throws IOException {
        List<Figure> figures = new ArrayList<>();
        Map<String, Object> raw = new LinkedHashMap<>();
        List<Requests> inputs = new ArrayList<>();
        inputs.add(Requests.zipf(asked.number("--reads"), asked.number("--keys"), 1));
        for (Path trace : asked.traces()) {
            inputs.add(Requests.read(trace).first(asked.number("--reads")));
        }
        for (Requests requests : inputs) {
            int distinct = requests.different();
            List<Seen> seen = new ArrayList<>();
            for (int part : PARTS) {
                int bound = Math.max(2, distinct / PARTS[0]) * (PARTS[0] / part);
                seen.add(seen(requests, bound, asked.number("--rounds")));
            }
            figures.addAll(figures(requests.label(), distinct, seen, progress));
            seen.forEach(one -> raw.put(
                    requests.label() + ", " + one.bound,
                    Map.of(
                            "terrace", one.terrace,
                            "caffeine", one.caffeine,
                            "spread", one.spread,
                            "dropped", one.dropped,
                            "rate", one.curve.rate(),
                            "predicted", one.curve.points().toString())));
        }
        return new Findings(
                figures,
                "Heaps of seven bounds, each the double of the one before, the smallest for one in " + PARTS[0]
                        + " keys, serve the same requests of one thread, " + A_TICK
                        + " each tenth of a second of their time, and do their upkeep on it; nothing expires. Hit ratios are the means of "
                        + asked.number("--rounds")
                        + " runs, for Caffeine's policy throws dice. Of the five in the middle: the difference to Caffeine of the same bound, and "
                        + "of what the analytics of one run predict for half and double to what those two gave.",
                raw);
    }

    private static List<Figure> figures(String name, int distinct, List<Seen> seen, PrintStream progress) {
        List<Figure> figures = new ArrayList<>();
        double beside = 0;
        double spread = 0;
        double half = 0;
        double twice = 0;
        long dropped = 0;
        for (int i = 1; i < seen.size() - 1; i++) {
            Seen one = seen.get(i);
            double toCaffeine = points(one.terrace - one.caffeine);
            double toHalf = points(one.curve.hitRatioAt(seen.get(i - 1).bound) - seen.get(i - 1).terrace);
            double toDouble = points(one.curve.hitRatioAt(seen.get(i + 1).bound) - seen.get(i + 1).terrace);
            beside = Math.max(beside, toCaffeine);
            spread = Math.max(spread, points(one.spread));
            half = Math.max(half, toHalf);
            twice = Math.max(twice, toDouble);
            dropped += one.dropped;
            figures.add(Figure.of(
                    String.format("%s, room for %,d of %,d keys: hit ratio", name, one.bound, distinct),
                    Unit.PERCENT,
                    100 * one.terrace));
            progress.printf(
                    "%s, %,d entries: %.2f%%, Caffeine %.2f%%; predictions are off by %.2f (half) and %.2f points (double), rate %.3f%n",
                    name, one.bound, 100 * one.terrace, 100 * one.caffeine, toHalf, toDouble, one.curve.rate());
        }
        figures.add(Figure.of(name + ": largest difference to Caffeine", Unit.POINTS, beside)
                .aim(Aim.atMost(0.5)));
        figures.add(Figure.of(name + ": farthest apart that runs of Caffeine alone were", Unit.POINTS, spread));
        figures.add(
                Figure.of(name + ": largest error at half", Unit.POINTS, half).aim(Aim.atMost(2)));
        figures.add(Figure.of(name + ": largest error at the double", Unit.POINTS, twice)
                .aim(Aim.atMost(2)));
        figures.add(Figure.count(name + ": samples dropped", dropped));
        return figures;
    }

    private static double points(double difference) {
        return 100 * Math.abs(difference);
    }

    private static Seen seen(Requests requests, int bound, int rounds) {
        double[] terrace = new double[rounds];
        double[] caffeine = new double[rounds];
        AnalyticsSnapshot end = watched(requests, bound);
        HeapCurve curve = end.heap();
        if (curve == null || end.sampling().recorded() == 0) {
            throw new IllegalStateException("the analytics have seen none of the reads");
        }
        terrace[0] = end.total().hitRatio();
        for (int i = 0; i < rounds; i++) {
            caffeine[i] = caffeine(requests, bound);
            terrace[i] = i == 0 ? terrace[i] : unwatched(requests, bound);
        }
        double[] sorted = caffeine.clone();
        Arrays.sort(sorted);
        return new Seen(
                bound,
                Arrays.stream(terrace).average().orElseThrow(),
                Arrays.stream(caffeine).average().orElseThrow(),
                sorted[rounds - 1] - sorted[0],
                curve,
                end.sampling().dropped());
    }

    private static Terrace terrace(ReplayTime time) {
        return Terrace.builder("replay").time(time).executor(Runnable::run).build();
    }

    private static CacheBuilder<Integer, Integer> keys(Terrace terrace, int bound) {
        return terrace.cache("keys", Integer.class, Integer.class)
                .heap(heap -> heap.maximumSize(bound).expireAfterWrite(LIFE))
                .loader((key, load) -> key);
    }

    private static AnalyticsSnapshot watched(Requests requests, int bound) {
        ReplayTime time = new ReplayTime();
        try (Terrace terrace = terrace(time);
                CacheAnalytics<Integer> analytics =
                        CacheAnalytics.<Integer>builder(terrace).build()) {
            replay(
                    requests,
                    analytics.watch(keys(terrace, bound)),
                    time,
                    analytics::snapshot); // takes in what was sampled
            return analytics.snapshot();
        }
    }

    private static double unwatched(Requests requests, int bound) {
        ReplayTime time = new ReplayTime();
        try (Terrace terrace = terrace(time)) {
            Cache<Integer, Integer> cache = keys(terrace, bound).build();
            replay(requests, cache, time, () -> {});
            return cache.stats().hitRatio();
        }
    }

    private static void replay(Requests requests, Cache<Integer, Integer> cache, ReplayTime time, Runnable eachTick) {
        int until = A_TICK;
        for (int key : requests.keys()) {
            cache.get(key);
            if (--until == 0) {
                until = A_TICK;
                eachTick.run();
                time.pass(TICK);
            }
        }
    }

    private static double caffeine(Requests requests, int bound) {
        com.github.benmanes.caffeine.cache.Cache<Integer, Integer> cache =
                Caffeine.newBuilder().maximumSize(bound).executor(Runnable::run).build();
        long hits = 0;
        for (int key : requests.keys()) {
            if (cache.getIfPresent(key) != null) {
                hits++;
            } else {
                cache.put(key, key);
            }
        }
        return (double) hits / requests.keys().length;
    }
}
