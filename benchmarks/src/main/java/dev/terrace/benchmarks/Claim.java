package dev.terrace.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

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
                    .orElseThrow(() -> new NoSuchElementException(method + " was not measured in this round"));
        }
    }

    /** One line. */
    String verdict(List<Sample> samples) {
        return found(samples)
                .map(found -> String.format(
                        Locale.ROOT,
                        "%s: %s (%s to %s in the rounds%s), aim %s: %s.",
                        text,
                        unit.text(found.median),
                        unit.text(found.least),
                        unit.text(found.most),
                        found.interval == null
                                ? ""
                                : "; 95%: " + unit.text(found.interval.low()) + " to "
                                        + unit.text(found.interval.high()),
                        aim.text(unit),
                        aim.verdict(found.median, found.interval)))
                .orElse(text + ": not measured in this run, aim " + aim.text(unit) + ".");
    }

    /** The same for programs, as of a {@link Figure}; nothing where it was not measured. */
    Optional<Map<String, Object>> facts(List<Sample> samples) {
        return found(samples).map(found -> {
            Map<String, Object> facts =
                    new LinkedHashMap<>(new Figure(text, unit, found.median, found.interval, aim).facts());
            facts.put("least", found.least);
            facts.put("most", found.most);
            return facts;
        });
    }

    private record Found(
            double median,
            double least,
            double most,
            @Nullable Interval interval) {}

    /** Nothing where a run of some benchmarks alone left out one that it takes. */
    private Optional<Found> found(List<Sample> samples) {
        TreeSet<Integer> rounds =
                new TreeSet<>(samples.stream().map(Sample::round).toList());
        try {
            double[] figures = rounds.stream()
                    .mapToDouble(round -> figure.applyAsDouble(new Round(samples.stream()
                            .filter(sample -> sample.round() == round)
                            .toList())))
                    .toArray();
            double least = Percentile.of(figures, 0);
            return Optional.of(new Found(
                    Percentile.median(figures),
                    least,
                    Percentile.of(figures, 100),
                    least > 0 ? Interval.ofRounds(figures) : null));
        } catch (NoSuchElementException e) {
            return Optional.empty();
        }
    }
}
