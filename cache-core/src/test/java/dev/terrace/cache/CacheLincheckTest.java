package dev.terrace.cache;

import dev.terrace.cache.internal.log.Mark;
import dev.terrace.cache.internal.log.View;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.Name;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Histories of a few threads, all of which must be those of some order of the calls. */
class CacheLincheckTest {

    /** A source and its cache on the heap: a change is written to the source and then invalidated. */
    public static class HeapOnly {
        private final AtomicInteger source = new AtomicInteger();
        private final View view = new View(64, 64, 0);
        private final Mark mark = view.cache("c");
        private final CaffeineTier<Integer, Integer> heap = new CaffeineTier<>(
                new HeapSettings<>(),
                new Ageing<>(Duration.ZERO, null, key -> {}, false),
                view,
                mark,
                Runnable::run,
                key -> {});
        private final Flights<Integer, Integer> flights = new Flights<>(
                view::generation,
                flight -> !view.trustsHeap(flight.began(), mark, flight.digest().fingerprint(), View.noNames()));
        private static final Digest DIGEST = new Digest(5, 5);

        /** The engine's read, without its tiers: heap, flight, stamp, load, store, close, land, judge. */
        @Operation
        public int get() {
            Entry<Integer> near = heap.get(1);
            if (near != null) {
                return near.value();
            }
            long since = view.generation();
            while (true) {
                Flights.Seat<Integer, Integer> seat = flights.board(1, DIGEST, null);
                Flight<Integer, Integer> flight = seat.flight();
                if (seat.opened()) {
                    fly(flight);
                }
                Entry<Integer> entry = flight.landing().getNow(null);
                if (entry == null) {
                    fly(flight); // Lincheck's threads do not park: whoever joins helps
                    entry = flight.landing().join();
                }
                if (entry != null && (entry.believed() >= since || heap.isTrusted(entry))) {
                    return entry.value();
                }
            }
        }

        private void fly(Flight<Integer, Integer> flight) {
            long generation = view.generation();
            flight.stamped(generation);
            Entry<Integer> entry =
                    new Entry<>(source.get(), DIGEST.fingerprint(), View.noNames(), 0, Long.MAX_VALUE, generation);
            if (flights.isNewest(flight)) {
                heap.put(1, entry);
            }
            flights.close(flight);
            flight.land(entry, null);
        }

        @Operation
        public int change() {
            int now = source.incrementAndGet();
            view.invalidate(Name.key(DIGEST), false);
            return now;
        }
    }

    @Test
    @Tag("proves:CACHE-1")
    void heapOnlyCache_underStress_isLinearizable() {
        stress().check(HeapOnly.class);
    }

    private static StressOptions stress() {
        return new StressOptions()
                .threads(3)
                .actorsPerThread(3)
                .actorsBefore(1)
                .actorsAfter(2)
                .iterations(10)
                .invocationsPerIteration(400);
    }
}
