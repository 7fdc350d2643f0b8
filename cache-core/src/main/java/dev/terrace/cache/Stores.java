package dev.terrace.cache;

import dev.terrace.cache.internal.log.Announcement;
import dev.terrace.cache.internal.log.Asked;
import dev.terrace.cache.internal.log.Heartbeat;
import dev.terrace.cache.internal.log.Mark;
import dev.terrace.cache.internal.log.View;
import dev.terrace.cache.spi.Cargo;
import dev.terrace.cache.spi.Codec;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/*
 * All writing into the tiers of one cache, so that each rule stands once: what is no longer trusted is not written, nothing
 * leaves the node without a known position, and a key whose removal or replacement a far tier could not take is owed to it.
 */
/** The tiers of one cache. Thread-safe. */
final class Stores<K, V extends @Nullable Object> {

    private static final int SWEEP_STEPS = 2_000;
    private static final int PURGE_STEPS = 500;

    private final Parts parts;
    private final @Nullable CaffeineTier<K, V> heap;
    private final List<FarTier<V>> far;
    private final List<Arrears> arrears;
    private final @Nullable Codec<V> codec;
    private final String cache;
    private final int maximumValueBytes;
    private final View view;
    private final Mark mark;
    private final Time time;
    private final Heartbeat heartbeat;
    private final Executor encoding;

    /** The tiers of a cache; {@code refresh} is told of keys on the heap that are due for a newer value. */
    Stores(CacheSpec<K, V> spec, Parts parts, Consumer<K> refresh) {
        this.parts = parts;
        view = parts.view();
        time = parts.namespace().time();
        heartbeat = parts.heartbeat();
        encoding = parts.namespace().steps();
        cache = spec.name();
        codec = spec.codec();
        maximumValueBytes = spec.maximumValueBytes();
        mark = view.cache(cache);
        heap = spec.heap() == null
                ? null
                : new CaffeineTier<>(
                        spec.heap(),
                        new Ageing<>(spec.freshness().window(), spec.refreshAfterWrite(), refresh),
                        view,
                        mark,
                        parts.namespace().upkeep());
        far = codec == null
                ? List.of()
                : spec.far().stream()
                        .map(one -> new FarTier<>(spec, one, codec, parts))
                        .toList();
        Name everything = Name.cache(cache);
        arrears = far.stream()
                .map(tier -> new Arrears(tier, time, this::knowsTheLog, () -> parts.announce(everything)))
                .toList();
    }

    @Nullable
    CaffeineTier<K, V> heap() {
        return heap;
    }

    List<FarTier<V>> far() {
        return far;
    }

    boolean isTrusted(long believed, long key, long[] names) {
        return view.trustsHeap(believed, mark, key, names);
    }

    boolean isTrusted(Entry<V> entry) {
        return isTrusted(entry.believed(), entry.key(), entry.names());
    }

    /** The heap's form of what was loaded or put now. */
    Entry<V> entry(Content<V> content, Digest key, long believed) {
        Duration life = heap == null ? Duration.ZERO : content.lifetime().in(heap.life());
        long now = time.nanoTime();
        return entry(content.value(), key, content.dependencies(), believed, now, now + fresh(life));
    }

    private Entry<V> entry(
            V value, Digest key, List<String> dependencies, long believed, long broughtNanos, long deadlineNanos) {
        long[] names = FarTier.fingerprints(dependencies);
        return new Entry<>(value, key.fingerprint(), names, broughtNanos, deadlineNanos, believed);
    }

    /** How long something is fresh on this node. */
    private long fresh(Duration life) {
        return Math.min(life.toNanos(), heartbeat.lifeLimitNanos());
    }

    /** What may be served from the heap to a read that has looked there before. */
    @Nullable
    Entry<V> onHeap(K key) {
        return heap == null || heartbeat.refuses() ? null : heap.getAgain(key);
    }

    /** What may be served from the heap by somebody who takes what is no longer fresh as well. */
    @Nullable
    Entry<V> stale(K key) {
        return heap == null || heartbeat.refuses() ? null : heap.stale(key);
    }

    boolean onHeap(K key, Entry<V> entry) {
        return (heap == null || heartbeat.refuses()) ? isTrusted(entry) : heap.put(key, entry);
    }

    void offHeap(K key) {
        if (heap != null) {
            heap.remove(key);
        }
    }

    /** The heap's form of what a far tier has answered, fresh or not; stored if wanted. */
    Entry<V> promoted(K key, Digest digest, FarEntry<V> found, boolean store) {
        Duration life = heap == null || heap.life().compareTo(found.fresh()) > 0 ? found.fresh() : heap.life();
        long now = time.nanoTime();
        Entry<V> entry = entry(
                found.value(),
                digest,
                found.dependencies(),
                found.believed(),
                now - found.age().toNanos(),
                now + fresh(life));
        if (store && found.isFresh()) {
            onHeap(key, entry);
        } else if (store && heap != null && !heartbeat.refuses()) {
            heap.offer(key, entry);
        }
        return entry;
    }

    /** Copies what a far tier has answered into the nearer far tiers. */
    void promote(int tier, Digest digest, FarEntry<V> found) {
        for (int i = 0; i < tier; i++) {
            far.get(i).promote(digest, found);
        }
    }

    /**
     * Encodes a value for the far tiers; null where there are none.
     *
     * @throws CacheCodecException if that is impossible
     */
    @Nullable
    Parcel parcel(Digest key, Content<V> content, Position stamped) {
        if (codec == null) {
            return null;
        }
        try {
            Payload payload = Payload.of(content.value(), codec, maximumValueBytes);
            return new Parcel(key, payload, stamped, content.dependencies(), content.lifetime());
        } catch (RuntimeException e) {
            throw new CacheCodecException(
                    "a value of cache '" + cache + "' cannot be written for its far tiers: " + e.getMessage()
                            + ". Give the builder a codec(...) that can, or no far tier",
                    e);
        }
    }

    /** Writes what a loader brought, on another thread; completes when all tiers have answered. */
    CompletableFuture<Void> writeLoaded(Digest digest, Loaded<V> loaded) {
        Codec<V> with = codec;
        if (with == null || far.isEmpty() || !loaded.position().isKnown()) {
            return CompletableFuture.completedFuture(null);
        }
        try {
            return CompletableFuture.supplyAsync(() -> writeLoaded(digest, loaded, with), encoding)
                    .thenCompose(Stores::all);
        } catch (RejectedExecutionException busy) {
            far.forEach(tier -> tier.refused(busy));
            return CompletableFuture.completedFuture(null);
        }
    }

    private List<CompletableFuture<Boolean>> writeLoaded(Digest digest, Loaded<V> loaded, Codec<V> with) {
        try {
            Content<V> content = loaded.content();
            Payload payload = Payload.of(content.value(), with, maximumValueBytes);
            Parcel parcel = new Parcel(digest, payload, loaded.position(), content.dependencies(), content.lifetime());
            return write(parcel, loaded.entry(), loaded.position(), null);
        } catch (RuntimeException e) {
            far.forEach(tier -> tier.unencodable(e));
            return List.of();
        }
    }

    /**
     * Writes a value into every far tier while it is trusted, except where it has travelled with the log; answers when all have
     * answered, and which have it.
     */
    private List<CompletableFuture<Boolean>> write(
            Parcel parcel, Entry<V> entry, Position placed, @Nullable FarTier<V> arrived) {
        List<CompletableFuture<Boolean>> written = new ArrayList<>(far.size());
        for (FarTier<V> tier : far) {
            if (tier == arrived) {
                written.add(tier.arrived());
            } else {
                written.add(isTrusted(entry) ? tier.put(parcel, placed) : CompletableFuture.completedFuture(false));
            }
        }
        return written;
    }

    /** Writes what a caller has read himself, under the stamp that he took. */
    CompletableFuture<Void> writeStamped(@Nullable Parcel parcel, Entry<V> entry) {
        if (parcel == null || !parcel.stamped().isKnown()) {
            return CompletableFuture.completedFuture(null);
        }
        return all(write(parcel, entry, parcel.stamped(), null));
    }

    /** Invalidates a key; what replaces it, or the mark of its removal, travels with the log where it can. */
    Announcement announce(Digest key, @Nullable Parcel replacement) {
        FarTier<V> carried = carried();
        return parts.announce(
                Name.key(key),
                carried == null || replacement == null ? null : carried.cargo(replacement),
                carried == null ? null : carried.cargo(key, view.position()));
    }

    /** The tier into which the log's appends carry writes, if there is one. */
    private @Nullable FarTier<V> carried() {
        for (FarTier<V> tier : far) {
            if (tier.isCarried()) {
                return tier;
            }
        }
        return null;
    }

    private boolean knowsTheLog() {
        return parts.isLocal() || (!heartbeat.isSilent() && view.isCurrent());
    }

    /** Replaces a key in every far tier, once its announcement has a position. What a tier cannot take is owed to it. */
    CompletableFuture<Void> replace(
            K key, @Nullable Parcel parcel, Entry<V> entry, Announcement announcement, Position placed) {
        if (parcel == null || !placed.isKnown()) {
            return CompletableFuture.completedFuture(null);
        }
        Cargo cargo = announcement.cargo();
        FarTier<V> arrived = cargo == null || cargo.tombstone() ? null : carried();
        Entry<V> latest = latest(key, entry, placed, parcel.stamped());
        List<CompletableFuture<Boolean>> written = write(parcel, latest, placed, arrived);
        long began = time.nanoTime();
        for (int i = 0; i < written.size(); i++) {
            Arrears debt = arrears.get(i);
            written.get(i).thenAccept(has -> {
                if (!has) {
                    debt.put(parcel, placed, began);
                }
            });
        }
        return all(written);
    }

    /** What was put, believed again if it is the last in the log: another node's put may have been read before this one's was. */
    private Entry<V> latest(K key, Entry<V> entry, Position placed, Position stamped) {
        Asked now = view.ask(mark, entry.key());
        if (isTrusted(entry) || !view.trustsFar(now, placed, stamped, entry.names())) {
            return entry;
        }
        Entry<V> again = entry.believedAt(now.generation());
        onHeap(key, again);
        return again;
    }

    /** Lets the weigher fail before anything has happened. */
    void checkWeight(K key, V value) {
        if (heap != null) {
            heap.checkWeight(key, value);
        }
    }

    /** Removes the key from every far tier, once the removal has a position. */
    void remove(Digest digest, Announcement announcement) {
        if (far.isEmpty()) {
            return;
        }
        announcement.logged().thenAccept(position -> {
            if (position.isKnown()) {
                FarTier<V> arrived = announcement.cargo() == null ? null : carried();
                for (int i = 0; i < arrears.size(); i++) {
                    if (far.get(i) != arrived) {
                        arrears.get(i).remove(digest, position);
                    }
                }
            }
        });
    }

    private static CompletableFuture<Void> all(List<CompletableFuture<Boolean>> futures) {
        return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new));
    }

    /** Pays what is owed and reclaims a little from the heap; one caller at a time. */
    void sweep() {
        arrears.forEach(Arrears::retry);
        if (heap != null) {
            heap.sweep(SWEEP_STEPS);
        }
    }

    /** Reclaims a little from the far tiers. */
    void purge() {
        far.forEach(tier -> tier.purge(PURGE_STEPS));
    }

    List<TierStats> stats() {
        Stream<TierStats> nearest = heap == null ? Stream.empty() : Stream.of(heap.stats());
        return Stream.concat(nearest, far.stream().map(FarTier::stats)).toList();
    }
}
