package dev.terrace.cache;

import dev.terrace.cache.internal.log.Heartbeat;
import dev.terrace.cache.internal.log.View;
import dev.terrace.cache.spi.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/*
 * What becomes of a read that found nothing fresh on the heap. It joins a flight of its key, or opens one, until one has brought what may
 * be served to a read that began when it did. Where stale values are allowed, or time is short, whatever comes first is the answer: the
 * flight, a tier's stale entry, a timer.
 *
 * Who may leave before the loader ends has it run on another thread. A loader that reads does not: it cannot leave, and might wait for a
 * thread that waits for it.
 *
 * A stale value is judged when it is served, not when the read began, so that an invalidation which arrives meanwhile counts. Nothing
 * stale is served where this node cannot know of invalidations: while it is cut off from its log, unless it was told to serve on then,
 * and until it has read the log again.
 */
/** The reads of one cache that its heap cannot answer. Thread-safe. */
final class Reads<K, V extends @Nullable Object> {

    /** Flights, and how they depart; apart for reads that only look. */
    record Line<K, V extends @Nullable Object>(Flights<K, V> flights, Departures<K, V> departures) {}

    private final CacheSpec<K, V> spec;
    private final Parts parts;
    private final View view;
    private final Time time;
    private final Heartbeat heartbeat;
    private final long[] fixedNames;
    private final Stores<K, V> stores;
    private final Failures failures;
    private final Loads<K, V> loads;
    private final CacheCounters counters;
    /** Keys whose refresh waits for a thread. */
    private final Set<K> refreshing = ConcurrentHashMap.newKeySet();

    private final Line<K, V> loading;
    private final Line<K, V> looking;

    Reads(CacheSpec<K, V> spec, Stores<K, V> stores, Parts parts, CacheCounters counters) {
        this.spec = spec;
        this.stores = stores;
        this.parts = parts;
        this.counters = counters;
        view = parts.view();
        time = parts.namespace().time();
        heartbeat = parts.heartbeat();
        fixedNames = FarTier.fingerprints(spec.fixed());
        failures = new Failures(spec, stores, parts);
        loads = new Loads<>(spec, stores, parts, counters, failures);
        Flights<K, V> loaded = new Flights<>(view::generation, this::isSuperseded);
        Flights<K, V> looked = new Flights<>(view::generation, flight -> false);
        loading = new Line<>(loaded, new Departures<>(spec, stores, loaded, loads, parts.namespace()));
        looking = new Line<>(looked, new Departures<>(spec, stores, looked, loads, parts.namespace()));
    }

    CompletableFuture<Served<V>> fetch(K key, Origin<K, V> origin, Executor lane, Freshness freshness) {
        Reading<K, V> reading = begin(key, origin, lane, freshness);
        Served<V> stale = whileRevalidating(reading, this::revalidate);
        if (stale != null) {
            return CompletableFuture.completedFuture(stale);
        }
        return answered(reading, aboard -> arrive(loading, reading, aboard)).thenApply(this::present);
    }

    CompletableFuture<Lookup<V>> look(K key, Executor lane) {
        Reading<K, V> reading = begin(key, null, lane, Freshness.strict());
        return arrive(looking, reading, flight -> {})
                .thenApply(served -> served == null ? new Lookup.Absent<>() : served.entry());
    }

    private Reading<K, V> begin(K key, @Nullable Origin<K, V> origin, Executor lane, Freshness freshness) {
        parts.requireReadable();
        return reading(key, origin, lane, freshness);
    }

    private Reading<K, V> reading(K key, @Nullable Origin<K, V> origin, Executor lane, Freshness freshness) {
        boolean byLoader = parts.isLoading();
        Duration deadline = freshness.deadline();
        return new Reading<>(
                key,
                spec.digester().digest(key),
                view.generation(),
                origin,
                freshness.leavesEarly() && !byLoader ? parts.namespace().steps() : lane,
                lane,
                freshness,
                deadline == null ? null : time.nanoTime() + deadline.toNanos(),
                byLoader);
    }

    private Served<V> present(@Nullable Served<V> served) {
        if (served == null) {
            throw new CacheLoadException("the bulk loader of cache '" + spec.name()
                    + "' has no value for this key: declare the cache nullable() if that means 'none', or ask getAll");
        }
        return served;
    }

    /** Hears of each flight that a read boards. */
    interface Aboard<K, V extends @Nullable Object> {
        void on(Flight<K, V> flight);
    }

    /** What becomes of a read whose flight has brought what is too old for it. */
    interface Again<K, V extends @Nullable Object> {

        /** Lets the read fly again. */
        CompletableFuture<@Nullable Served<V>> fly(Reading<K, V> reading, Aboard<K, V> aboard);

        /** The read need not fly again. */
        default void landed() {}
    }

    /** Begins to board, telling of each flight. */
    interface Boarding<K, V extends @Nullable Object> {
        CompletableFuture<@Nullable Served<V>> with(Aboard<K, V> aboard);
    }

    /** Joins or opens a flight until one has brought what may be served to this read. */
    private CompletableFuture<@Nullable Served<V>> arrive(Line<K, V> line, Reading<K, V> reading, Aboard<K, V> aboard) {
        Flights.Seat<K, V> seat = boarded(line, reading);
        if (seat.opened()) {
            line.departures.depart(List.of(seat.flight()), reading.trip());
        }
        return landed(reading, seat, aboard, (late, again) -> arrive(line, late, again));
    }

    Flights.Seat<K, V> boarded(Line<K, V> line, Reading<K, V> reading) {
        Flights.Seat<K, V> seat = line.flights.board(reading.key(), reading.digest(), reading.crew());
        if (reading.byLoader()) {
            seat.flight().wanted(true);
        } else if (!seat.opened()
                && reading.lane() instanceof Lane
                && seat.flight().mayBeHelped()) {
            seat.flight().wanted(false);
        }
        return seat;
    }

    CompletableFuture<@Nullable Served<V>> landed(
            Reading<K, V> reading, Flights.Seat<K, V> seat, Aboard<K, V> aboard, Again<K, V> again) {
        Flight<K, V> flight = seat.flight();
        if (reading.byLoader()
                && reading.lane() instanceof Lane loader
                && !reading.freshness().leavesEarly()) {
            parts.waits().begin(loader.owner(), flight, spec.name());
        }
        if (!seat.opened() && reading.lane() instanceof Lane waiting && flight.mayBeHelped()) {
            flight.helpedBy(waiting);
        }
        aboard.on(flight);
        CompletableFuture<@Nullable Served<V>> landed = new CompletableFuture<>();
        flight.landing().whenComplete((entry, failure) -> {
            if (failure == null && !fits(reading, flight, entry)) {
                flyAgain(reading, aboard, again, landed);
                return;
            }
            String tier = flight.tier();
            counters.answered(tier != null);
            spec.events().answered(reading.key(), tier);
            again.landed();
            if (failure == null) {
                landed.complete(entry == null ? null : served(entry, tier));
            } else {
                landed.completeExceptionally(failure);
            }
        });
        return flight.isRefresh() ? soonest(flight, landed) : landed;
    }

    /** Whether what a flight has brought may be served to a read that began when this one did. */
    private boolean fits(Reading<K, V> reading, Flight<K, V> flight, @Nullable Entry<V> entry) {
        return entry == null
                ? flight.opened() >= reading.since() || isTrusted(flight, flight.opened())
                : entry.believed() >= reading.since() || stores.isTrusted(entry);
    }

    private static <K, V extends @Nullable Object> void flyAgain(
            Reading<K, V> reading,
            Aboard<K, V> aboard,
            Again<K, V> again,
            CompletableFuture<@Nullable Served<V>> landed) {
        try {
            forward(again.fly(reading, aboard), landed);
        } catch (RuntimeException refused) {
            landed.completeExceptionally(refused);
        }
    }

    static <T extends @Nullable Object> void forward(CompletableFuture<T> outcome, CompletableFuture<T> to) {
        outcome.whenComplete((value, failure) -> {
            if (failure == null) {
                to.complete(value);
            } else {
                to.completeExceptionally(failure);
            }
        });
    }

    /** What a flight that refreshes has brought, or passed by because it is fresh but due. */
    private CompletableFuture<@Nullable Served<V>> soonest(
            Flight<K, V> flight, CompletableFuture<@Nullable Served<V>> landed) {
        CompletableFuture<@Nullable Served<V>> first = new CompletableFuture<>();
        flight.fresh().thenAccept(offer -> {
            if (stores.isTrusted(offer.entry())) {
                first.complete(served(offer.entry(), offer.tier()));
            }
        });
        forward(landed, first);
        return first;
    }

    private static <V extends @Nullable Object> Served<V> served(Entry<V> entry, @Nullable String tier) {
        return tier == null
                ? new Served<>(entry, Answer.Reason.LOADED, Served.LOADER)
                : new Served<>(entry, Answer.Reason.HIT, tier);
    }

    /** The answer to a read: what its flight brings, or what is stale and may be served instead, or sooner. */
    CompletableFuture<@Nullable Served<V>> answered(Reading<K, V> reading, Boarding<K, V> boarding) {
        Freshness freshness = reading.freshness();
        if (!freshness.servesStale() && freshness.deadline() == null) {
            return boarding.with(flight -> {});
        }
        EarlyAnswer<K, V> answer = new EarlyAnswer<>(this, reading, spec.name(), time);
        boarding.with(answer::aboard).whenComplete((served, failure) -> {
            if (failure == null) {
                answer.arrived(served);
            } else {
                answer.failed(
                        failure instanceof CompletionException && failure.getCause() != null
                                ? failure.getCause()
                                : failure);
            }
        });
        return answer.future();
    }

    /** Whether a load must not answer reads that begin now: also one that has landed and waits for far tiers to be written. */
    private boolean isSuperseded(Flight<K, V> flight) {
        Entry<V> brought = flight.brought();
        return !isTrusted(flight, flight.began()) || (brought != null && !stores.isTrusted(brought));
    }

    private boolean isTrusted(Flight<K, V> flight, long believed) {
        long[] leftOut = flight.leftOutNames();
        return stores.isTrusted(believed, flight.digest().fingerprint(), leftOut == null ? fixedNames : leftOut);
    }

    /** What is stale on the heap, or was offered by a flight, if a read may be answered with it now. */
    @Nullable
    Served<V> instead(Reading<K, V> reading, @Nullable Flight<K, V> flight, Answer.Reason reason) {
        if (!knowsOfInvalidations()) {
            return null;
        }
        Entry<V> onHeap = allowed(reading, stores.stale(reading.key()), reason);
        Flight.Offer<V> offer = flight == null ? null : flight.staleYet();
        Entry<V> offered = offer == null ? null : allowed(reading, offer.entry(), reason);
        if (offer != null && offered != null && (onHeap == null || !offered.endsBefore(onHeap))) {
            return new Served<>(offered, reason, offer.tier());
        }
        return onHeap == null ? null : new Served<>(onHeap, reason, Served.HEAP);
    }

    boolean knowsOfInvalidations() {
        return heartbeat.servesStale() || parts.hearsInvalidations();
    }

    private @Nullable Entry<V> allowed(Reading<K, V> reading, @Nullable Entry<V> entry, Answer.Reason reason) {
        if (entry == null || !stores.isTrusted(entry)) {
            return null;
        }
        long past = entry.past(time.nanoTime());
        Freshness freshness = reading.freshness();
        boolean young = reason == Answer.Reason.REVALIDATING
                ? freshness.allowsWhileRevalidating(past)
                : freshness.allowsLate(past);
        return young ? entry : null;
    }

    /** A stale value was the answer. */
    void servedStale(Reading<K, V> reading, Served<V> stale) {
        counters.stale.increment();
        spec.events().servedStale(reading.key(), stale, time.nanoTime());
    }

    /** What is stale on the heap, if that may be served while a newer one is loaded; sees to it that one is. */
    @Nullable
    Served<V> whileRevalidating(Reading<K, V> reading, Consumer<Reading<K, V>> revalidation) {
        if (!reading.freshness().revalidates()) {
            return null;
        }
        boolean failed = failures.standing(reading.digest()) != null;
        Served<V> stale = instead(reading, null, failed ? Answer.Reason.LOAD_FAILED : Answer.Reason.REVALIDATING);
        if (stale != null) {
            counters.answered(true);
            servedStale(reading, stale);
            if (!failed) {
                revalidation.accept(reading);
            }
        }
        return stale;
    }

    private void revalidate(Reading<K, V> reading) {
        List<Flight<K, V>> opened = new ArrayList<>(1);
        revalidate(reading, opened);
        depart(opened, reading.origin());
    }

    /** Flies what is opened for nobody who waits. */
    void depart(List<Flight<K, V>> opened, @Nullable Origin<K, V> origin) {
        if (!opened.isEmpty()) {
            loading.departures.depart(
                    opened, new Departures.Trip<>(origin, parts.namespace().steps(), null));
        }
    }

    /** Opens a flight for a read that has its answer already, and leaves it to depart with others. */
    void revalidate(Reading<K, V> reading, List<Flight<K, V>> opened) {
        Flights.Seat<K, V> seat = loading.flights.board(reading.key(), reading.digest(), null);
        if (seat.opened()) {
            opened.add(seat.flight());
        }
    }

    /** An entry on the heap is fresh, but due: loads a newer one in the background. Cheap; never throws. */
    void refresh(K key) {
        Origin<K, V> origin = spec.origins().one();
        if (origin == null) {
            return;
        }
        if (!refreshing.add(key)) {
            return;
        }
        try {
            parts.namespace().steps().execute(() -> {
                refreshing.remove(key);
                Reading<K, V> reading = reading(key, origin, parts.namespace().steps(), Freshness.strict());
                if (failures.standing(reading.digest()) == null) {
                    Flights.Seat<K, V> seat = loading.flights.board(key, reading.digest(), null);
                    if (seat.opened()) {
                        seat.flight().refreshes();
                        depart(List.of(seat.flight()), origin);
                    }
                }
            });
        } catch (RejectedExecutionException busy) {
            refreshing.remove(key); // the entry is fresh yet, and due again at the next tick
        }
    }

    CompletableFuture<Map<K, V>> fetchAll(Collection<? extends K> keys, Executor lane) {
        parts.requireReadable();
        Origin<K, V> origin = spec.origins().several();
        return new ManyReads<>(this, origin == null ? looking : loading, origin, lane).of(keys);
    }

    CompletableFuture<Warmed> warm(Collection<? extends K> keys, WarmFrom from) {
        parts.requireReadable();
        Origin<K, V> origin = from == WarmFrom.LOADER ? spec.origins().several() : null;
        if (from == WarmFrom.LOADER && origin == null) {
            throw new IllegalStateException("cache '" + spec.name()
                    + "' has no loader: give its builder one, or warm it from its far tiers (WarmFrom.FAR_TIERS)");
        }
        return new WarmReads<>(this, stores, origin == null ? looking : loading, origin).of(keys);
    }

    /** What opens a flight that nobody waits for. */
    Reading<K, V> forNobody(K key, @Nullable Origin<K, V> origin) {
        return reading(key, origin, parts.namespace().steps(), Freshness.strict());
    }

    /** One key of several, as its own read. */
    Reading<K, V> oneOf(K key, @Nullable Origin<K, V> origin, Executor lane) {
        return begin(key, origin, lane, origin == null ? Freshness.strict() : spec.freshness());
    }

    /** What the heap has for one key of several. */
    @Nullable
    Served<V> near(K key) {
        CaffeineTier<K, V> heap = stores.heap();
        Entry<V> near = heap == null ? null : heap.get(key);
        if (spec.observation() != null) {
            spec.observation().read(key, near);
        }
        if (near == null) {
            return null;
        }
        spec.events().hit(key, Served.HEAP);
        return new Served<>(near, Answer.Reason.HIT, Served.HEAP);
    }

    Failures failures() {
        return failures;
    }

    /** The load of a key that is under way, if any. */
    @Nullable
    Flight<K, V> underWay(K key) {
        return loading.flights.underWay(key);
    }

    void sweep() {
        failures.sweep();
        loads.giveUp(loading.departures::fail);
    }

    /** Fails whatever waits. */
    void fail(RuntimeException closed) {
        loading.flights.fail(closed);
        looking.flights.fail(closed);
    }
}
