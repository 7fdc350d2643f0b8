package dev.terrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.benchmarks.Items.Item;
import dev.terrace.benchmarks.Readers.Reader;
import dev.terrace.cache.Cache;
import dev.terrace.cache.Terrace;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/*
 * A net under regressions, not a measurement: that is ./bench heap-hit. Short batches of the two alternate, so that whatever
 * slows the machine slows both, and what counts is the thread's own processor time. The least of many rounds is taken, since
 * noise makes a ratio larger far more often than smaller, and the compiler may still be at work in the first ones.
 */
class HeapHitRatioTest {

    /** In between what a hit takes here (1.7 to 2.9 on JDK 17 and 25, on an overloaded machine too) and twice that (from 4.0). */
    private static final double BOUND = 3.4;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int WARMUP_ROUNDS = 15;
    private static final int ROUNDS = 45;
    private static final int PAIRS = 101;
    private static final int READS = 5_000;

    private final ConcurrentHashMap<String, Item> map = new ConcurrentHashMap<>();
    private final Terrace terrace = Terrace.builder("ratio").build();
    private final Cache<String, Item> products = Shop.products(terrace, Readers.KEYS, 3 * Readers.KEYS.size(), 0);

    HeapHitRatioTest() {
        Readers.KEYS.forEach(key -> map.put(key, Items.item(key)));
    }

    @AfterEach
    void close() {
        terrace.close();
    }

    @Test
    void get_besideConcurrentHashMap_isNotTwiceAsSlowAsItWas() {
        assertThat(ratio(Readers.get(products))).isLessThan(BOUND);
    }

    @Test
    void getIfPresent_besideConcurrentHashMap_isNotTwiceAsSlowAsItWas() {
        assertThat(ratio(Readers.getIfPresent(products))).isLessThan(BOUND);
    }

    @Test
    void ratio_plantedRegression_isSeen() {
        assertThat(ratio(Readers.getTwice(products))).isGreaterThan(BOUND);
    }

    /** The least, over the rounds until it is below the bound, of the median ratio of paired batches. */
    private double ratio(Reader measured) {
        Reader floor = Readers.of(map);
        for (int round = 0; round < WARMUP_ROUNDS; round++) {
            round(floor, measured);
        }
        double least = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS && least >= BOUND; round++) {
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
