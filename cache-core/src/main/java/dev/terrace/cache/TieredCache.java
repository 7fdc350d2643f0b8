package dev.terrace.cache;

import dev.terrace.cache.internal.log.Announcement;
import dev.terrace.cache.internal.log.View;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Position;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/*
 * The engine of one cache. Every operation has one implementation, which answers a future; the blocking form waits for it in a
 * lane (see Lane), the asynchronous one hands it out. A hit on the heap takes neither.
 *
 * Who owns what: CaffeineTier the heap, FarTier what is known of a far tier, Stores all writing, Reads what the heap cannot answer,
 * Flights who loads what, Departures how, Loads the stamp, Failures what is not to be repeated, View the truth. This class owns nothing but the order of their calls.
 */
/** A cache of tiers. Thread-safe. */
sealed class TieredCache<K, V extends @Nullable Object> implements Cache<K, V> permits Observed {

    private final CacheSpec<K, V> spec;
    private final @Nullable Origin<K, V> origin;
    private final Parts parts;
    private final View view;
    private final Stores<K, V> stores;
    private final @Nullable CaffeineTier<K, V> heap;
    private final Reads<K, V> reads;
    private final CacheCounters counters = new CacheCounters();
    private final AsyncCache<K, V> async = new AsyncView<>(this);

    TieredCache(CacheSpec<K, V> spec, Parts parts) {
        this.spec = spec;
        origin = spec.origins().one();
        this.parts = parts;
        view = parts.view();
        stores = new Stores<>(spec, parts, this::refresh);
        heap = stores.heap();
        reads = new Reads<>(spec, stores, parts, counters);
    }

    /** A method of its own, for the tiers are made before the reads. */
    private void refresh(K key) {
        reads.refresh(key);
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
                : wait(lane -> fetch(key, ownOrigin(), lane)).value();
    }

    @Override
    public V get(K key, Loader<? super K, ? extends V> loader) {
        Entry<V> entry = onHeap(key);
        return entry != null
                ? entry.value()
                : wait(lane -> fetch(key, new PlainOrigin<>(loader), lane)).value();
    }

    @Override
    public Answer<V> answer(K key) {
        return answer(key, spec.freshness());
    }

    @Override
    public Answer<V> answer(K key, Freshness freshness) {
        return wait(lane -> explained(key, freshness, lane));
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
    public @Nullable HeapControl<K> heap() {
        return heap;
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
        reads.sweep();
    }

    void purge() {
        stores.purge();
    }

    /** Fails whatever waits. */
    void close() {
        IllegalStateException closed =
                new IllegalStateException("the Terrace of cache '" + spec.name() + "' was closed");
        reads.fail(closed);
    }

    Origin<K, V> ownOrigin() {
        Origin<K, V> own = origin;
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
        CompletableFuture<T> outcome;
        try {
            outcome = call.apply(lane);
        } catch (RuntimeException | Error refused) {
            lane.close(); // others may wait for what it was to do
            throw refused;
        }
        return lane.await(outcome);
    }

    CompletableFuture<Entry<V>> fetch(K key, Origin<K, V> from, Executor lane) {
        return reads.fetch(key, from, lane, spec.freshness()).thenApply(Served::entry);
    }

    CompletableFuture<Lookup<V>> look(K key, Executor lane) {
        return reads.look(key, lane);
    }

    CompletableFuture<Map<K, V>> fetchAll(Collection<? extends K> keys, Executor lane) {
        return reads.fetchAll(keys, lane);
    }

    CompletableFuture<Warmed> warm(Collection<? extends K> keys, WarmFrom from) {
        return reads.warm(keys, from);
    }

    CompletableFuture<Answer<V>> explained(K key, Freshness freshness, Executor lane) {
        Freshness checked = freshness.checked();
        Entry<V> near = onHeap(key);
        return near != null
                ? CompletableFuture.completedFuture(answer(new Served<>(near, Answer.Reason.HIT, Served.HEAP)))
                : reads.fetch(key, ownOrigin(), lane, checked).thenApply(this::answer);
    }

    private Answer<V> answer(Served<V> served) {
        Entry<V> entry = served.entry();
        Duration age = Duration.ofNanos(entry.age(parts.namespace().time().nanoTime()));
        return new Answer<>(entry.value(), served.reason(), age, served.tier());
    }

    CompletableFuture<Receipt> replace(K key, V value) {
        return replace(key, value, declarations());
    }

    CompletableFuture<Receipt> replace(K key, V value, Declarations declared) {
        parts.requireOpen();
        Position stamped = view.position();
        Digest digest = digest(key);
        Content<V> content = content(key, value, declared);
        Parcel parcel = stores.parcel(digest, content, stamped);
        counters.puts.increment();
        stores.checkWeight(key, value);
        Announcement announcement = stores.announce(digest, parcel);
        spec.events().invalidated(key, true);
        Entry<V> entry = stores.entry(content, digest, announcement.generation());
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
        requireOwn(stamp);
        Digest digest = digest(key);
        Content<V> content = content(key, value, declarations());
        Parcel parcel = stores.parcel(digest, content, stamp.position());
        Entry<V> entry = stores.entry(content, digest, stamp.generation());
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
        spec.events().invalidated(key, false);
        stores.offHeap(key);
        stores.remove(digest, announcement);
        return Parts.receipt(announcement);
    }

    CompletableFuture<Receipt> removeAll() {
        parts.requireOpen();
        counters.invalidations.increment();
        Announcement announcement = parts.announce(Name.cache(spec.name()));
        spec.events().invalidated(null, false);
        return Parts.receipt(announcement);
    }

    @Override
    public Explanation explain(K key) {
        return wait(lane -> explain(key, lane));
    }

    CompletableFuture<Explanation> explain(K key, Executor lane) {
        parts.requireOpen();
        return inquiry().of(key, digest(key), lane);
    }

    /** What each tier has of a key, nearest first. */
    List<Inspection.Held<V>> inspect(K key) {
        parts.requireOpen();
        return wait(lane -> inquiry().everywhere(key, digest(key), lane));
    }

    Inquiry<K, V> inquiry() {
        return new Inquiry<>(spec, parts, stores, reads);
    }

    Digest digest(K key) {
        return spec.digester().digest(key);
    }

    Declarations declarations() {
        return new Declarations(spec.name(), spec.fixed());
    }

    /** Whether what was read under a stamp could be stored now; of a load's own dependencies nothing is known yet. */
    boolean holds(K key, Stamp stamp) {
        return stamp.isOf(view)
                && stores.isTrusted(stamp.generation(), digest(key).fingerprint(), FarTier.fingerprints(spec.fixed()));
    }

    private void requireOwn(Stamp stamp) {
        if (!stamp.isOf(view)) {
            throw new IllegalArgumentException(
                    "the stamp is of another Terrace: take it from terrace.stamp() of this one");
        }
    }

    /** Stores what a caller has loaded himself as if a loader had: what far tiers cannot take is kept on the heap alone. */
    boolean deposit(K key, V value, Stamp stamp, Declarations declared, long nanos) {
        parts.requireOpen();
        requireOwn(stamp);
        Digest digest = digest(key);
        counters.loaded(true, nanos);
        spec.events().loaded(key, nanos, null);
        Content<V> content = content(key, value, declared);
        Entry<V> entry = stores.entry(content, digest, stamp.generation());
        if (!stores.onHeap(key, entry)) {
            counters.refusedPuts.increment();
            return false;
        }
        stores.writeLoaded(List.of(new Loaded<>(digest, entry, stamp.position(), content)), null);
        return true;
    }

    private Content<V> content(K key, V value, Declarations declared) {
        if (value == null && !spec.nullable()) {
            throw new NullPointerException(
                    "cache '" + spec.name() + "' holds no nulls: declare it nullable() if null means 'none'");
        }
        return spec.contentOf(key, value, null, declared);
    }
}
