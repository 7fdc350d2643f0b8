package dev.terrace.benchmarks;

import dev.terrace.benchmarks.Items.Item;
import dev.terrace.benchmarks.Suite.Bytes;
import dev.terrace.benchmarks.Suite.Contender;
import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheBuilder;
import dev.terrace.cache.Terrace;
import dev.terrace.cache.analytics.CacheAnalytics;
import dev.terrace.cache.profile.ProfileRecorder;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One hit in the nearest tier, with nobody who observes it, with an access profile that is recorded, with analytics, and with both. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ObservedHits {

    /** What is measured, by the name of its method; the first is what the others are compared with. */
    static final Suite SUITE = new Suite(
            "observed-hits",
            "What a hit in the nearest tier takes while an access profile is recorded and analytics watch the cache",
            ObservedHits.class,
            List.of(
                    new Contender("alone", "nobody observes"),
                    new Contender("recorded", "with a profile"),
                    new Contender("watched", "with analytics"),
                    new Contender("both", "with both")),
            Bytes.OF_READERS,
            () -> Scene.Set.EMPTY,
            List.of(
                    new Claim(
                            "throughput with both to that with nobody",
                            Unit.RATIO,
                            Aim.atLeast(0.9),
                            round -> round.nanos("alone") / round.nanos("both")),
                    new Claim(
                            "allocated by a reader, with both",
                            Unit.BYTES,
                            Aim.atMost(0.01),
                            round -> round.bytes("both"))));

    @Benchmark
    public Item alone(Alone held, HeapHit.Reads reads) {
        return held.cache.get(reads.next());
    }

    @Benchmark
    public Item recorded(Recorded held, HeapHit.Reads reads) {
        return held.cache.get(reads.next());
    }

    @Benchmark
    public Item watched(Watched held, HeapHit.Reads reads) {
        return held.cache.get(reads.next());
    }

    @Benchmark
    public Item both(Both held, HeapHit.Reads reads) {
        return held.cache.get(reads.next());
    }

    @State(Scope.Benchmark)
    public static class Alone extends Observed {

        public Alone() {
            super(false, false);
        }
    }

    @State(Scope.Benchmark)
    public static class Recorded extends Observed {

        public Recorded() {
            super(true, false);
        }
    }

    @State(Scope.Benchmark)
    public static class Watched extends Observed {

        public Watched() {
            super(false, true);
        }
    }

    @State(Scope.Benchmark)
    public static class Both extends Observed {

        public Both() {
            super(true, true);
        }
    }

    /** A cache that holds all items, and who observes it. */
    @State(Scope.Benchmark)
    public abstract static class Observed {

        private final Terrace terrace = Terrace.builder("observed-hits").build();
        private final @Nullable ProfileRecorder<String> recorder;
        private final @Nullable CacheAnalytics<String> analytics;
        final Cache<String, Item> cache;

        Observed(boolean records, boolean watches) {
            recorder = records
                    ? ProfileRecorder.builder("products", String.class, terrace.host())
                            .build()
                    : null;
            analytics = watches ? CacheAnalytics.<String>builder(terrace).build() : null;
            CacheBuilder<String, Item> builder = Shop.builder(terrace, Items.ROOM, 0);
            if (recorder != null) {
                builder.observer(recorder);
            }
            cache = analytics != null ? analytics.watch(builder) : builder.build();
            Items.all().forEach(cache::get);
        }

        /**
         * Refuses the measurement if nothing was seen of it. On a thread of its own: JMH calls this on a reader's before it counts what readers
         * have allocated, and a profile of all keys is half a megabyte.
         */
        @TearDown
        public void close() throws Exception {
            ExecutorService other = Executors.newSingleThreadExecutor();
            try {
                other.submit(this::end).get();
            } finally {
                other.shutdown();
            }
        }

        private void end() {
            if (recorder != null) {
                int known = recorder.profile().size();
                recorder.close();
                check(known > Items.COUNT / 2, "only " + known + " keys were recorded of " + Items.COUNT);
            }
            if (analytics != null) {
                long seen = analytics.snapshot().sampling().recorded();
                analytics.close();
                check(seen > 0, "the analytics have seen none of the reads");
            }
            terrace.close();
        }

        private static void check(boolean good, String what) {
            if (!good) {
                throw new IllegalStateException(what);
            }
        }
    }
}
