package dev.terrace.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ZipfGeneratorTest {

    private static final int PRODUCTS = 1_000;
    private static final int REQUESTS = 210_000;

    @Test
    void workload_sameSeed_isTheSame() {
        assertThat(sequence(7)).isEqualTo(sequence(7)).isNotEqualTo(sequence(8));
    }

    @Test
    void workload_knownSeed_neverChanges() {
        assertThat(Arrays.hashCode(new ZipfGenerator(100, 1).workload(1_000).sequence()))
                .isEqualTo(-2_092_452_804);
    }

    @Test
    void workload_catalogue_hasEveryProductOnce() {
        assertThat(new ZipfGenerator(5, 1).workload(1).ids()).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void workload_popularity_followsZipf() {
        // Until the first newcomer: ranks are fixed.
        long[] counts = counts(Arrays.copyOf(sequence(1), REQUESTS / (ZipfGenerator.NEWCOMERS + 1)));
        double total = Arrays.stream(counts).sum();
        Arrays.sort(counts);
        double harmonic = 0;
        for (int rank = 1; rank <= PRODUCTS; rank++) {
            harmonic += Math.pow(rank, -ZipfGenerator.EXPONENT);
        }
        assertThat(counts[PRODUCTS - 1] / total).isCloseTo(1 / harmonic, within(0.02));
        double tenth = 0;
        double expected = 0;
        for (int rank = 1; rank <= PRODUCTS / 10; rank++) {
            tenth += counts[PRODUCTS - rank] / total;
            expected += Math.pow(rank, -ZipfGenerator.EXPONENT) / harmonic;
        }
        assertThat(tenth).isCloseTo(expected, within(0.02));
    }

    @Test
    void workload_drift_changesTheMostPopular() {
        int[] sequence = sequence(1);
        int share = REQUESTS / (ZipfGenerator.NEWCOMERS + 1);
        int first = mostPopular(Arrays.copyOf(sequence, share));
        int last = mostPopular(Arrays.copyOfRange(sequence, REQUESTS - share, REQUESTS));
        assertThat(last).isNotEqualTo(first);
    }

    @Test
    void workload_oneProduct_isAskedForAlways() {
        assertThat(new ZipfGenerator(1, 1).workload(50).sequence()).containsOnly(0);
    }

    private static int[] sequence(long seed) {
        return new ZipfGenerator(PRODUCTS, seed).workload(REQUESTS).sequence();
    }

    private static long[] counts(int[] sequence) {
        long[] counts = new long[PRODUCTS];
        for (int product : sequence) {
            counts[product]++;
        }
        return counts;
    }

    private static int mostPopular(int[] sequence) {
        long[] counts = counts(sequence);
        int best = 0;
        for (int product = 1; product < PRODUCTS; product++) {
            best = counts[product] > counts[best] ? product : best;
        }
        return best;
    }
}
