package dev.terrace.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Flights that one caller opens and lets depart together, or in a few parts. To be used by one thread. */
final class Batch<K, V extends @Nullable Object> {

    private final Departures<K, V> departures;
    private final int portion;
    private final List<CompletableFuture<List<Flight<K, V>>>> ahead = new ArrayList<>();
    private List<Flight<K, V>> opened = new ArrayList<>();
    private Departures.@Nullable Trip<K, V> trip;

    /** An empty one, for so many flights at most. */
    Batch(Departures<K, V> departures, int flights) {
        this.departures = departures;
        portion = departures.portion(flights);
    }

    /** One more, opened for a read; all depart as the first read wants it. */
    void add(Flight<K, V> flight, Reading<K, V> reading) {
        if (trip == null) {
            trip = reading.trip();
        }
        opened.add(flight);
    }

    /** Lets a part depart, if there are enough for one. */
    void departFull() {
        if (trip != null && opened.size() >= portion) {
            ahead.add(departures.ahead(opened, trip));
            opened = new ArrayList<>();
        }
    }

    /** Lets all depart; there will be no more. */
    void depart() {
        if (trip == null) {
            return;
        }
        if (ahead.isEmpty()) {
            departures.depart(opened, trip);
        } else {
            ahead.add(departures.ahead(opened, trip));
            departures.onward(ahead, trip);
        }
    }
}
