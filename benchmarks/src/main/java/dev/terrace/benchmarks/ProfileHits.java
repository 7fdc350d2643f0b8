package dev.terrace.benchmarks;

import dev.terrace.benchmarks.Items.Item;
import dev.terrace.benchmarks.Suite.Bytes;
import dev.terrace.benchmarks.Suite.Contender;
import dev.terrace.cache.Cache;
import dev.terrace.cache.Terrace;
import dev.terrace.cache.profile.ProfileRecorder;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One hit in the nearest tier, with nobody who observes it and with an access profile that is recorded. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ProfileHits {

    /** What is measured, by the name of its method; the first is what the other is compared with. */
    static final Suite SUITE = new Suite(
            "profile-hits",
            "What a hit in the nearest tier takes while an access profile is recorded; at most 1.11 times as long is 0.9 of the throughput",
            ProfileHits.class,
            List.of(new Contender("alone", "without a profile"), new Contender("recorded", "with a profile", 1.11)),
            Bytes.OF_READERS,
            () -> Scene.Set.EMPTY);

    @Benchmark
    public Item alone(Alone held, HeapHit.Reads reads) {
        return held.cache.get(reads.next());
    }

    @Benchmark
    public Item recorded(Recorded held, HeapHit.Reads reads) {
        return held.cache.get(reads.next());
    }

    @State(Scope.Benchmark)
    public static class Alone {

        private final Terrace terrace = Terrace.builder("profile-hits").build();
        final Cache<String, Item> cache = Shop.products(terrace, Items.all(), Items.ROOM, 0);

        @TearDown
        public void close() {
            terrace.close();
        }
    }

    @State(Scope.Benchmark)
    public static class Recorded {

        private final Terrace terrace = Terrace.builder("profile-hits").build();
        private final ProfileRecorder<String> recorder = ProfileRecorder.builder(
                        "products", String.class, terrace.host())
                .build();
        final Cache<String, Item> cache = terrace.cache("products", String.class, Item.class)
                .heap(heap -> heap.maximumSize(Items.ROOM).expireAfterWrite(HeapHit.LIFE))
                .observer(recorder)
                .loader((key, load) -> Items.item(key))
                .build();

        public Recorded() {
            Items.all().forEach(cache::get);
        }

        /** Refuses the measurement if nothing was recorded. */
        @TearDown
        public void close() {
            int known = recorder.profile().size();
            recorder.close();
            terrace.close();
            if (known < Items.COUNT / 2) {
                throw new IllegalStateException("only " + known + " keys were recorded of " + Items.COUNT);
            }
        }
    }
}
