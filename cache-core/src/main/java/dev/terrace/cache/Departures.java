package dev.terrace.cache;

import dev.terrace.cache.internal.Namespace;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.Time;
import java.time.Duration;
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
 * What a far tier has that is no longer fresh is offered to those who may do with it, and the flight goes on. A flight that refreshes
 * goes past what is younger than it was when it was due.
 *
 * A key that is left alone at the end is claimed before it is loaded, so that other processes wait for it (Turns).
 *
 * Landing: the entry goes to the heap (if this is still the newest flight), then the flight leaves the table, then those who
 * wait are answered. So whoever finds no flight finds the entry, if he looks on the heap once more. Far tiers are written last.
 * Where there is no heap the flight stays in the table until the far tiers have been written, for the same reason.
 */
/** Flies the flights of one cache. Thread-safe. */
final class Departures<K, V extends @Nullable Object> {

    private final CacheSpec<K, V> spec;
    private final Stores<K, V> stores;
    private final Flights<K, V> flights;
    private final Loads<K, V> loads;
    private final Executor loaders;
    private final Executor steps;
    private final Time time;
    private final Turns<K, V> turns;

    Departures(
            CacheSpec<K, V> spec, Stores<K, V> stores, Flights<K, V> flights, Loads<K, V> loads, Namespace namespace) {
        this.spec = spec;
        time = namespace.time();
        this.stores = stores;
        this.flights = flights;
        this.loads = loads;
        loaders = namespace.loaders();
        steps = namespace.steps();
        turns = new Turns<>(stores, time);
    }

    /**
     * Flies these; without a loader they land empty where no tier has an entry.
     *
     * @param untilNanos when whoever has opened them wants an answer; far tiers are left in time for the loader
     */
    void depart(
            List<Flight<K, V>> opened,
            @Nullable Loader<? super K, ? extends V> loader,
            Executor lane,
            @Nullable Long untilNanos) {
        List<Flight<K, V>> clear = new ArrayList<>(opened.size());
        for (Flight<K, V> flight : opened) {
            Entry<V> landedMeanwhile = stores.onHeap(flight.key());
            if (landedMeanwhile != null && isWanted(flight, landedMeanwhile.age(time.nanoTime()))) {
                land(flight, landedMeanwhile, Served.HEAP);
            } else if (flight.underWay().size() < 2) {
                clear.add(flight);
            } else {
                Trip<K, V> alone = new Trip<>(loader, lane, steps, untilNanos);
                flight.whenClear(() -> guarded(List.of(flight), () -> fly(0, List.of(flight), alone)));
            }
        }
        guarded(clear, () -> fly(0, clear, new Trip<>(loader, lane, lane, untilNanos)));
    }

    /** How a batch of flights is flown. */
    private record Trip<K, V extends @Nullable Object>(
            @Nullable Loader<? super K, ? extends V> loader,
            Executor lane,
            Executor decoding,
            @Nullable Long untilNanos) {}

    /** Whether something of an age is what a flight was opened for. */
    private boolean isWanted(Flight<K, V> flight, long ageNanos) {
        Duration due = spec.refreshAfterWrite();
        return !flight.isRefresh() || due == null || ageNanos < due.toNanos();
    }

    private void fly(int tier, List<Flight<K, V>> open, Trip<K, V> trip) {
        if (open.isEmpty()) {
            return;
        }
        if (tier == stores.far().size()) {
            if (open.size() == 1 && trip.loader != null && loads.standing(open.get(0)) == null) {
                inTurn(open.get(0), trip);
            } else {
                open.forEach(flight -> load(flight, trip));
            }
            return;
        }
        List<Digest> digests = open.stream().map(Flight::digest).toList();
        FarTier<V> far = stores.far().get(tier);
        far.get(digests, trip.decoding, left(trip))
                .whenComplete((List<@Nullable FarEntry<V>> found, @Nullable Throwable failure) -> {
                    // No thread may have been free to decode it: that is a miss as well.
                    guarded(open, () -> fly(tier + 1, failure == null ? landed(tier, open, found) : open, trip));
                });
    }

    /** Loads when no other process does. */
    private void inTurn(Flight<K, V> flight, Trip<K, V> trip) {
        turns.await(
                flight,
                trip.decoding,
                trip.untilNanos,
                (tier, entry) -> landed(tier, List.of(flight), List.of(entry)).isEmpty(),
                () -> load(flight, trip));
    }

    private void load(Flight<K, V> flight, Trip<K, V> trip) {
        flight.loadable(() -> guarded(List.of(flight), () -> conclude(flight, trip.loader)));
        guarded(List.of(flight), () -> (trip.lane instanceof Lane ? trip.lane : loaders).execute(flight::load));
    }

    /** How long a tier may take of what is left: half, so that those behind it and the loader have the rest. */
    private @Nullable Duration left(Trip<K, V> trip) {
        Long until = trip.untilNanos;
        return until == null || trip.loader == null
                ? null
                : Duration.ofNanos(Math.max(0, (until - time.nanoTime()) / 2));
    }

    /** Lands those that were found, and answers the others. */
    private List<Flight<K, V>> landed(int tier, List<Flight<K, V>> open, List<@Nullable FarEntry<V>> found) {
        List<Flight<K, V>> rest = new ArrayList<>();
        String name = stores.far().get(tier).name();
        for (int i = 0; i < open.size(); i++) {
            Flight<K, V> flight = open.get(i);
            FarEntry<V> far = found.get(i);
            if (far == null) {
                rest.add(flight);
                continue;
            }
            if (far.isFresh() && !isWanted(flight, far.age().toNanos())) {
                flight.offerFresh(stores.promoted(flight.key(), flight.digest(), far, false), name);
                rest.add(flight);
                continue;
            }
            boolean newest = flights.isNewest(flight);
            Entry<V> entry = stores.promoted(flight.key(), flight.digest(), far, newest);
            if (!far.isFresh()) {
                flight.offer(entry, name);
                rest.add(flight);
                continue;
            }
            land(flight, entry, name);
            if (newest) {
                stores.promote(tier, flight.digest(), far);
            }
        }
        return rest;
    }

    private void conclude(Flight<K, V> flight, @Nullable Loader<? super K, ? extends V> loader) {
        if (loader == null) {
            land(flight, null, null);
            return;
        }
        Throwable standing = loads.standing(flight);
        if (standing != null) {
            fail(flight, standing);
            return;
        }
        Loaded<V> loaded = loads.load(flight, loader);
        boolean newest = flights.isNewest(flight);
        if (!newest) {
            flight.givesUp();
        }
        if (newest) {
            stores.onHeap(flight.key(), loaded.entry());
        }
        if (stores.heap() == null && newest) {
            flight.land(loaded.entry(), null);
            stores.writeLoaded(flight.digest(), loaded, flight.turn())
                    .whenComplete((written, failure) -> flights.close(flight));
            return;
        }
        land(flight, loaded.entry(), null);
        if (newest) {
            stores.writeLoaded(flight.digest(), loaded, flight.turn());
        }
    }

    private void land(Flight<K, V> flight, @Nullable Entry<V> entry, @Nullable String from) {
        flights.close(flight);
        flight.land(entry, from);
    }

    private void fail(Flight<K, V> flight, Throwable failure) {
        flights.close(flight);
        flight.givesUp();
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
