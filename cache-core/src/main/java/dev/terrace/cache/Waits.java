package dev.terrace.cache;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/*
 * A loader that reads waits for a flight, whose loader may wait for another, and so on. Where that leads back to the first one's thread,
 * all would wait for ever. Each writes down what it waits for before it looks, and a flight's thread is known before its loader runs; so of
 * those who close a circle together at least the last one to write sees it.
 *
 * Waits that end by themselves, at a deadline, are not written down.
 */
/** What the threads of loaders wait for, in all caches of a namespace. Thread-safe. */
final class Waits {

    private final Map<Thread, Set<Flight<?, ?>>> byThread = new ConcurrentHashMap<>();

    /**
     * The thread of a loader is about to wait for a flight.
     *
     * @throws IllegalStateException if that flight's loader waits for the thread
     */
    void begin(Thread loader, Flight<?, ?> flight, String cache) {
        byThread.compute(loader, (same, flights) -> {
            Set<Flight<?, ?>> all = flights == null ? ConcurrentHashMap.newKeySet() : flights;
            all.add(flight);
            return all;
        });
        if (leadsTo(loader, flight, new HashSet<>())) {
            end(loader, flight);
            throw new IllegalStateException(
                    "a loader asks cache '" + cache
                            + "' for a key whose loader waits, itself or through others, for what this one loads: let one of them read the source instead");
        }
        flight.landing().whenComplete((entry, failure) -> end(loader, flight));
    }

    private void end(Thread loader, Flight<?, ?> flight) {
        byThread.computeIfPresent(loader, (same, flights) -> {
            flights.remove(flight);
            return flights.isEmpty() ? null : flights;
        });
    }

    @SuppressWarnings("ReferenceEquality") // a thread is itself
    private boolean leadsTo(Thread loader, Flight<?, ?> flight, Set<Flight<?, ?>> seen) {
        @Nullable Thread pilot = flight.pilot();
        if (pilot == null || !seen.add(flight)) {
            return false;
        }
        if (pilot == loader) {
            return true;
        }
        for (Flight<?, ?> next : byThread.getOrDefault(pilot, Set.of())) {
            if (leadsTo(loader, next, seen)) {
                return true;
            }
        }
        return false;
    }

    /** How many threads wait. */
    int size() {
        return byThread.size();
    }
}
