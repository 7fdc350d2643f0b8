package dev.terrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.benchmarks.Contests.Medians;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ContestTest {

    /** So short that each window is one call or a few. */
    private static final long MOMENT = 1;

    @Test
    void fight_threeContenders_eachBeginsARoundInTurn() {
        List<Integer> order = new ArrayList<>();
        List<IntFunction<Runnable>> contenders = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int number = i;
            contenders.add(thread -> {
                order.add(number);
                return () -> {};
            });
        }

        try (Contest contest = new Contest(1, contenders)) {
            contest.fight(4, MOMENT);
        }

        assertThat(order).containsExactly(0, 1, 2, 1, 2, 0, 2, 0, 1, 0, 1, 2);
    }

    @Test
    void fight_severalThreads_eachMakesItsOwnAndCalls() {
        AtomicInteger numbers = new AtomicInteger();
        AtomicInteger calls = new AtomicInteger();
        List<double[]> rounds;
        try (Contest contest = new Contest(3, List.of(thread -> {
            numbers.addAndGet(1 << thread);
            return calls::incrementAndGet;
        }))) {
            rounds = contest.fight(1, MOMENT);
        }

        assertThat(numbers).hasValue(0b111);
        assertThat(rounds).hasSize(1);
        assertThat(rounds.get(0)[0] > 0).isEqualTo(calls.get() > 0);
    }

    @Test
    void fight_oneThatCannot_saysSoAndTheOthersGoOn() {
        List<double[]> rounds;
        List<@Nullable IntFunction<Runnable>> contenders = Arrays.asList(thread -> () -> {}, null, thread -> () -> {});
        try (Contest contest = new Contest(1, contenders)) {
            rounds = contest.fight(2, 1_000_000);
        }

        assertThat(rounds).hasSize(2).allSatisfy(round -> {
            assertThat(round).hasSize(3);
            assertThat(round[0]).isPositive();
            assertThat(round[1]).isNaN();
            assertThat(round[2]).isPositive();
        });
    }

    @Test
    void parse_ofAnswer_isWhatWasAnswered() {
        List<double[]> rounds = List.of(new double[] {1, 0.5, Double.NaN}, new double[] {3e9, 4, Double.NaN});
        String answer = Contest.answer(rounds);

        assertThat(answer).isEqualTo("1.0:0.5:- 3.0E9:4.0:-");
        assertThat(Contest.parse(answer))
                .zipSatisfy(rounds, (read, said) -> assertThat(read).containsExactly(said));
    }

    @Test
    void figures_ofThreeProcesses_areMediansOfRatiosWithinRounds() {
        Medians medians = new Medians(List.of("raw", "other", "none"), 3);
        for (int fork = 0; fork < 3; fork++) {
            // The machine is ten times slower in the second round, the other always half as fast, but for one process.
            double other = fork == 2 ? 0.25 : 0.5;
            medians.add(
                    fork,
                    List.of(
                            new double[] {1_000, 1_000 * other, Double.NaN},
                            new double[] {100, 100 * other, Double.NaN},
                            new double[] {900, 900 * other, Double.NaN}));
        }

        List<Figure> figures = medians.figures("reads");

        assertThat(figures)
                .extracting(Figure::label)
                .containsExactly("reads: raw", "reads: other, to raw", "reads: none");
        assertThat(figures.get(0).value()).isEqualTo(900);
        assertThat(figures.get(1).value()).isEqualTo(0.5);
        assertThat(figures.get(1).interval()).isNotNull();
        assertThat(figures.get(2).markdown()).isEqualTo("| reads: none | cannot |  |  |  |\n");
        assertThat(medians.words(2)).isEqualTo("raw 900/s, other 0.25, none cannot");
    }
}
