package dev.terrace.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What reading definitions takes, and what replacing them does to evaluations. Stateless. */
final class FlagLoad {

    static final Experiment EXPERIMENT = new Experiment(
            "flag-load",
            "How long " + FlagLoader.FLAGS + " definitions take to load, and what replacing them " + FlagLoader.A_SECOND
                    + " times a second does to evaluations",
            List.of(
                    new Knob("--forks", 3, 100, 5, 3, "processes, one after the other, each measured afresh"),
                    new Knob("--loads", 3, 1_000, 40, 5, "loads in each, of which the last third counts"),
                    new Knob(
                            "--pairs",
                            1,
                            1_000,
                            10,
                            2,
                            "pairs of windows in each, one with replacements and one without"),
                    new Knob("--millis", 100, 60_000, 1_000, 200, "length of a window")),
            FlagLoad::measure);

    private FlagLoad() {}

    private static Findings measure(Asked asked, PrintStream progress) throws IOException {
        int forks = asked.number("--forks");
        double[] first = new double[forks];
        double[] json = new double[forks];
        double[] yaml = new double[forks];
        double[] ratios = new double[forks];
        double[] with = new double[forks];
        Map<String, Object> raw = new LinkedHashMap<>();
        for (int fork = 0; fork < forks; fork++) {
            try (PeerProcess process =
                    PeerProcess.launch(asked.out().resolve(asked.title() + ".log"), FlagLoader.NAME)) {
                String loaded = process.ask("load " + asked.number("--loads"));
                double[] times = Stream.of(loaded.split(" ", -1))
                        .mapToDouble(Double::parseDouble)
                        .toArray();
                first[fork] = times[0];
                json[fork] = times[1];
                yaml[fork] = times[2];
                String fought = process.ask("replace " + asked.number("--pairs") + " " + asked.number("--millis"));
                List<Duel.Pair> pairs = Duels.parse(fought);
                ratios[fork] = Percentile.median(
                        pairs.stream().mapToDouble(Duel.Pair::ratio).toArray());
                with[fork] = FlagLoader.BATCH
                        * Percentile.median(
                                pairs.stream().mapToDouble(Duel.Pair::own).toArray());
                raw.put("loads, process " + (fork + 1), loaded);
                raw.put("pairs, process " + (fork + 1), fought);
                progress.printf(
                        "process %d: first load %.0f ms, later %.1f ms (JSON) and %.1f ms (YAML); evaluations %s, ratio %.2f%n",
                        fork + 1, first[fork], json[fork], yaml[fork], Unit.PER_SECOND.text(with[fork]), ratios[fork]);
            }
        }
        return new Findings(
                List.of(
                        Figure.ofRounds(
                                        "load of " + FlagLoader.FLAGS + " definitions (JSON), warm",
                                        Unit.MILLISECONDS,
                                        json)
                                .aim(Aim.atMost(100)),
                        Figure.ofRounds("the same (YAML)", Unit.MILLISECONDS, yaml)
                                .aim(Aim.atMost(100)),
                        Figure.ofRounds("the first load of a process (JSON)", Unit.MILLISECONDS, first),
                        Figure.ofRounds(
                                        "evaluations a second while definitions are replaced, to those without: ratio",
                                        Unit.RATIO,
                                        ratios)
                                .aim(Aim.atLeast(0.9)),
                        Figure.ofRounds("evaluations a second while they are replaced", Unit.PER_SECOND, with)),
                "A document of " + FlagLoader.FLAGS
                        + " flags of all types with rules, rollouts and segments is read from a text, checked and compiled: the first "
                        + "time in a new process, and the median of the last third of the loads. One thread evaluates rollouts for users; in every "
                        + "other window another thread reads, checks, compiles and replaces the whole document "
                        + FlagLoader.A_SECOND + " times a second. " + forks
                        + " processes, one after the other; medians of the processes; interval: 95%, Student's t on the logarithms.",
                raw);
    }
}
