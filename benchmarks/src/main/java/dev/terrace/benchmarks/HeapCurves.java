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
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.DoubleStream;

/*
 * Heaps of seven bounds, each the double of the one before, serve the same requests. Each of the five in the middle is asked what half and
 * double its bound would give, and the two beside it tell what they do give. Beside them Caffeine alone loads what it lacks.
 *
 * One thread asks, as fast as it can, and does the upkeep of either heap itself: else notes of reads would be lost to the speed of a replay, and
 * more of them on a busier machine. Time passes by A_TICK requests each tenth of a second, and the analytics look at what was left before
 * it goes on. Nothing expires.
 *
 * Caffeine throws dice, and in small heaps they decide much. So of each bound there are as many pairs of runs, one of either cache, as it takes to know
 * the difference well enough, and no more than that: when to end is decided by how wide its interval is, and never by where it lies. And each bound is
 * predicted from by several runs, whose errors are told one by one: a user has one.
 */
/** What analytics say of other sizes of a heap beside what these give, and hit ratios beside Caffeine's. Stateless. */
final class HeapCurves {

    static final Experiment EXPERIMENT = new Experiment(
            "heap-curve",
            "Hit ratios beside plain Caffeine, and predicted at half and double size beside real",
            List.of(
                    new Knob("--keys", 1_000, 10_000_000, 200_000, 20_000, "keys of the generated requests"),
                    new Knob("--reads", 1_000, 100_000_000, 2_000_000, 100_000, "requests of each kind at most"),
                    new Knob(
                            "--rounds",
                            2,
                            100,
                            5,
                            2,
                            "runs at least of either cache whose hit ratios are compared, and runs that predict"),
                    new Knob("--most-rounds", 2, 1_000, 40, 2, "runs at most, where five do not tell the difference")),
            true,
            HeapCurves::measure);

    private static final int[] PARTS = {128, 64, 32, 16, 8, 4, 2};
    private static final int A_TICK = 2_000;
    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration LIFE = Duration.ofDays(1);

    /** Half of the interval that is wanted of a difference to Caffeine. */
    private static final double SURE = 0.004;

    private HeapCurves() {}

    /**
     * What one bound gave.
     *
     * @param terrace hit ratios
     * @param caffeine those of Caffeine
     * @param curves what runs have predicted
     * @param dropped samples of each
     */
    private record Seen(
            int bound, List<Double> terrace, List<Double> caffeine, List<HeapCurve> curves, List<Long> dropped) {

        /** A run that predicts. */
        void add(AnalyticsSnapshot end) {
            HeapCurve curve = end.heap();
            if (curve == null || end.sampling().recorded() == 0) {
                throw new IllegalStateException("the analytics have seen none of the reads");
            }
            curves.add(curve);
            terrace.add(end.total().hitRatio());
            dropped.add(end.sampling().dropped());
        }

        double ratio() {
            return mean(terrace);
        }

        /** The difference to Caffeine. */
        double beside() {
            return mean(terrace) - mean(caffeine);
        }

        /** Half the interval of that, by Student's t for two samples whose variances are not the same (Welch); the quantile is that of many runs or wider. */
        double half() {
            double runs = terrace.size();
            return T * Math.sqrt((variance(terrace) + variance(caffeine)) / runs);
        }

        double spread() {
            return Collections.max(caffeine) - Collections.min(caffeine);
        }

        /** How far off the predictions for another bound were of what that gave. */
        DoubleStream errors(Seen other) {
            return curves.stream().mapToDouble(curve -> Math.abs(curve.hitRatioAt(other.bound) - other.ratio()));
        }
    }

    /** Of Student's distribution with eight degrees of freedom, two runs of five. */
    private static final double T = 2.306;

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(value -> value).average().orElseThrow();
    }

    private static double variance(List<Double> values) {
        double mean = mean(values);
        return values.stream()
                        .mapToDouble(value -> (value - mean) * (value - mean))
                        .sum()
                / (values.size() - 1);
    }

    private static Findings measure(Asked asked, PrintStream progress) throws IOException {
        List<Figure> figures = new ArrayList<>();
        Map<String, Object> raw = new LinkedHashMap<>();
        List<Requests> inputs = new ArrayList<>();
        inputs.add(Requests.zipf(asked.number("--reads"), asked.number("--keys"), 1));
        for (Path trace : asked.traces()) {
            inputs.add(Requests.read(trace).first(asked.number("--reads")));
        }
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (Requests requests : inputs) {
                int distinct = requests.different();
                List<Seen> seen = new ArrayList<>();
                for (int part : PARTS) {
                    int bound = Math.max(2, distinct / PARTS[0]) * (PARTS[0] / part);
                    seen.add(seen(requests, bound, part < PARTS[0] && part > PARTS[PARTS.length - 1], asked, threads));
                }
                figures.addAll(figures(requests, distinct, seen, progress));
                seen.forEach(one -> raw.put(
                        requests.label() + ", " + one.bound,
                        Map.of(
                                "terrace", one.terrace,
                                "caffeine", one.caffeine,
                                "dropped", one.dropped,
                                "predicted",
                                        one.curves.stream()
                                                .map(curve -> curve.points().toString())
                                                .toList())));
            }
        } finally {
            threads.shutdown();
        }
        return new Findings(
                figures,
                "Heaps of seven bounds, each the double of the one before, the smallest for one in " + PARTS[0]
                        + " keys, serve the same requests of one thread, " + A_TICK
                        + " each tenth of a second of their time, and do their upkeep on it; nothing expires. Of each bound there are "
                        + asked.number("--rounds") + " runs of either cache, and more, " + asked.number("--most-rounds")
                        + " at most, until the 95% interval of the difference of their means is " + 100 * SURE
                        + " points to either side or less, for Caffeine's policy throws dice. Of the five in the middle: the largest difference, and how far "
                        + "off the predictions of " + asked.number("--rounds")
                        + " runs for half and double were of the means that those two gave: of each bound the mean of their errors, of "
                        + "all the largest; then the largest error of any one run. The most that any policy could have is that of one that knows all requests beforehand (Bélády).",
                raw);
    }

    private static List<Figure> figures(Requests requests, int distinct, List<Seen> seen, PrintStream progress) {
        String name = requests.label();
        List<Figure> figures = new ArrayList<>();
        Seen farthest = seen.get(1);
        double spread = 0;
        double half = 0;
        double twice = 0;
        double worst = 0;
        long dropped = 0;
        int runs = 0;
        for (int i = 0; i < seen.size(); i++) {
            Seen one = seen.get(i);
            String room =
                    String.format("%s, room for one in %d keys (%,d of %,d): ", name, PARTS[i], one.bound, distinct);
            figures.add(Figure.of(room + "hit ratio", Unit.PERCENT, 100 * one.ratio()));
            figures.add(Figure.of(
                    room + "the most that any policy could have",
                    Unit.PERCENT,
                    100 * Clairvoyant.hitRatio(requests, one.bound)));
        }
        for (int i = 1; i < seen.size() - 1; i++) {
            Seen one = seen.get(i);
            double toHalf = points(one.errors(seen.get(i - 1)).average().orElseThrow());
            double toDouble = points(one.errors(seen.get(i + 1)).average().orElseThrow());
            farthest = Math.abs(one.beside()) > Math.abs(farthest.beside()) ? one : farthest;
            spread = Math.max(spread, points(one.spread()));
            half = Math.max(half, toHalf);
            twice = Math.max(twice, toDouble);
            worst = Math.max(
                    worst,
                    points(DoubleStream.concat(one.errors(seen.get(i - 1)), one.errors(seen.get(i + 1)))
                            .max()
                            .orElseThrow()));
            dropped += one.dropped.stream().mapToLong(count -> count).sum();
            runs = Math.max(runs, one.terrace.size());
            progress.printf(
                    "%s, %,d entries: %.2f%%, Caffeine %.2f%% (%d runs, +-%.2f); predictions are off by %.2f (half) and %.2f points (double), rate %.3f%n",
                    name,
                    one.bound,
                    100 * one.ratio(),
                    100 * mean(one.caffeine),
                    one.terrace.size(),
                    100 * one.half(),
                    toHalf,
                    toDouble,
                    one.curves.get(0).rate());
        }
        double beside = points(farthest.beside());
        double sure = points(farthest.half());
        figures.add(Figure.of(name + ": largest difference to Caffeine", Unit.POINTS, beside)
                .within(new Interval(Math.max(0, beside - sure), beside + sure))
                .aim(Aim.atMost(0.5)));
        figures.add(Figure.count(name + ": runs that it took at most", runs));
        figures.add(Figure.of(name + ": farthest apart that runs of Caffeine alone were", Unit.POINTS, spread));
        figures.add(
                Figure.of(name + ": largest error at half", Unit.POINTS, half).aim(Aim.atMost(2)));
        figures.add(Figure.of(name + ": largest error at the double", Unit.POINTS, twice)
                .aim(Aim.atMost(2)));
        figures.add(Figure.of(name + ": largest error of any one run", Unit.POINTS, worst));
        figures.add(Figure.count(name + ": samples dropped", dropped));
        return figures;
    }

    private static double points(double difference) {
        return 100 * Math.abs(difference);
    }

    /** Two runs at a time, which share nothing but the machine: their time is their own. */
    private static Seen seen(Requests requests, int bound, boolean predicts, Asked asked, ExecutorService threads) {
        Seen seen = new Seen(bound, new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        List<Future<AnalyticsSnapshot>> watched = new ArrayList<>();
        List<Future<Double>> unwatched = new ArrayList<>();
        List<Future<Double>> caffeine = new ArrayList<>();
        for (int i = 0; i < asked.number("--rounds"); i++) {
            if (predicts) {
                watched.add(threads.submit(() -> watched(requests, bound)));
            } else {
                unwatched.add(threads.submit(() -> unwatched(requests, bound)));
            }
            caffeine.add(threads.submit(() -> caffeine(requests, bound)));
        }
        watched.forEach(run -> seen.add(of(run)));
        unwatched.forEach(run -> seen.terrace.add(of(run)));
        caffeine.forEach(run -> seen.caffeine.add(of(run)));
        while (seen.half() > SURE && seen.terrace.size() < asked.number("--most-rounds")) {
            Future<Double> one = threads.submit(() -> unwatched(requests, bound));
            Future<Double> other = threads.submit(() -> caffeine(requests, bound));
            seen.terrace.add(of(one));
            seen.caffeine.add(of(other));
        }
        return seen;
    }

    private static <T> T of(Future<T> run) {
        try {
            return run.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a run failed", e.getCause());
        }
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
