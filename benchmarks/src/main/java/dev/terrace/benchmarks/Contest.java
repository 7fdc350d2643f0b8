package dev.terrace.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/*
 * As in a duel, windows alternate, so that whatever slows the machine down for longer than a round slows all. Which contender begins a
 * round moves on by one each time, so that none always has the window after the same other one.
 */
/** Several ways to do the same, in turn on the same threads of one process. To be used by one thread. */
final class Contest implements AutoCloseable {

    /** In the place of a figure of a contender that cannot do it. */
    static final double CANNOT = Double.NaN;

    private static final String CANNOT_WORD = "-";

    private final Callers callers;
    private final List<? extends @Nullable IntFunction<? extends Runnable>> contenders;

    /**
     * A contest.
     *
     * @param contenders each makes what each thread, by its number, does again and again; null if it cannot do it
     */
    Contest(int threads, List<? extends @Nullable IntFunction<? extends Runnable>> contenders) {
        callers = new Callers(threads);
        this.contenders = contenders;
    }

    /** Calls a second of each contender in each of some rounds. */
    List<double[]> fight(int rounds, long nanos) {
        List<double[]> fought = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            double[] perSecond = new double[contenders.size()];
            for (int turn = 0; turn < perSecond.length; turn++) {
                int number = (round + turn) % perSecond.length;
                IntFunction<? extends Runnable> contender = contenders.get(number);
                perSecond[number] = contender == null
                        ? CANNOT
                        : callers.window(contender, nanos).perSecond();
            }
            fought.add(perSecond);
        }
        return fought;
    }

    /** The answer to a line: what the contenders did in a round, and so on. */
    static String answer(List<double[]> rounds) {
        return rounds.stream()
                .map(round -> Arrays.stream(round)
                        .mapToObj(figure -> Double.isNaN(figure) ? CANNOT_WORD : Double.toString(figure))
                        .collect(Collectors.joining(":")))
                .collect(Collectors.joining(" "));
    }

    /** The same, read. */
    static List<double[]> parse(String answer) {
        return Arrays.stream(answer.split(" ", -1))
                .map(round -> Arrays.stream(round.split(":", -1))
                        .mapToDouble(figure -> figure.equals(CANNOT_WORD) ? CANNOT : Double.parseDouble(figure))
                        .toArray())
                .toList();
    }

    @Override
    public void close() {
        callers.close();
    }
}
