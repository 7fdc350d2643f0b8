package dev.terrace.benchmarks;

import dev.terrace.benchmarks.Suite.Contender;
import java.util.Comparator;
import java.util.List;
import org.openjdk.jmh.util.ListStatistics;

/**
 * What all rounds say of one benchmark.
 *
 * @param contender the benchmark
 * @param ratios its time to the baseline's in the same round, by round
 * @param ratio their median
 * @param low the lower end of the ratio's 95% interval, by Student's t on the logarithms of the ratios
 * @param high its upper end
 * @param nanos the median of nanoseconds an operation
 * @param fastest the least of them
 * @param slowest the most of them
 * @param bytes the median of bytes an operation
 */
record Row(
        Contender contender,
        List<Double> ratios,
        double ratio,
        double low,
        double high,
        double nanos,
        double fastest,
        double slowest,
        double bytes) {

    private static final double CONFIDENCE = 0.95;

    static List<Row> of(Suite suite, List<Sample> samples) {
        List<Sample> baseline = ofOne(suite.baseline(), samples);
        return suite.contenders().stream()
                .map(contender -> of(contender, ofOne(contender, samples), baseline))
                .toList();
    }

    private static Row of(Contender contender, List<Sample> own, List<Sample> baseline) {
        double[] ratios = new double[own.size()];
        double[] logarithms = new double[own.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = own.get(i).nanos() / baseline.get(i).nanos();
            logarithms[i] = Math.log(ratios[i]);
        }
        double[] interval = own.equals(baseline)
                ? new double[] {0, 0}
                : new ListStatistics(logarithms).getConfidenceIntervalAt(CONFIDENCE);
        double[] nanos = own.stream().mapToDouble(Sample::nanos).toArray();
        double[] bytes = own.stream().mapToDouble(Sample::bytes).toArray();
        return new Row(
                contender,
                java.util.Arrays.stream(ratios).boxed().toList(),
                median(ratios),
                Math.exp(interval[0]),
                Math.exp(interval[1]),
                median(nanos),
                new ListStatistics(nanos).getMin(),
                new ListStatistics(nanos).getMax(),
                median(bytes));
    }

    private static List<Sample> ofOne(Contender contender, List<Sample> samples) {
        return samples.stream()
                .filter(sample -> sample.method().equals(contender.method()))
                .sorted(Comparator.comparingInt(Sample::round))
                .toList();
    }

    private static double median(double[] values) {
        return new ListStatistics(values).getPercentile(50);
    }
}
