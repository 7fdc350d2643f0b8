package dev.terrace.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What Terrace was asked to reach when it was begun.
 *
 * @param text what it is about
 * @param wanted what was asked
 * @param aim the same as a bound, in the unit
 * @param unit in what it is given
 * @param sources from where its figure is taken, in the order of preference
 */
record Target(String text, String wanted, Aim aim, Unit unit, List<Source> sources) {

    /**
     * Where a figure comes from.
     *
     * @param member that measures it
     * @param what which of its figures, in words
     * @param figure of what it has found; nothing where that is not among it
     */
    record Source(String member, String what, Function<Outcome, Optional<Double>> figure) {

        private static Source benchmark(String member, String what, String method) {
            return new Source(
                    member,
                    what,
                    outcome -> outcome.benchmark(method)
                            .map(result -> result.path("nanosMost").asDouble() / 1_000));
        }

        private static Source figures(
                String member, String what, Predicate<String> label, Function<DoubleStream, Double> together) {
            return new Source(member, what, outcome -> {
                List<Double> values = outcome.figures()
                        .filter(figure -> label.test(figure.path("figure").asString()))
                        .map(figure -> figure.path("value").asDouble())
                        .toList();
                return values.isEmpty()
                        ? Optional.empty()
                        : Optional.of(together.apply(values.stream().mapToDouble(value -> value)));
            });
        }
    }

    private static final Source HEAP = Source.benchmark("heap-peers", "`get`, mean of the slowest round", "terraceGet");
    private static final String ONE_READ = "1 thread, 100 B: ";
    private static final double MICROS = 1e6;

    /** Those rates are told as ratios to the first contender's. */
    private static final Source REDIS = new Source("redis-peers", "1 thread, 100 B, mean", Target::redisMicros);

    private static Optional<Double> redisMicros(Outcome outcome) {
        List<JsonNode> one = outcome.figures()
                .filter(figure -> figure.path("figure").asString().startsWith(ONE_READ))
                .toList();
        return one.stream()
                .filter(figure -> figure.path("figure").asString().contains("Terrace"))
                .filter(figure -> figure.path("unit").asString().equals("ratio"))
                .findFirst()
                .map(ratio -> MICROS
                        / (one.get(0).path("value").asDouble()
                                * ratio.path("value").asDouble()));
    }

    /** All that was asked, in its order. */
    static final List<Target> ALL = List.of(
            new Target(
                    "a hit on the heap",
                    "below 1 ms",
                    Aim.atMost(1_000),
                    Unit.MICROSECONDS,
                    List.of(HEAP, Source.benchmark("heap-hit", HEAP.what(), "terraceGet"))),
            new Target(
                    "a hit in Redis",
                    "below 5 ms",
                    Aim.atMost(5_000),
                    Unit.MICROSECONDS,
                    List.of(
                            REDIS,
                            Source.figures(
                                    "redis-hit",
                                    REDIS.what(),
                                    "`get`, 1 thread: Terrace"::equals,
                                    rates -> MICROS / rates.min().orElseThrow()))),
            hitRatio("half", 2),
            hitRatio("a quarter", 4),
            new Target(
                    "warm after a start",
                    "below 30 s",
                    Aim.atMost(30_000),
                    Unit.MILLISECONDS,
                    List.of(Source.figures(
                            "warm-fill",
                            "100,000 entries at the default rate, the slower of Redis and PostgreSQL",
                            label -> label.endsWith(": warm, by default"),
                            times -> times.max().orElseThrow()))),
            new Target(
                    "memory efficiency (live weight to bound)",
                    "at least 90 %",
                    Aim.atLeast(90),
                    Unit.PERCENT,
                    List.of(weight("entry-bytes-peers"), weight("entry-bytes"))));

    /** What is asked says nothing of the requests or the room. */
    private static Target hitRatio(String share, int part) {
        return new Target(
                "hit ratio, with room for " + share + " of the keys",
                "at least 85 %",
                Aim.atLeast(85),
                Unit.PERCENT,
                List.of(Source.figures(
                        "heap-curve",
                        "Zipf with drift, a heap alone",
                        label -> label.startsWith("generator")
                                && label.contains("room for one in " + part + " keys")
                                && label.endsWith(": hit ratio"),
                        ratios -> ratios.max().orElseThrow())));
    }

    private static Source weight(String member) {
        return Source.figures(
                member,
                "the least, once the heap is full",
                label -> label.startsWith("heap bounded in weight: live weight to bound")
                        || label.equals("the same, least while it is filled further"),
                shares -> shares.min().orElseThrow());
    }

    /**
     * What a run says of one.
     *
     * @param target that was to be reached
     * @param source where the figure comes from; null where nothing has measured it
     * @param value the figure
     */
    record Reached(Target target, @Nullable Source source, double value) {

        String markdown() {
            Source measured = source;
            return measured == null
                    ? String.format(
                            "| %s | %s | not measured in this run | `./bench %s` | |%n",
                            target.text, target.wanted, target.sources.get(0).member)
                    : String.format(
                            "| %s | %s | %s | `./bench %s`: %s | %s |%n",
                            target.text,
                            target.wanted,
                            target.unit.text(value),
                            measured.member,
                            measured.what,
                            target.aim.verdict(value, null));
        }

        Map<String, Object> facts() {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("target", target.text);
            facts.put("wanted", target.wanted);
            Source measured = source;
            if (measured != null) {
                facts.put("by", measured.member);
                facts.put("what", measured.what);
                facts.put("unit", target.unit.name().toLowerCase(Locale.ROOT));
                facts.put("value", value);
                facts.put("met", target.aim.isMet(value));
            }
            return facts;
        }
    }

    Reached in(List<Outcome> outcomes) {
        for (Source source : sources) {
            for (Outcome outcome : outcomes) {
                Optional<Double> value =
                        outcome.name().equals(source.member) ? source.figure.apply(outcome) : Optional.empty();
                if (value.isPresent()) {
                    return new Reached(this, source, value.get());
                }
            }
        }
        return new Reached(this, null, 0);
    }
}
