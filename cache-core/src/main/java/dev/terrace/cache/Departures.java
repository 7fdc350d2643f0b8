package dev.terrace.cache;

import dev.terrace.cache.internal.Namespace;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/*
 * How flights are flown: a batch goes through the far tiers in order, each key leaving it where it is found; what is left at
 * the end is loaded, by as many calls of the loader as that needs. Each step runs on the lane of whoever opened the flights; an asynchronous caller's loaders have
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

    /** How many parts of a batch are under way at a time. */
    private static final int PARTS = 4;

    private final Stores<K, V> stores;
    private final Flights<K, V> flights;
    private final Loads<K, V> loads;
    private final Bulkhead bulkhead;
    private final Executor loaders;
    private final Executor steps;
    private final Time time;
    private final Turns<K, V> turns;

    Departures(
            CacheSpec<K, V> spec, Stores<K, V> stores, Flights<K, V> flights, Loads<K, V> loads, Namespace namespace) {
        time = namespace.time();
        this.stores = stores;
        this.flights = flights;
        this.loads = loads;
        bulkhead = new Bulkhead(spec.name(), spec.origins().settings());
        loaders = namespace.loaders();
        steps = namespace.steps();
        turns = new Turns<>(stores, time, loads::usualNanos);
    }

    /**
     * How a batch of flights is flown.
     *
     * @param origin what loads; null where flights land empty if no tier has an entry
     * @param lane where steps run
     * @param untilNanos when whoever has opened them wants an answer; far tiers are left in time for the loader
     */
    record Trip<K, V extends @Nullable Object>(
            @Nullable Origin<K, V> origin,
            Executor lane,
            Executor decoding,
            @Nullable Long untilNanos) {

        Trip(@Nullable Origin<K, V> origin, Executor lane, @Nullable Long untilNanos) {
            this(origin, lane, lane, untilNanos);
        }
    }

    /** Flies these. */
    void depart(List<Flight<K, V>> opened, Trip<K, V> trip) {
        List<Flight<K, V>> clear = clear(opened, trip);
        guarded(clear, () -> fly(0, clear, trip));
    }

    /** How many of a batch of flights make a part that is worth flying ahead of the others. */
    int portion(int flights) {
        int least =
                stores.far().isEmpty() ? Integer.MAX_VALUE : stores.far().get(0).portion();
        return Math.max(least, (flights + PARTS - 1) / PARTS);
    }

    /** Flies a part of a batch through the nearest far tier; answers those that it has nothing for. */
    CompletableFuture<List<Flight<K, V>>> ahead(List<Flight<K, V>> part, Trip<K, V> trip) {
        CompletableFuture<List<Flight<K, V>>> rest = new CompletableFuture<>();
        List<Flight<K, V>> clear = clear(part, trip);
        if (clear.isEmpty() || !guarded(clear, () -> through(0, clear, trip, rest::complete))) {
            rest.complete(List.of());
        }
        return rest;
    }

    /** What all parts have left flies on together. */
    void onward(List<CompletableFuture<List<Flight<K, V>>>> parts, Trip<K, V> trip) {
        CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new)).thenRun(() -> {
            List<Flight<K, V>> rest =
                    parts.stream().flatMap(part -> part.join().stream()).toList();
            guarded(rest, () -> fly(1, rest, trip));
        });
    }

    /** Lands what has come on the heap meanwhile, lets wait what has two others beside it, and answers the others. */
    private List<Flight<K, V>> clear(List<Flight<K, V>> opened, Trip<K, V> trip) {
        List<Flight<K, V>> clear = new ArrayList<>(opened.size());
        for (Flight<K, V> flight : opened) {
            Entry<V> landedMeanwhile = stores.onHeap(flight.key());
            if (landedMeanwhile != null && isWanted(flight, landedMeanwhile.age(time.nanoTime()))) {
                land(flight, landedMeanwhile, Served.HEAP);
            } else if (flight.underWay().size() < 2) {
                clear.add(flight);
            } else {
                Trip<K, V> alone = new Trip<>(trip.origin, trip.lane, steps, trip.untilNanos);
                flight.whenClear(() -> guarded(List.of(flight), () -> fly(0, List.of(flight), alone)));
            }
        }
        return clear;
    }

    /** Whether something of an age is what a flight was opened for. */
    private boolean isWanted(Flight<K, V> flight, long ageNanos) {
        CaffeineTier<K, V> heap = stores.heap();
        Duration due = heap == null ? null : heap.refreshAfterWrite();
        return !flight.isRefresh() || due == null || ageNanos < due.toNanos();
    }

    private void fly(int tier, List<Flight<K, V>> open, Trip<K, V> trip) {
        if (open.isEmpty()) {
            return;
        }
        if (tier == stores.far().size()) {
            Origin<K, V> origin = trip.origin;
            if (origin == null) {
                open.forEach(flight -> land(flight, null, null));
            } else if (open.size() == 1 && loads.standing(open.get(0)) == null) {
                inTurn(open.get(0), origin, trip);
            } else {
                load(open, origin, trip);
            }
            return;
        }
        through(tier, open, trip, rest -> fly(tier + 1, rest, trip));
    }

    /** Flies through one far tier, and goes on with those that it has nothing for; with none, if all have failed. */
    private void through(int tier, List<Flight<K, V>> open, Trip<K, V> trip, Consumer<List<Flight<K, V>>> onward) {
        List<Digest> digests = new ArrayList<>(open.size());
        open.forEach(flight -> digests.add(flight.digest()));
        FarTier<V> far = stores.far().get(tier);
        far.get(digests, trip.decoding, left(trip))
                .whenComplete((List<@Nullable FarEntry<V>> found, @Nullable Throwable failure) -> {
                    // No thread may have been free to decode it: that is a miss as well.
                    if (!guarded(open, () -> onward.accept(failure == null ? landed(tier, open, found) : open))) {
                        onward.accept(List.of());
                    }
                });
    }

    /** Loads when no other process does. */
    private void inTurn(Flight<K, V> flight, Origin<K, V> origin, Trip<K, V> trip) {
        turns.await(
                flight,
                trip.decoding,
                trip.untilNanos,
                (tier, entry) -> landed(tier, List.of(flight), List.of(entry)).isEmpty(),
                () -> guarded(List.of(flight), () -> load(List.of(flight), origin, trip)));
    }

    /** How long a tier may take of what is left: half, so that those behind it and the loader have the rest. */
    private @Nullable Duration left(Trip<K, V> trip) {
        Long until = trip.untilNanos;
        return until == null || trip.origin == null
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

    /** Lets the loader be called for what no tier has, unless it has failed for that a short while ago. */
    private void load(List<Flight<K, V>> open, Origin<K, V> origin, Trip<K, V> trip) {
        Executor executor = trip.lane instanceof Lane ? trip.lane : loaders;
        List<Flight<K, V>> due = new ArrayList<>(open.size());
        for (Flight<K, V> flight : open) {
            Throwable standing = loads.standing(flight);
            if (standing == null) {
                due.add(flight);
            } else {
                fail(flight, standing);
            }
        }
        List<Call<K, V>> calls = new ArrayList<>();
        for (int from = 0; from < due.size(); from += origin.most()) {
            List<Flight<K, V>> some = due.subList(from, Math.min(due.size(), from + origin.most()));
            calls.add(new Call<>(
                    bulkhead,
                    some,
                    executor,
                    those -> guarded(those, () -> conclude(those, origin)),
                    (those, failure) -> those.forEach(flight -> fail(flight, failure))));
        }
        calls.forEach(Call::announce);
        new Calls(calls).begin(executor instanceof Lane ? 1 : bulkhead.most());
    }

    /** Loads, except for flights that have failed while they waited, as all do when the cache is closed. */
    private void conclude(List<Flight<K, V>> due, Origin<K, V> origin) {
        List<Flight<K, V>> open = Flight.underWay(due);
        if (!open.isEmpty()) {
            conclude(loads.load(open, origin));
        }
    }

    /** Keeps what was brought by flights that are their keys' newest, lands all, and writes into the far tiers. */
    private void conclude(Run<K, V> run) {
        List<Loaded<V>> kept = new ArrayList<>(run.size());
        List<Flight<K, V>> keptBy = new ArrayList<>(run.size());
        for (int i = 0; i < run.size(); i++) {
            Flight<K, V> flight = run.flight(i);
            Loaded<V> loaded = run.loaded(i);
            if (loaded == null || !flights.isNewest(flight)) {
                flight.givesUp();
            }
            if (loaded != null && !flights.isNewest(flight)) {
                stores.refused(flight.key());
            } else if (loaded != null) {
                try {
                    stores.onHeap(flight.key(), loaded.entry());
                    kept.add(loaded);
                    keptBy.add(flight);
                } catch (RuntimeException refused) { // by the weigher; the other keys go on
                    run.refused(i, refused);
                }
            } else if (run.wasLeftOut(i) && flights.isNewest(flight)) {
                stores.forget(flight.key(), run.age(time.nanoTime()));
            }
        }
        boolean far = stores.heap() == null;
        for (int i = 0; i < run.size(); i++) {
            Flight<K, V> flight = run.flight(i);
            Loaded<V> loaded = run.loaded(i);
            Throwable failure = run.failure(i);
            if (failure != null) {
                fail(flight, failure);
            } else if (far && loaded != null && flights.isNewest(flight)) {
                flight.land(loaded.entry(), null);
            } else {
                land(flight, loaded == null ? null : loaded.entry(), null);
            }
        }
        CompletableFuture<Void> written =
                stores.writeLoaded(kept, run.size() == 1 ? run.flight(0).turn() : null);
        if (far) {
            written.whenComplete((all, failure) -> keptBy.forEach(flights::close));
        }
    }

    private void land(Flight<K, V> flight, @Nullable Entry<V> entry, @Nullable String from) {
        flights.close(flight);
        flight.land(entry, from);
    }

    void fail(Flight<K, V> flight, Throwable failure) {
        flights.close(flight);
        flight.givesUp();
        flight.fail(failure);
    }

    /** Whatever is thrown, nobody waits for ever; answers whether nothing was. */
    private boolean guarded(List<Flight<K, V>> waiting, Runnable step) {
        try {
            step.run();
            return true;
        } catch (Throwable failure) { // loaders may throw anything, and their callers get it
            waiting.forEach(flight -> fail(flight, failure));
            return false;
        }
    }
}
