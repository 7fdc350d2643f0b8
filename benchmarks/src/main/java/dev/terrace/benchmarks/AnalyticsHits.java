package dev.terrace.benchmarks;

import dev.terrace.benchmarks.Items.Item;
import dev.terrace.benchmarks.Suite.Bytes;
import dev.terrace.benchmarks.Suite.Contender;
import dev.terrace.cache.Cache;
import dev.terrace.cache.Terrace;
import dev.terrace.cache.analytics.CacheAnalytics;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One hit in the nearest tier of a cache that is watched, and of one that is not. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AnalyticsHits {

    /** What is measured, by the name of its method; the first is what the other is compared with. */
    static final Suite SUITE = new Suite(
            "analytics-hits",
            "What a hit in the nearest tier takes while analytics watch the cache",
            AnalyticsHits.class,
            List.of(new Contender("without", "without analytics"), new Contender("with", "with analytics")),
            Bytes.OF_READERS,
            () -> Scene.Set.EMPTY,
            List.of(
                    new Claim(
                            "throughput with analytics to that without",
                            Unit.RATIO,
                            Aim.atLeast(0.9),
                            round -> round.nanos("without") / round.nanos("with")),
                    new Claim(
                            "allocated by a reader, with analytics",
                            Unit.BYTES,
                            Aim.atMost(0.01),
                            round -> round.bytes("with"))));

    @Benchmark
    public Item without(Unwatched held, HeapHit.Reads reads) {
        return held.cache.get(reads.next());
    }

    @Benchmark
    public Item with(Watched held, HeapHit.Reads reads) {
        return held.cache.get(reads.next());
    }

    @State(Scope.Benchmark)
    public static class Unwatched {

        final Terrace terrace = Terrace.builder("unwatched").build();
        final Cache<String, Item> cache = Shop.products(terrace, Items.all(), Items.ROOM, 0);

        @TearDown
        public void close() {
            terrace.close();
        }
    }

    @State(Scope.Benchmark)
    public static class Watched {

        final Terrace terrace = Terrace.builder("watched").build();
        private final CacheAnalytics<String> analytics =
                CacheAnalytics.<String>builder(terrace).build();
        final Cache<String, Item> cache = Shop.watched(analytics, terrace, Items.all(), Items.ROOM);

        /** Refuses the measurement if nothing was looked at. */
        @TearDown
        public void close() {
            long recorded = analytics.snapshot().sampling().recorded();
            analytics.close();
            terrace.close();
            if (recorded == 0) {
                throw new IllegalStateException("the analytics have seen none of the reads");
            }
        }
    }
}
