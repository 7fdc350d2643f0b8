package dev.terrace.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** How the time that a node takes to catch up grows with how far it is behind. Stateless. */
final class GrowthDistance {

    static final Experiment EXPERIMENT = new Experiment(
            "growth-catch-up",
            "How long a node takes to know everything again that is a hundred to a million invalidations behind",
            List.of(
                    new Knob("--most", 100, 900_000, 900_000, 1_000, "invalidations; also each power of ten below"),
                    new Knob("--rounds", 3, 100, 3, 3, "how often each is measured")),
            GrowthDistance::measure);

    private static final int LEAST = 100;

    /** A database takes a long time to take in more. */
    private static final int MOST_OF_A_DATABASE = 100_000;

    private GrowthDistance() {}

    private static Findings measure(Asked asked, PrintStream progress) {
        List<Figure> figures = new ArrayList<>();
        Map<String, Object> raw = new LinkedHashMap<>();
        int most = asked.number("--most");
        List<Supplier<Backend>> backends = List.of(Backend::redis, Backend::postgres);
        for (Supplier<Backend> launch : backends) {
            try (Backend backend = launch.get()) {
                boolean database = !backend.name().equals("Redis");
                LogCatchUp.round(backend, "warm-up", LEAST);
                for (int distance : distances(database ? Math.min(most, MOST_OF_A_DATABASE) : most)) {
                    List<LogCatchUp.Round> rounds = new ArrayList<>();
                    for (int round = 0; round < asked.number("--rounds"); round++) {
                        rounds.add(LogCatchUp.round(backend, "far-" + distance + "-" + round, distance));
                    }
                    String label = String.format("%s, %,d behind: ", backend.name(), distance);
                    double[] reading = of(rounds, round -> round.current() - round.connected());
                    double[] opened = of(rounds, LogCatchUp.Round::opened);
                    figures.add(Figure.ofRounds(label + "from its connection to the end", Unit.MILLISECONDS, reading));
                    figures.add(Figure.ofRounds(label + "a node opened afresh", Unit.MILLISECONDS, opened));
                    raw.put(
                            label,
                            rounds.stream().map(LogCatchUp.Round::toString).toList());
                    progress.printf(
                            "%s%.1f ms; opened afresh %.1f ms%n",
                            label, Percentile.median(reading), Percentile.median(opened));
                }
            }
        }
        return new Findings(
                figures,
                "As `log-catch-up`: a node's connections are cut while another invalidates so many distinct dependencies, then healed; "
                        + "here the time counts from its new connection on. Medians of the rounds; interval: 95%, Student's t on the "
                        + "logarithms. All nodes and the proxy share one process, and all settings are the defaults; a log retains 1,000,000 names.",
                raw);
    }

    /** Powers of ten below the most, and the most. */
    static List<Integer> distances(int most) {
        List<Integer> distances = new ArrayList<>();
        for (int distance = LEAST; distance < most; distance *= 10) {
            distances.add(distance);
        }
        distances.add(most);
        return distances;
    }

    /** Not below the clock's own unit, so that logarithms can be taken. */
    private static double[] of(List<LogCatchUp.Round> rounds, ToDoubleFunction<LogCatchUp.Round> figure) {
        return rounds.stream()
                .mapToDouble(round -> Math.max(1e-6, figure.applyAsDouble(round)))
                .toArray();
    }
}
