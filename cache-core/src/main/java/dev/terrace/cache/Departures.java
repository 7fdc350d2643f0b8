package dev.terrace.cache;

import dev.terrace.cache.internal.Namespace;
import dev.terrace.cache.spi.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/*
 * How flights are flown: a batch goes through the far tiers in order, each key leaving it where it is found; what is left at
 * the end is loaded, key by key. Each step runs on the lane of whoever opened the flights; an asynchronous caller's loaders have
 * threads of their own, so that slow ones do not stand in the way of what far tiers answer. A load of a batch, or of an
 * asynchronous caller, may be taken over by a thread that waits for it: so loaders that read each other's keys never wait for a load
 * that nobody can begin.
 *
 * Landing: the entry goes to the heap (if this is still the newest flight), then the flight leaves the table, then those who
 * wait are answered. So whoever finds no flight finds the entry, if he looks on the heap once more. Far tiers are written last.
 * Where there is no heap the flight stays in the table until the far tiers have been written, for the same reason.
 */
/** Flies the flights of one cache. Thread-safe. */
final class Departures<K, V extends @Nullable Object> {

    private final Stores<K, V> stores;
    private final Flights<K, V> flights;
    private final Loads<K, V> loads;
    private final Executor loaders;
    private final Executor steps;

    Departures(Stores<K, V> stores, Flights<K, V> flights, Loads<K, V> loads, Namespace namespace) {
        this.stores = stores;
        this.flights = flights;
        this.loads = loads;
        loaders = namespace.loaders();
        steps = namespace.steps();
    }

    /** Flies these; without a loader they land empty where no tier has an entry. */
    void depart(List<Flight<K, V>> opened, @Nullable Loader<? super K, ? extends V> loader, Executor lane) {
        List<Flight<K, V>> clear = new ArrayList<>(opened.size());
        for (Flight<K, V> flight : opened) {
            Entry<V> landedMeanwhile = stores.onHeap(flight.key());
            if (landedMeanwhile != null) {
                land(flight, landedMeanwhile, true);
            } else if (flight.underWay().size() < 2) {
                clear.add(flight);
            } else {
                flight.whenClear(() -> guarded(List.of(flight), () -> fly(0, List.of(flight), loader, lane, steps)));
            }
        }
        guarded(clear, () -> fly(0, clear, loader, lane, lane));
    }

    private void fly(
            int tier,
            List<Flight<K, V>> open,
            @Nullable Loader<? super K, ? extends V> loader,
            Executor lane,
            Executor decoding) {
        if (tier == stores.far().size()) {
            for (Flight<K, V> flight : open) {
                flight.loadable(() -> guarded(List.of(flight), () -> conclude(flight, loader)));
                (lane instanceof Lane ? lane : loaders).execute(flight::load);
            }
            return;
        }
        if (open.isEmpty()) {
            return;
        }
        List<Digest> digests = open.stream().map(Flight::digest).toList();
        stores.far()
                .get(tier)
                .get(digests, decoding)
                .whenComplete((List<@Nullable FarEntry<V>> found, @Nullable Throwable failure) -> {
                    if (failure != null) {
                        open.forEach(flight -> fail(flight, failure));
                    } else {
                        guarded(open, () -> fly(tier + 1, landed(tier, open, found), loader, lane, decoding));
                    }
                });
    }

    /** Lands those that were found, and answers the others. */
    private List<Flight<K, V>> landed(int tier, List<Flight<K, V>> open, List<@Nullable FarEntry<V>> found) {
        List<Flight<K, V>> rest = new ArrayList<>();
        for (int i = 0; i < open.size(); i++) {
            Flight<K, V> flight = open.get(i);
            FarEntry<V> far = found.get(i);
            if (far == null) {
                rest.add(flight);
                continue;
            }
            boolean newest = flights.isNewest(flight);
            Entry<V> entry = stores.promoted(flight.key(), flight.digest(), far, newest);
            land(flight, entry, true);
            if (newest) {
                stores.promote(tier, flight.digest(), far);
            }
        }
        return rest;
    }

    private void conclude(Flight<K, V> flight, @Nullable Loader<? super K, ? extends V> loader) {
        if (loader == null) {
            land(flight, null, false);
            return;
        }
        Loaded<V> loaded = loads.load(flight, loader);
        boolean newest = flights.isNewest(flight);
        if (newest) {
            stores.onHeap(flight.key(), loaded.entry());
        }
        if (stores.heap() == null && newest) {
            flight.land(loaded.entry(), false);
            stores.writeLoaded(flight.digest(), loaded).whenComplete((written, failure) -> flights.close(flight));
            return;
        }
        land(flight, loaded.entry(), false);
        if (newest) {
            stores.writeLoaded(flight.digest(), loaded);
        }
    }

    private void land(Flight<K, V> flight, @Nullable Entry<V> entry, boolean foundInTier) {
        flights.close(flight);
        flight.land(entry, foundInTier);
    }

    private void fail(Flight<K, V> flight, Throwable failure) {
        flights.close(flight);
        flight.fail(failure);
    }

    /** Whatever is thrown, nobody waits for ever. */
    private void guarded(List<Flight<K, V>> waiting, Runnable step) {
        try {
            step.run();
        } catch (Throwable failure) { // loaders may throw anything, and their callers get it
            waiting.forEach(flight -> fail(flight, failure));
        }
    }
}
