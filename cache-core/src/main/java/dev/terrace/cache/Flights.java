package dev.terrace.cache;

import dev.terrace.cache.spi.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/*
 * The newest flight of each key. A reader joins it, unless it is known to be superseded: its stamp was taken before an
 * invalidation of its key, its cache or a fixed dependency. Then a newer one takes its place, and a third that is needed while
 * two are under way waits until the first of them has landed. So of one key at most two flights run: one superseded, one not.
 *
 * No lock; replacing is compare-and-set. Nothing runs inside the map's compute.
 */
/** The flights of one cache. Thread-safe. */
final class Flights<K, V extends @Nullable Object> {

    /** A seat in a flight, and whether it was opened for this reader, who then must fly it. */
    record Seat<K, V extends @Nullable Object>(Flight<K, V> flight, boolean opened) {}

    private final ConcurrentHashMap<K, Flight<K, V>> newest = new ConcurrentHashMap<>();
    private final LongSupplier generation;
    private final Predicate<Flight<K, V>> superseded;

    Flights(LongSupplier generation, Predicate<Flight<K, V>> superseded) {
        this.generation = generation;
        this.superseded = superseded;
    }

    Seat<K, V> board(K key, Digest digest, @Nullable Thread crew) {
        while (true) {
            Flight<K, V> current = newest.get(key);
            if (current == null) {
                Flight<K, V> first = new Flight<>(key, digest, generation.getAsLong(), crew, List.of());
                if (newest.putIfAbsent(key, first) == null) {
                    return new Seat<>(first, true);
                }
            } else if (current.isFlownBy(crew)) {
                return new Seat<>(own(current, digest, crew), true);
            } else if (!superseded.test(current)) {
                return new Seat<>(current, false);
            } else {
                List<Flight<K, V>> beside = new ArrayList<>(current.underWay());
                beside.add(current);
                Flight<K, V> newer = new Flight<>(key, digest, generation.getAsLong(), crew, beside);
                if (newest.replace(key, current, newer)) {
                    return new Seat<>(newer, true);
                }
            }
        }
    }

    /** A thread cannot wait for itself: it flies another one, unless it is inside the very load that it asks for. */
    private Flight<K, V> own(Flight<K, V> current, Digest digest, @Nullable Thread crew) {
        if (current.isStamped()) {
            throw new IllegalStateException("a loader asks its cache for the key that it is loading");
        }
        return new Flight<>(current.key(), digest, generation.getAsLong(), crew, List.of());
    }

    /** The flight of a key that is under way; none is opened. */
    @Nullable
    Flight<K, V> underWay(K key) {
        return newest.get(key);
    }

    /** Whether what this flight brings may be stored. */
    boolean isNewest(Flight<K, V> flight) {
        return newest.get(flight.key()) == flight;
    }

    void close(Flight<K, V> flight) {
        newest.remove(flight.key(), flight);
    }

    /** Fails all, so that nobody waits for a namespace that has ended. */
    void fail(Throwable failure) {
        newest.values().forEach(flight -> flight.fail(failure));
    }
}
