package dev.terrace.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/*
 * Lines that the process understands:
 *
 *   <a bout's line> ROUNDS MILLIS    calls a second of each contender, for each round
 *   failed                           how often each contender had no answer since that was asked last
 */
/** Contests that are fought in one process after another, each afresh. Stateless. */
final class Contests {

    /**
     * One contest.
     *
     * @param label what is compared
     * @param line what the process is told
     */
    record Bout(String label, String line) {}

    private static final int WARM_UP_WINDOW = 100;

    private Contests() {}

    /** What such an experiment can be told. */
    static List<Knob> knobs(int rounds, int warmUpMillis) {
        return List.of(
                new Knob("--forks", 3, 100, 5, 3, "processes, one after the other, each measured afresh"),
                new Knob("--rounds", 1, 1_000, rounds, 2, "rounds in each, one window of each contender in turn"),
                new Knob("--millis", 20, 60_000, 250, 40, "length of a window"),
                new Knob(
                        "--warm-up",
                        100,
                        600_000,
                        warmUpMillis,
                        100,
                        "milliseconds of each contender in each bout beforehand that do not count"));
    }

    /** Starts a process that fights. */
    @FunctionalInterface
    interface Arena {
        PeerProcess launch() throws IOException;
    }

    /**
     * Fights all bouts in each of the processes; a process's ratio is the median of its rounds.
     *
     * @param contenders their names, in the order of the process's answers; the first is what the others are compared with
     */
    static Findings fight(
            Asked asked, PrintStream progress, Arena arena, List<String> contenders, List<Bout> bouts, String method)
            throws IOException {
        int forks = asked.number("--forks");
        List<Medians> all =
                bouts.stream().map(bout -> new Medians(contenders, forks)).toList();
        Map<String, Object> raw = new LinkedHashMap<>();
        double[] failed = new double[contenders.size()];
        for (int fork = 0; fork < forks; fork++) {
            try (PeerProcess process = arena.launch()) {
                // All of them first, so that the compiler has seen as much before the first bout as before the last.
                for (Bout bout : bouts) {
                    process.ask(bout.line + " " + asked.number("--warm-up") / WARM_UP_WINDOW + " " + WARM_UP_WINDOW);
                }
                process.ask("failed");
                for (int i = 0; i < bouts.size(); i++) {
                    Bout bout = bouts.get(i);
                    String answer =
                            process.ask(bout.line + " " + asked.number("--rounds") + " " + asked.number("--millis"));
                    add(failed, Contest.parse(process.ask("failed")).get(0));
                    raw.put(bout.label + ", process " + (fork + 1), answer);
                    Medians medians = all.get(i);
                    medians.add(fork, Contest.parse(answer));
                    progress.printf("process %d, %s: %s%n", fork + 1, bout.label, medians.words(fork));
                }
            }
        }
        List<Figure> figures = new ArrayList<>();
        for (int i = 0; i < bouts.size(); i++) {
            figures.addAll(all.get(i).figures(bouts.get(i).label));
        }
        for (int i = 0; i < failed.length; i++) {
            if (failed[i] > 0) {
                figures.add(Figure.count(contenders.get(i) + ": reads without their value", (long) failed[i])
                        .aim(Aim.exactly(0)));
            }
        }
        return new Findings(
                figures,
                method + " All in one process on the same threads, in turn, in windows of " + asked.number("--millis")
                        + " ms; " + forks + " processes, one after the other, " + asked.number("--rounds")
                        + " rounds each. A process's ratio is the median of its rounds; medians of the processes; interval: "
                        + "95%, Student's t on the logarithms. A read without its value would have a row.",
                raw);
    }

    private static void add(double[] sums, double[] more) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += more[i];
        }
    }

    /** What the processes have found of one bout: calls a second of the first contender, and of the others' to those. */
    static final class Medians {

        private final List<String> contenders;
        /** By contender and process, medians of the rounds: calls a second, and those to the first contender's of the same round. */
        private final double[][] rates;

        private final double[][] ratios;

        Medians(List<String> contenders, int forks) {
            this.contenders = contenders;
            rates = new double[contenders.size()][forks];
            ratios = new double[contenders.size()][forks];
        }

        void add(int fork, List<double[]> rounds) {
            for (int i = 0; i < contenders.size(); i++) {
                int number = i;
                rates[i][fork] = Percentile.median(
                        rounds.stream().mapToDouble(round -> round[number]).toArray());
                ratios[i][fork] = Percentile.median(rounds.stream()
                        .mapToDouble(round -> round[number] / round[0])
                        .toArray());
            }
        }

        String words(int fork) {
            StringBuilder words = new StringBuilder();
            for (int i = 0; i < contenders.size(); i++) {
                words.append(i == 0 ? "" : ", ")
                        .append(contenders.get(i))
                        .append(' ')
                        .append(
                                Double.isNaN(rates[i][fork])
                                        ? "cannot"
                                        : i == 0
                                                ? Unit.PER_SECOND.text(rates[i][fork])
                                                : Unit.RATIO.text(ratios[i][fork]));
            }
            return words.toString();
        }

        List<Figure> figures(String what) {
            List<Figure> figures = new ArrayList<>();
            for (int i = 0; i < contenders.size(); i++) {
                String label = what + ": " + contenders.get(i);
                if (Double.isNaN(rates[i][0])) {
                    figures.add(Figure.of(label, Unit.NONE, Contest.CANNOT));
                    continue;
                }
                figures.add(
                        i == 0
                                ? Figure.ofRounds(label, Unit.PER_SECOND, rates[i])
                                : Figure.ofRounds(label + ", to " + contenders.get(0), Unit.RATIO, ratios[i]));
            }
            return figures;
        }
    }
}
