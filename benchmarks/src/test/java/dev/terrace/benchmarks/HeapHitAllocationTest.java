package dev.terrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.terrace.benchmarks.Items.Item;
import dev.terrace.benchmarks.Readers.Reader;
import dev.terrace.cache.Cache;
import dev.terrace.cache.Terrace;
import dev.terrace.cache.analytics.CacheAnalytics;
import dev.terrace.cache.profile.ProfileRecorder;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/*
 * What the reading thread allocates, as the JVM counts it. A little is allowed for what is not the hits': the measurement
 * itself, and the compiler's changes of mind.
 */
class HeapHitAllocationTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int READS = 4_000_000;
    private static final double NOISE = 0.01;

    /** Less than half full: Caffeine notes no reads. */
    private static final int AMPLE = 3 * Readers.KEYS.size();

    private final HandTime time = new HandTime();
    private final Terrace terrace = Terrace.builder("allocation").time(time).build();

    @AfterEach
    void close() {
        terrace.close();
    }

    @Test
    void get_quiet_allocatesNothing() {
        Cache<String, Item> products = products(AMPLE, 0);
        assertThat(bytesPerRead(Readers.get(products))).isLessThan(NOISE);
    }

    @Test
    void getIfPresent_quiet_allocatesNothing() {
        Cache<String, Item> products = products(AMPLE, 0);
        assertThat(bytesPerRead(Readers.getIfPresent(products))).isLessThan(NOISE);
    }

    @Test
    void get_withDependencies_allocatesNothing() {
        Cache<String, Item> products = products(AMPLE, 3);
        assertThat(bytesPerRead(Readers.get(products))).isLessThan(NOISE);
    }

    @Test
    void get_judgedAgain_allocatesNothing() throws InterruptedException {
        Cache<String, Item> products = products(AMPLE, 3);
        assertThat(bytesPerReadWhileJudged(products, Readers.get(products))).isLessThan(NOISE);
    }

    @Test
    void getIfPresent_judgedAgain_allocatesNothing() throws InterruptedException {
        Cache<String, Item> products = products(AMPLE, 3);
        assertThat(bytesPerReadWhileJudged(products, Readers.getIfPresent(products)))
                .isLessThan(NOISE);
    }

    @Test
    void get_heapNearlyFull_allocatesNothing() {
        Cache<String, Item> products = products(Readers.KEYS.size() * 3 / 2, 0);
        assertThat(bytesPerRead(Readers.get(products))).isLessThan(NOISE);
    }

    @Test
    void get_watchedByAnalytics_allocatesNothing() throws InterruptedException {
        try (CacheAnalytics<String> analytics =
                CacheAnalytics.<String>builder(terrace).build()) {
            Cache<String, Item> products = Shop.watched(analytics, terrace, Readers.KEYS, AMPLE);
            AtomicBoolean done = new AtomicBoolean();
            Thread drainer = new Thread(
                    () -> {
                        while (!done.get()) {
                            analytics.snapshot(); // makes room for samples
                        }
                    },
                    "drainer");
            drainer.start();
            try {
                assertThat(bytesPerRead(Readers.get(products))).isLessThan(NOISE);
            } finally {
                done.set(true);
                drainer.join();
            }
            assertThat(analytics.snapshot().sampling().recorded()).isGreaterThan(10_000);
        }
    }

    @Test
    void get_whileAProfileIsRecorded_allocatesNothing() {
        ProfileRecorder<String> recorder = ProfileRecorder.builder("recorded", String.class, terrace.host())
                .build();
        Cache<String, Item> products = terrace.cache("recorded", String.class, Item.class)
                .heap(heap -> heap.maximumSize(AMPLE))
                .observer(recorder)
                .loader((key, load) -> Items.item(key))
                .build();
        Readers.KEYS.forEach(products::get);
        assertThat(bytesPerRead(Readers.get(products))).isLessThan(NOISE);
        assertThat(recorder.profile().size()).isPositive();
        recorder.close();
    }

    @Test
    void bytesPerRead_plantedAllocation_isSeen() {
        AtomicReference<Object> escaped = new AtomicReference<>();
        Reader wasteful = (from, to) -> {
            for (int i = from; i < to; i++) {
                escaped.setPlain(Optional.of(escaped));
            }
            return 0;
        };
        assertThat(bytesPerRead(wasteful)).isGreaterThanOrEqualTo(8);
    }

    private Cache<String, Item> products(int room, int dependencies) {
        return Shop.products(terrace, Readers.KEYS, room, dependencies);
    }

    /** What a read allocates while another thread ticks, and invalidates names on which nothing rests. */
    private double bytesPerReadWhileJudged(Cache<String, Item> products, Reader reader) throws InterruptedException {
        AtomicBoolean done = new AtomicBoolean();
        AtomicLong rounds = new AtomicLong();
        Thread disturber = new Thread(
                () -> {
                    while (!done.get()) {
                        long round = rounds.getAndIncrement() % 500;
                        time.tick();
                        terrace.invalidateDependency("nobody:" + round);
                        products.invalidate("nothing:" + round);
                    }
                },
                "disturber");
        disturber.start();
        try {
            double bytes = bytesPerRead(reader);
            assertThat(rounds.get()).as("rounds of ticks and invalidations").isGreaterThan(100);
            return bytes;
        } finally {
            done.set(true);
            disturber.join();
            assertThat(products.stats().loads())
                    .as("loads; nothing that was read was invalidated")
                    .isEqualTo(Readers.KEYS.size());
        }
    }

    private static double bytesPerRead(Reader reader) {
        assertThat(reader.read(0, READS / 4)).isZero();
        long before = THREADS.getCurrentThreadAllocatedBytes();
        int absent = reader.read(0, READS);
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertThat(absent).isZero();
        return (double) allocated / READS;
    }
}
