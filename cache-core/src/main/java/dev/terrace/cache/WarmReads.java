package dev.terrace.cache;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/*
 * Flights for nobody. They go the way of every other flight, so that whatever is promised of loads and promotions holds: the stamp before the
 * loader, the judgement of far entries, the heap that refuses what is not trusted any more. A reader who comes meanwhile joins them, and judges
 * at landing what he is given. Nothing flies again: a value that was invalidated on its way is counted and forgotten.
 *
 * What differs from getAll: nothing is counted as a read, no observer is told, and the heap is asked in a way that its policy does not take
 * for a use.
 */
/** One warming of some keys of one cache. To be used by one thread, once. */
final class WarmReads<K, V extends @Nullable Object> {

    private final Reads<K, V> reads;
    private final Stores<K, V> stores;
    private final @Nullable Origin<K, V> origin;
    private final Reads.Line<K, V> line;
    private final List<Flight<K, V>> flights = new ArrayList<>();
    private int present;
    private int refused;
    private int failed;
    private @Nullable Throwable failure;

    /** A warming; without an origin it loads nothing. */
    WarmReads(Reads<K, V> reads, Stores<K, V> stores, Reads.Line<K, V> line, @Nullable Origin<K, V> origin) {
        this.reads = reads;
        this.stores = stores;
        this.line = line;
        this.origin = origin;
    }

    CompletableFuture<Warmed> of(Collection<? extends K> keys) {
        Batch<K, V> batch = new Batch<>(line.departures(), keys.size());
        try {
            for (K key : new LinkedHashSet<K>(keys)) {
                board(key, batch);
                batch.departFull();
            }
        } finally {
            batch.depart(); // others may have joined
        }
        CompletableFuture<?>[] landings = flights.stream().map(Flight::landing).toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(landings).handle((all, ignored) -> counted());
    }

    private void board(K key, Batch<K, V> batch) {
        CaffeineTier<K, V> heap = stores.heap();
        if (heap != null && heap.holds(key)) {
            present++;
            return;
        }
        try {
            Reading<K, V> reading = reads.forNobody(key, origin);
            Flights.Seat<K, V> seat = line.flights().board(key, reading.digest(), null);
            if (seat.opened()) {
                seat.flight().inBatch();
                batch.add(seat.flight(), reading);
            }
            flights.add(seat.flight());
        } catch (RuntimeException unasked) { // a key that is too long, or one that this very thread loads
            failed(unasked);
        }
    }

    private void failed(Throwable why) {
        failed++;
        if (failure == null) {
            failure = why;
        }
    }

    private Warmed counted() {
        int found = 0;
        int loaded = 0;
        int absent = 0;
        for (Flight<K, V> flight : flights) {
            Throwable why = flight.failure();
            Entry<V> entry = flight.brought();
            String tier = flight.tier();
            if (why != null) {
                failed(why);
            } else if (entry == null) {
                if (origin == null) {
                    absent++;
                } else {
                    loaded++;
                }
            } else if (!stores.isTrusted(entry)) {
                refused++;
            } else if (tier == null) {
                loaded++;
            } else if (tier.equals(Served.HEAP)) {
                present++;
            } else {
                found++;
            }
        }
        return new Warmed(present, found, loaded, absent, refused, failed, failure);
    }
}
