package dev.terrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.benchmarks.Readers.Reader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;

/*
 * A net under regressions, not a measurement: that are the commands. Short batches of the two alternate, so that whatever
 * slows the machine slows both, and what counts is the thread's own processor time. The least of many rounds is taken, since
 * noise makes a ratio larger far more often than smaller, and the compiler may still be at work in the first ones.
 */
/** What something costs beside a floor, in the same JVM. Stateless. */
final class Ratio {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int WARMUP_ROUNDS = 15;
    private static final int ROUNDS = 45;
    private static final int PAIRS = 101;
    private static final int READS = 5_000;

    private Ratio() {}

    /** The least, over the rounds until it is below the bound, of the median ratio of paired batches. */
    static double least(Reader measured, Reader floor, double bound) {
        for (int round = 0; round < WARMUP_ROUNDS; round++) {
            round(floor, measured);
        }
        double least = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS && least >= bound; round++) {
            least = Math.min(least, round(floor, measured));
        }
        return least;
    }

    private static double round(Reader floor, Reader measured) {
        double[] ratios = new double[PAIRS];
        for (int pair = 0; pair < PAIRS; pair++) {
            double below = nanos(floor, pair);
            ratios[pair] = nanos(measured, pair) / below;
        }
        Arrays.sort(ratios);
        return ratios[PAIRS / 2];
    }

    private static double nanos(Reader reader, int batch) {
        long before = THREADS.getCurrentThreadCpuTime();
        assertThat(reader.read(batch * READS, (batch + 1) * READS)).isZero();
        return THREADS.getCurrentThreadCpuTime() - before;
    }
}
