package dev.terrace.cache;

import dev.terrace.cache.internal.log.Announcement;
import dev.terrace.cache.internal.log.View;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Position;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/*
 * The engine of one cache. Every operation has one implementation, which answers a future; the blocking form waits for it in a
 * lane (see Lane), the asynchronous one hands it out. A hit on the heap takes neither.
 *
 * Who owns what: CaffeineTier the heap, FarTier what is known of a far tier, Stores all writing, Flights who loads what,
 * Departures how, Loads the stamp, View the truth. This class owns nothing but the order of their calls.
 */
/** A cache of tiers. Thread-safe. */
final class TieredCache<K, V extends @Nullable Object> implements Cache<K, V> {

    private final CacheSpec<K, V> spec;
    private final Parts parts;
    private final View view;
    private final long[] fixedNames;
    private final Stores<K, V> stores;
    private final @Nullable CaffeineTier<K, V> heap;
    private final Flights<K, V> loading;
    private final Flights<K, V> looking;
    private final Departures<K, V> loadingDepartures;
    private final Departures<K, V> lookingDepartures;
    private final CacheCounters counters = new CacheCounters();
    private final AsyncCache<K, V> async = new AsyncView<>(this);

    TieredCache(CacheSpec<K, V> spec, Parts parts) {
        this.spec = spec;
        this.parts = parts;
        view = parts.view();
        fixedNames = FarTier.fingerprints(spec.fixed());
        stores = new Stores<>(spec, parts);
        heap = stores.heap();
        Loads<K, V> loads = new Loads<>(spec, stores, parts, counters);
        loading = new Flights<>(view::generation, this::isSuperseded);
        looking = new Flights<>(view::generation, flight -> false);
        loadingDepartures = new Departures<>(stores, loading, loads, parts.namespace());
        lookingDepartures = new Departures<>(stores, looking, loads, parts.namespace());
    }

    @Override
    public String name() {
        return spec.name();
    }

    @Override
    public V get(K key) {
        Entry<V> entry = onHeap(key);
        return entry != null
                ? entry.value()
                : wait(lane -> fetch(key, ownLoader(), lane)).value();
    }

    @Override
    public V get(K key, Loader<? super K, ? extends V> loader) {
        Entry<V> entry = onHeap(key);
        return entry != null
                ? entry.value()
                : wait(lane -> fetch(key, loader, lane)).value();
    }

    @Override
    public Lookup<V> getIfPresent(K key) {
        Entry<V> entry = onHeap(key);
        return entry != null ? entry : wait(lane -> look(key, lane));
    }

    @Override
    public Map<K, V> getAll(Collection<? extends K> keys) {
        return wait(lane -> fetchAll(keys, lane));
    }

    @Override
    public Receipt put(K key, V value) {
        return wait(lane -> replace(key, value));
    }

    @Override
    public boolean put(K key, V value, Stamp stamp) {
        return wait(lane -> store(key, value, stamp));
    }

    @Override
    public Receipt invalidate(K key) {
        return wait(lane -> remove(key));
    }

    @Override
    public Receipt invalidateAll() {
        return wait(lane -> removeAll());
    }

    @Override
    public CacheStats stats() {
        CaffeineTier<K, V> nearest = heap;
        return nearest == null
                ? counters.stats(0, 0, 0, stores.stats())
                : counters.stats(nearest.hits(), nearest.evictions(), nearest.size(), stores.stats());
    }

    @Override
    public AsyncCache<K, V> async() {
        return async;
    }

    /** The threads on which the steps of asynchronous calls run, except loaders. */
    Executor steps() {
        return parts.namespace().steps();
    }

    void sweep() {
        stores.sweep();
    }

    void purge() {
        stores.purge();
    }

    /** Fails whatever waits. */
    void close() {
        IllegalStateException closed =
                new IllegalStateException("the Terrace of cache '" + spec.name() + "' was closed");
        loading.fail(closed);
        looking.fail(closed);
    }

    Loader<? super K, ? extends V> ownLoader() {
        Loader<? super K, ? extends V> own = spec.loader();
        if (own == null) {
            throw new IllegalStateException("cache '" + spec.name()
                    + "' has no loader: give its builder one, call get(key, loader), or getIfPresent(key)");
        }
        return own;
    }

    @Nullable
    Entry<V> onHeap(K key) {
        CaffeineTier<K, V> nearest = heap;
        return nearest == null ? null : nearest.get(key);
    }

    /** One blocking call: its steps, on the lane of this thread. */
    private <T extends @Nullable Object> T wait(Function<Lane, CompletableFuture<T>> call) {
        Lane lane = new Lane(steps());
        return lane.await(call.apply(lane));
    }

    CompletableFuture<Entry<V>> fetch(K key, Loader<? super K, ? extends V> loader, Executor lane) {
        parts.requireReadable();
        return arrive(loading, loadingDepartures, key, digest(key), view.generation(), loader, lane)
                .thenApply(Objects::requireNonNull);
    }

    CompletableFuture<Lookup<V>> look(K key, Executor lane) {
        parts.requireReadable();
        return arrive(looking, lookingDepartures, key, digest(key), view.generation(), null, lane)
                .thenApply(entry -> entry == null ? new Lookup.Absent<>() : entry);
    }

    /** Joins or opens a flight until one has brought what may be served to a read that began at a generation. */
    private CompletableFuture<@Nullable Entry<V>> arrive(
            Flights<K, V> flights,
            Departures<K, V> departures,
            K key,
            Digest digest,
            long since,
            @Nullable Loader<? super K, ? extends V> loader,
            Executor lane) {
        Flights.Seat<K, V> seat = flights.board(key, digest, crew(lane));
        if (seat.opened()) {
            departures.depart(List.of(seat.flight()), loader, lane);
        }
        return landed(flights, departures, seat.flight(), since, loader, lane);
    }

    private CompletableFuture<@Nullable Entry<V>> landed(
            Flights<K, V> flights,
            Departures<K, V> departures,
            Flight<K, V> flight,
            long since,
            @Nullable Loader<? super K, ? extends V> loader,
            Executor lane) {
        if (lane instanceof Lane && flight.mayBeHelped()) {
            flight.helpedBy(lane);
        }
        flight.landing().exceptionally(failure -> {
            counters.answered(false);
            return null;
        });
        return flight.landing().thenCompose(entry -> {
            boolean fits = entry == null
                    ? flight.opened() >= since || isTrusted(flight, flight.opened())
                    : entry.believed() >= since || stores.isTrusted(entry);
            if (!fits) {
                return arrive(flights, departures, flight.key(), flight.digest(), since, loader, lane);
            }
            counters.answered(flight.isFromTier());
            return CompletableFuture.completedFuture(entry);
        });
    }

    /** Whether a load must not answer reads that begin now: also one that has landed and waits for far tiers to be written. */
    private boolean isSuperseded(Flight<K, V> flight) {
        Entry<V> brought = flight.brought();
        return !isTrusted(flight, flight.began()) || (brought != null && !stores.isTrusted(brought));
    }

    private boolean isTrusted(Flight<K, V> flight, long believed) {
        return stores.isTrusted(believed, flight.digest().fingerprint(), fixedNames);
    }

    private static @Nullable Thread crew(Executor lane) {
        return lane instanceof Lane blocking ? blocking.owner() : null;
    }

    CompletableFuture<Map<K, V>> fetchAll(Collection<? extends K> keys, Executor lane) {
        parts.requireReadable();
        long since = view.generation();
        Loader<? super K, ? extends V> loader = spec.loader();
        Flights<K, V> flights = loader == null ? looking : loading;
        Departures<K, V> departures = loader == null ? lookingDepartures : loadingDepartures;
        Map<K, Digest> digests = new LinkedHashMap<>();
        keys.forEach(key -> digests.computeIfAbsent(key, this::digest));
        Map<K, CompletableFuture<@Nullable Entry<V>>> arriving = new LinkedHashMap<>();
        List<Flight<K, V>> opened = new ArrayList<>();
        digests.forEach((key, digest) -> {
            Entry<V> near = onHeap(key);
            arriving.put(
                    key,
                    near != null
                            ? CompletableFuture.completedFuture(near)
                            : boarded(flights, departures, key, digest, since, loader, lane, opened));
        });
        departures.depart(opened, loader, lane);
        return CompletableFuture.allOf(arriving.values().toArray(CompletableFuture[]::new))
                .thenApply(all -> values(arriving));
    }

    /** Joins or opens a flight that the caller will let depart; never throws, since others have boarded before. */
    private CompletableFuture<@Nullable Entry<V>> boarded(
            Flights<K, V> flights,
            Departures<K, V> departures,
            K key,
            Digest digest,
            long since,
            @Nullable Loader<? super K, ? extends V> loader,
            Executor lane,
            List<Flight<K, V>> opened) {
        try {
            Flights.Seat<K, V> seat = flights.board(key, digest, crew(lane));
            if (seat.opened()) {
                seat.flight().inBatch();
                opened.add(seat.flight());
            }
            return landed(flights, departures, seat.flight(), since, loader, lane);
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    private Map<K, V> values(Map<K, CompletableFuture<@Nullable Entry<V>>> arrived) {
        Map<K, V> values = new LinkedHashMap<>();
        arrived.forEach((key, future) -> {
            Entry<V> entry = future.join();
            if (entry != null) {
                values.put(key, entry.value());
            }
        });
        return values;
    }

    CompletableFuture<Receipt> replace(K key, V value) {
        parts.requireOpen();
        Position stamped = view.position();
        Digest digest = digest(key);
        List<String> dependencies = dependencies(key, value);
        Parcel parcel = stores.parcel(digest, value, stamped, dependencies);
        counters.puts.increment();
        stores.checkWeight(key, value);
        Announcement announcement = stores.announce(digest, parcel);
        Entry<V> entry = stores.entry(value, digest, dependencies, announcement.generation());
        stores.onHeap(key, entry);
        CompletableFuture<Void> far =
                announcement.logged().thenCompose(placed -> stores.replace(key, parcel, entry, announcement, placed));
        return announcement
                .receipt()
                .thenCompose(logged -> logged
                        ? far.thenApply(done -> Receipt.LOGGED)
                        : CompletableFuture.completedFuture(Receipt.QUEUED));
    }

    CompletableFuture<Boolean> store(K key, V value, Stamp stamp) {
        parts.requireOpen();
        if (!stamp.isOf(view)) {
            throw new IllegalArgumentException(
                    "the stamp is of another Terrace: take it from terrace.stamp() of this one");
        }
        Digest digest = digest(key);
        List<String> dependencies = dependencies(key, value);
        Parcel parcel = stores.parcel(digest, value, stamp.position(), dependencies);
        Entry<V> entry = stores.entry(value, digest, dependencies, stamp.generation());
        if (!stores.onHeap(key, entry)) {
            counters.refusedPuts.increment();
            return CompletableFuture.completedFuture(false);
        }
        counters.puts.increment();
        return stores.writeStamped(parcel, entry).thenApply(done -> true);
    }

    CompletableFuture<Receipt> remove(K key) {
        parts.requireOpen();
        Digest digest = digest(key);
        counters.invalidations.increment();
        Announcement announcement = stores.announce(digest, null);
        stores.offHeap(key);
        stores.remove(digest, announcement);
        return Parts.receipt(announcement);
    }

    CompletableFuture<Receipt> removeAll() {
        parts.requireOpen();
        counters.invalidations.increment();
        return Parts.receipt(parts.announce(Name.cache(spec.name())));
    }

    private Digest digest(K key) {
        return spec.digester().digest(key);
    }

    private List<String> dependencies(K key, V value) {
        if (value == null && !spec.nullable()) {
            throw new NullPointerException(
                    "cache '" + spec.name() + "' holds no nulls: declare it nullable() if null means 'none'");
        }
        return spec.dependenciesOf(key, value, new Declarations(spec.name(), spec.fixed()));
    }
}
