package dev.terrace.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/**
 * A figure that is computed from the benchmarks of one round, and what its median over the rounds should be.
 *
 * @param text what it is
 * @param unit in what it is given
 * @param aim what it should be
 * @param figure of one round
 */
record Claim(String text, Unit unit, Aim aim, ToDoubleFunction<Round> figure) {

    /**
     * What the forks of one round measured.
     *
     * @param samples one for each benchmark
     */
    record Round(List<Sample> samples) {

        double nanos(String method) {
            return sample(method).nanos();
        }

        double bytes(String method) {
            return sample(method).bytes();
        }

        private Sample sample(String method) {
            return samples.stream()
                    .filter(sample -> sample.method().equals(method))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(method + " was not measured in this round"));
        }
    }

    /** One line. */
    String verdict(List<Sample> samples) {
        TreeSet<Integer> rounds =
                new TreeSet<>(samples.stream().map(Sample::round).toList());
        double[] figures = rounds.stream()
                .mapToDouble(round -> figure.applyAsDouble(new Round(samples.stream()
                        .filter(sample -> sample.round() == round)
                        .toList())))
                .toArray();
        double median = Percentile.median(figures);
        return String.format(
                Locale.ROOT,
                "%s: %s (%s to %s in the rounds), aim %s: %s.",
                text,
                unit.text(median),
                unit.text(Percentile.of(figures, 0)),
                unit.text(Percentile.of(figures, 100)),
                aim.text(unit),
                aim.verdict(median));
    }
}
