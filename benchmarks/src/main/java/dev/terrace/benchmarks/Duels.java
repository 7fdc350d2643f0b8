package dev.terrace.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Duels that are fought in one process after another, each afresh. Stateless. */
final class Duels {

    /** What every such experiment can be told. */
    static final List<Knob> KNOBS = List.of(
            new Knob("--forks", 3, 100, 5, 3, "processes, one after the other, each measured afresh"),
            new Knob("--pairs", 1, 1_000, 6, 2, "pairs of windows in each, one of either side in turn"),
            new Knob("--millis", 20, 60_000, 500, 60, "length of a window"),
            new Knob("--warm-up", 20, 600_000, 4_000, 100, "milliseconds of pairs beforehand that do not count"));

    /**
     * One duel.
     *
     * @param label what is compared
     * @param line what the process is told
     * @param aim what the ratio should be, if anything
     */
    record Bout(String label, String line, @Nullable Aim aim) {}

    private static final int WARM_UP_WINDOW = 100;

    private Duels() {}

    /** Fights all bouts in each of the processes; the ratio of a process is the median of its pairs. */
    static Findings fight(
            Asked asked, PrintStream progress, String duty, String address, List<Bout> bouts, String method)
            throws IOException {
        int forks = asked.number("--forks");
        List<Medians> all = bouts.stream().map(bout -> new Medians(forks)).toList();
        Map<String, Object> raw = new LinkedHashMap<>();
        long loads = 0;
        for (int fork = 0; fork < forks; fork++) {
            try (PeerProcess process = PeerProcess.launch(asked.out().resolve(asked.title() + ".log"), duty, address)) {
                for (int i = 0; i < bouts.size(); i++) {
                    Bout bout = bouts.get(i);
                    process.ask(bout.line + " " + Math.max(1, asked.number("--warm-up") / (2 * WARM_UP_WINDOW)) + " "
                            + WARM_UP_WINDOW);
                    process.ask("loads");
                    String answer =
                            process.ask(bout.line + " " + asked.number("--pairs") + " " + asked.number("--millis"));
                    loads += Long.parseLong(process.ask("loads"));
                    raw.put(bout.label + ", process " + (fork + 1), answer);
                    all.get(i).add(fork, parse(answer));
                    progress.printf(
                            "process %d, %s: %s%n",
                            fork + 1, bout.label, all.get(i).words(fork));
                }
            }
        }
        List<Figure> figures = new ArrayList<>();
        for (int i = 0; i < bouts.size(); i++) {
            figures.addAll(all.get(i).figures(bouts.get(i)));
        }
        figures.add(Figure.count("calls that the server did not answer in time", loads)
                .aim(Aim.exactly(0)));
        return new Findings(
                figures,
                method + " Both in one process on the same threads, in alternating windows of "
                        + asked.number("--millis")
                        + " ms; " + forks + " processes, one after the other, " + asked.number("--pairs")
                        + " pairs of windows each. A process's ratio is the median of its pairs; medians of the processes; interval: "
                        + "95%, Student's t on the logarithms.",
                raw);
    }

    /** What the processes have found of one bout, each the median of its pairs. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Medians(double[] ratios, double[] owns, double[] raws, double[] times) {

        Medians(int forks) {
            this(new double[forks], new double[forks], new double[forks], new double[forks]);
        }

        void add(int fork, List<Duel.Pair> pairs) {
            ratios[fork] = median(pairs, Duel.Pair::ratio);
            owns[fork] = median(pairs, Duel.Pair::own);
            raws[fork] = median(pairs, Duel.Pair::raw);
            times[fork] = median(pairs, pair -> pair.ownNanos() / pair.rawNanos());
        }

        String words(int fork) {
            return String.format(
                    "%s beside %s, ratio %.2f, of processor time %.2f",
                    Unit.PER_SECOND.text(owns[fork]), Unit.PER_SECOND.text(raws[fork]), ratios[fork], times[fork]);
        }

        List<Figure> figures(Bout bout) {
            return List.of(
                    Figure.ofRounds(bout.label + ": ratio", Unit.RATIO, ratios).aim(bout.aim),
                    Figure.ofRounds(bout.label + ": Terrace", Unit.PER_SECOND, owns),
                    Figure.ofRounds(bout.label + ": raw", Unit.PER_SECOND, raws),
                    Figure.ofRounds(bout.label + ": Terrace's processor time to raw", Unit.RATIO, times));
        }

        private static double median(List<Duel.Pair> pairs, ToDoubleFunction<Duel.Pair> figure) {
            return Percentile.median(pairs.stream().mapToDouble(figure).toArray());
        }
    }

    /** The answer to a line: the calls a second of each window, in pairs. */
    static String answer(List<Duel.Pair> pairs) {
        return String.join(
                " ",
                pairs.stream()
                        .map(pair -> pair.own() + ":" + pair.raw() + ":" + pair.ownNanos() + ":" + pair.rawNanos())
                        .toList());
    }

    /** The same, read. */
    static List<Duel.Pair> parse(String answer) {
        return Arrays.stream(answer.split(" ", -1))
                .map(pair -> pair.split(":", -1))
                .map(sides -> Stream.of(sides).mapToDouble(Double::parseDouble).toArray())
                .map(sides -> new Duel.Pair(sides[0], sides[1], sides[2], sides[3]))
                .toList();
    }

    /** Numbers at the end of a line. */
    static int[] numbers(String line, int first) {
        return Stream.of(line.split(" ", -1))
                .skip(first)
                .mapToInt(Integer::parseInt)
                .toArray();
    }
}
