package dev.terrace.benchmarks;

import dev.terrace.cache.Cache;
import dev.terrace.cache.Terrace;
import dev.terrace.cache.analytics.CacheAnalytics;
import dev.terrace.cache.tuning.AnalyticsInsight;
import dev.terrace.cache.tuning.Deed;
import dev.terrace.cache.tuning.Goal;
import dev.terrace.cache.tuning.Tuner;
import dev.terrace.cache.tuning.TunerBuilder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/*
 * Each trace is replayed as if it had taken five hours, by one thread and on a clock of its own, so that it does not matter how fast the machine
 * is meanwhile. Caffeine draws lots when it evicts, so two runs differ all the same. The tuner has its defaults, looks every five minutes, and begins
 * with the equal split. What counts is the whole run, from empty heaps on and with all that is tried out and undone.
 */
/** What tuning gains where several caches share one budget. Stateless. */
final class Tuning {

    static final Experiment EXPERIMENT = new Experiment(
            "tuning",
            "What share of all reads the heaps of several caches answer that share one budget, tuned and not",
            List.of(
                    new Knob("--requests", 10_000, 20_000_000, 2_000_000, 40_000, "requests of the generator"),
                    new Knob("--share", 1, 50, 10, 10, "the budget, as a percentage of all different keys"),
                    new Knob("--seed", 0, 1_000_000, 1, 1, "seed of the generator")),
            true,
            Tuning::measure);

    private static final Duration TAKEN = Duration.ofHours(5);
    private static final Duration LIFE = Duration.ofDays(30);
    private static final String VALUE = "value";

    private Tuning() {}

    /** What became of one replay. */
    private record Outcome(double hitRatio, double lastThird, List<Deed> deeds, long[] bounds) {

        Outcome(double[] ratios, List<Deed> deeds, long[] bounds) {
            this(ratios[0], ratios[1], deeds, bounds);
        }

        long count(Deed.Kind kind) {
            return deeds.stream().filter(deed -> deed.kind() == kind).count();
        }
    }

    private static Findings measure(Asked asked, PrintStream progress) throws IOException {
        List<Shared> all = new ArrayList<>();
        all.add(Shared.zipf(asked.number("--requests"), asked.number("--seed")));
        for (Path trace : asked.traces()) {
            Requests recorded = Requests.read(trace);
            all.add(Shared.beside(recorded.label(), recorded.keys(), asked.number("--seed")));
        }
        List<Figure> figures = new ArrayList<>();
        Map<String, Object> raw = new LinkedHashMap<>();
        for (Shared shared : all) {
            long budget = shared.budget(asked.number("--share") / 100.0);
            progress.printf(
                    Locale.ROOT,
                    "%s: %,d requests to %d caches, room for %,d entries%n",
                    shared.label(),
                    shared.keys().length,
                    shared.count(),
                    budget);
            Outcome equal = replay(shared, shared.equalSplit(budget), 0);
            Outcome byKeys = replay(shared, shared.splitByKeys(budget), 0);
            Outcome tuned = replay(shared, shared.equalSplit(budget), budget);
            String label = "`" + shared.label() + "`: ";
            figures.add(Figure.of(label + "equal split", Unit.PERCENT, equal.hitRatio));
            figures.add(Figure.of(label + "tuned, from the equal split on", Unit.PERCENT, tuned.hitRatio));
            figures.add(Figure.of(label + "tuned, less the equal split", Unit.POINTS, tuned.hitRatio - equal.hitRatio)
                    .aim(Aim.atLeast(0.01)));
            figures.add(
                    Figure.of(label + "the same in the last third", Unit.POINTS, tuned.lastThird - equal.lastThird));
            figures.add(Figure.of(
                    label + "split by different keys, which nobody knows beforehand", Unit.PERCENT, byKeys.hitRatio));
            figures.add(Figure.of(
                    label + "tuned, less that, in the last third", Unit.POINTS, tuned.lastThird - byKeys.lastThird));
            figures.add(Figure.count(label + "changes that were made", tuned.count(Deed.Kind.APPLIED)));
            figures.add(Figure.count(label + "changes that were undone", tuned.count(Deed.Kind.UNDONE)));
            raw.put(shared.label(), facts(shared, budget, tuned));
        }
        return new Findings(
                figures,
                "Caches of one Terrace with heaps alone, whose keys are those of the object types of a trace, or of four generators; types with "
                        + "less than 1% of the requests share a cache, and a trace of one type is put beside as many requests of the generators. Each replay as if it had taken five hours, on a clock of its own and by one thread. "
                        + "The tuner has its defaults (every 5 minutes, steps of a quarter, a change is watched for two periods), each miss counts the same, "
                        + "and its trials count. Hit ratios are those of all requests, from empty heaps on; Caffeine draws lots when it evicts, so runs differ.",
                raw);
    }

    private static Map<String, Object> facts(Shared shared, long budget, Outcome tuned) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("budget", budget);
        facts.put("differentKeys", Arrays.stream(shared.different()).boxed().toList());
        facts.put("bounds", Arrays.stream(tuned.bounds).boxed().toList());
        facts.put("deeds", tuned.deeds.stream().map(Deed::text).toList());
        return facts;
    }

    /** Replays requests to heaps of these bounds, which are tuned within a budget unless that is 0. */
    private static Outcome replay(Shared shared, long[] bounds, long budget) {
        ReplayTime time = new ReplayTime();
        try (Terrace terrace =
                Terrace.builder("tuning").time(time).executor(Runnable::run).build()) {
            List<Cache<Integer, String>> caches = new ArrayList<>();
            TunerBuilder builder =
                    Tuner.builder(terrace).goal(Goal.MISSES).apply(true).budget(Math.max(1, budget));
            for (int i = 0; i < bounds.length; i++) {
                long bound = bounds[i];
                var settings = terrace.cache("cache" + i, Integer.class, String.class)
                        .heap(heap -> heap.maximumSize(bound).expireAfterWrite(LIFE))
                        .loader((key, load) -> VALUE);
                if (budget == 0) {
                    caches.add(settings.build());
                } else {
                    CacheAnalytics<Integer> analytics =
                            CacheAnalytics.<Integer>builder(terrace).build();
                    Cache<Integer, String> cache = analytics.watch(settings);
                    caches.add(cache);
                    builder.cache(cache, tuned -> tuned.insight(new AnalyticsInsight(analytics)));
                }
            }
            if (budget == 0) {
                return new Outcome(read(shared, caches, time), List.of(), bounds);
            }
            try (Tuner tuner = builder.build()) {
                double[] ratios = read(shared, caches, time);
                long[] after = caches.stream()
                        .mapToLong(cache -> Objects.requireNonNull(cache.heap()).maximum())
                        .toArray();
                return new Outcome(ratios, tuner.deeds(), after);
            }
        }
    }

    /** The percentage of the requests that the heaps have answered: of all of them, and of the last third. */
    private static double[] read(Shared shared, List<Cache<Integer, String>> caches, ReplayTime time) {
        int requests = shared.keys().length;
        int lastThird = requests / 3 * 2;
        Duration gap = TAKEN.dividedBy(requests);
        long before = 0;
        for (int i = 0; i < requests; i++) {
            if (i == lastThird) {
                before = hits(caches);
            }
            caches.get(shared.caches()[i]).get(shared.keys()[i]);
            time.pass(gap);
        }
        long hits = hits(caches);
        return new double[] {100.0 * hits / requests, 100.0 * (hits - before) / (requests - lastThird)};
    }

    private static long hits(List<Cache<Integer, String>> caches) {
        return caches.stream().mapToLong(cache -> cache.stats().hits()).sum();
    }
}
