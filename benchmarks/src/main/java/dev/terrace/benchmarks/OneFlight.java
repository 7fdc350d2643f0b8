package dev.terrace.benchmarks;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.terrace.benchmarks.Items.Item;
import dev.terrace.benchmarks.Together.Flown;
import dev.terrace.benchmarks.Together.Loading;
import dev.terrace.cache.Cache;
import dev.terrace.cache.Terrace;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a flight costs those who join it, beside Caffeine's {@code get(key, function)}. Stateless. */
final class OneFlight {

    static final Experiment EXPERIMENT = new Experiment(
            "flight",
            "How often threads that ask at once for one missing key load it, and what it costs them, beside Caffeine",
            List.of(
                    new Knob("--flights", 10, 100_000, 500, 20, "missing keys in each round"),
                    new Knob("--rounds", 3, 100, 7, 3, "rounds, each of both caches")),
            OneFlight::measure);

    private static final int[] CALLERS = {2, 8, 64};

    private OneFlight() {}

    /**
     * What the flights of a round took.
     *
     * @param loads of all of them
     * @param micros their median
     */
    record Round(long loads, double micros) {}

    private static Findings measure(Asked asked, PrintStream progress) {
        int flights = asked.number("--flights");
        int rounds = asked.number("--rounds");
        List<Figure> figures = new ArrayList<>();
        Map<String, Object> raw = new LinkedHashMap<>();
        try (Terrace terrace = Terrace.builder("flight").build()) {
            Loading ours = ours(terrace);
            Loading caffeine = caffeine();
            long key = 0;
            for (int callers : CALLERS) {
                List<Round> own = new ArrayList<>();
                List<Round> other = new ArrayList<>();
                try (Together together = new Together(callers)) {
                    for (int round = 0; round <= rounds; round++) {
                        boolean first = round % 2 == 0;
                        List<Round> one = first ? own : other;
                        List<Round> two = first ? other : own;
                        one.add(round(together, first ? ours : caffeine, key, flights));
                        two.add(round(together, first ? caffeine : ours, key, flights));
                        key += flights;
                    }
                }
                own.remove(0); // the warm-up
                other.remove(0);
                figures.addAll(figures(callers, flights, own, other));
                raw.put(callers + " callers, Terrace", facts(own));
                raw.put(callers + " callers, Caffeine", facts(other));
                progress.printf(
                        "%d callers: Terrace %.1f µs, Caffeine %.1f µs%n",
                        callers, Percentile.median(micros(own)), Percentile.median(micros(other)));
            }
        }
        return new Findings(
                figures,
                "Threads ask for one key that nobody has; its loader answers when all of them are seen to wait for it, so that each of "
                        + "them has missed. Time: from there until the last of them has the value. Both caches hold 10,000 entries for "
                        + "10 minutes; " + rounds + " rounds of " + flights
                        + " flights each, of both caches in turn; one more, first, does not count. Medians of the rounds' medians; "
                        + "interval: 95%, Student's t on the logarithms.",
                raw);
    }

    private static Loading ours(Terrace terrace) {
        Cache<Long, Item> cache = terrace.cache("products", Long.class, Item.class)
                .heap(heap -> heap.maximumSize(Items.COUNT).expireAfterWrite(HeapHit.LIFE))
                .build();
        return (key, loader) -> cache.get(key, (missing, load) -> loader.apply(missing));
    }

    private static Loading caffeine() {
        com.github.benmanes.caffeine.cache.Cache<Long, Item> cache = Caffeine.newBuilder()
                .maximumSize(Items.COUNT)
                .expireAfterWrite(HeapHit.LIFE)
                .build();
        return cache::get;
    }

    static Round round(Together together, Loading cache, long firstKey, int flights) {
        double[] micros = new double[flights];
        long loads = 0;
        for (int i = 0; i < flights; i++) {
            Flown flown = together.ask(cache, firstKey + i);
            micros[i] = Clock.micros(flown.nanos());
            loads += flown.loads();
        }
        return new Round(loads, Percentile.median(micros));
    }

    private static List<Figure> figures(int callers, int flights, List<Round> own, List<Round> other) {
        double[] ours = micros(own);
        double[] theirs = micros(other);
        double[] ratios = new double[ours.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = ours[i] / theirs[i];
        }
        String who = callers + " callers: ";
        long wanted = (long) flights * own.size();
        return List.of(
                Figure.count(who + "loads of " + wanted + " missing keys, Terrace", loads(own))
                        .aim(Aim.exactly((double) wanted)),
                Figure.count(who + "loads of as many, Caffeine", loads(other)),
                Figure.ofRounds(who + "Terrace", Unit.MICROSECONDS, ours),
                Figure.ofRounds(who + "Caffeine", Unit.MICROSECONDS, theirs),
                Figure.ofRounds(who + "ratio", Unit.RATIO, ratios));
    }

    private static long loads(List<Round> rounds) {
        return rounds.stream().mapToLong(Round::loads).sum();
    }

    private static double[] micros(List<Round> rounds) {
        return rounds.stream().mapToDouble(Round::micros).toArray();
    }

    private static List<Map<String, Object>> facts(List<Round> rounds) {
        return rounds.stream()
                .map(round -> Map.<String, Object>of("loads", round.loads, "micros", round.micros))
                .toList();
    }
}
