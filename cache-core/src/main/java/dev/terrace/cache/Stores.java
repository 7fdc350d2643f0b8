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
    private final Events events;

    /** The tiers of a cache; {@code refresh} is told of keys on the heap that are due for a newer value. */
    Stores(CacheSpec<K, V> spec, Parts parts, Consumer<K> refresh) {
        this.parts = parts;
        view = parts.view();
        time = parts.namespace().time();
        heartbeat = parts.heartbeat();
        encoding = parts.namespace().steps();
        cache = spec.name();
        events = spec.events();
        codec = spec.codec();
        maximumValueBytes = spec.maximumValueBytes();
        mark = view.cache(cache);
        heap = spec.heap() == null
                ? null
                : new CaffeineTier<>(
                        spec.heap(),
                        Ageing.of(spec, refresh),
                        view,
                        mark,
                        parts.namespace().upkeep(),
                        events::evicted);
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
        long[] names = FarTier.fingerprints(content.dependencies());
        Entry<V> entry = new Entry<>(content.value(), key.fingerprint(), names, now, now + fresh(life), believed);
        return validated(entry, content.validator(), content.dependencies());
    }

    private static <V extends @Nullable Object> Entry<V> validated(
            Entry<V> entry, @Nullable String validator, List<String> dependencies) {
        return validator == null ? entry : new ValidatedEntry<>(entry, entry.believed(), validator, dependencies);
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
        boolean taken = (heap == null || heartbeat.refuses()) ? isTrusted(entry) : heap.put(key, entry);
        if (!taken) {
            refused(key);
        }
        return taken;
    }

    /** What was to be stored under a key has been invalidated, or something newer is under way. */
    void refused(K key) {
        events.refused(key, heap == null && !far.isEmpty() ? far.get(0).name() : Served.HEAP, 1);
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
        Entry<V> plain = new Entry<>(
                found.value(),
                digest.fingerprint(),
                FarTier.fingerprints(found.dependencies()),
                now - found.age().toNanos(),
                now + fresh(life),
                found.believed());
        Entry<V> entry = validated(plain, found.validator(), found.dependencies());
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
            return new Parcel(key, payload, stamped, content);
        } catch (RuntimeException e) {
            throw new CacheCodecException(
                    "a value of cache '" + cache + "' cannot be written for its far tiers: " + e.getMessage()
                            + ". Give the builder a codec(...) that can, or no far tier",
                    e);
        }
    }

    /**
     * Writes what one run of a loader brought, on another thread, as one batch a tier; completes when all tiers have answered. Ends the
     * turn, which a single load alone may have.
     */
    CompletableFuture<Void> writeLoaded(List<Loaded<V>> loaded, @Nullable Turn<V> turn) {
        CompletableFuture<Void> written = writeBehind(loaded, turn);
        return turn == null ? written : written.whenComplete((done, failure) -> turn.giveUp());
    }

    private CompletableFuture<Void> writeBehind(List<Loaded<V>> loaded, @Nullable Turn<V> turn) {
        Codec<V> with = codec;
        if (with == null
                || far.isEmpty()
                || loaded.isEmpty()
                || !loaded.get(0).position().isKnown()) {
            return CompletableFuture.completedFuture(null);
        }
        try {
            return CompletableFuture.supplyAsync(() -> writeNow(loaded, with, turn), encoding)
                    .thenCompose(Stores::all);
        } catch (RejectedExecutionException busy) {
            far.forEach(tier -> tier.refused(loaded.size(), busy));
            return CompletableFuture.completedFuture(null);
        }
    }

    private List<CompletableFuture<Boolean>> writeNow(List<Loaded<V>> loaded, Codec<V> with, @Nullable Turn<V> turn) {
        List<Parcel> parcels = new ArrayList<>(loaded.size());
        List<Entry<V>> entries = new ArrayList<>(loaded.size());
        for (Loaded<V> one : loaded) {
            try {
                Payload payload = Payload.of(one.content().value(), with, maximumValueBytes);
                parcels.add(new Parcel(one.key(), payload, one.position(), one.content()));
                entries.add(one.entry());
            } catch (RuntimeException e) {
                far.forEach(tier -> tier.unencodable(e));
            }
        }
        List<CompletableFuture<Boolean>> written = new ArrayList<>(far.size());
        for (FarTier<V> tier : far) {
            List<Parcel> trusted = new ArrayList<>(parcels.size());
            for (int i = 0; i < parcels.size(); i++) {
                if (mayLeave(entries.get(i))) {
                    trusted.add(parcels.get(i));
                }
            }
            Position position = loaded.get(0).position();
            written.add(
                    turn == null || trusted.isEmpty()
                            ? tier.put(trusted, position)
                            : turn.put(tier, trusted.get(0), position));
        }
        return written;
    }

    /**
     * Whether an entry may be written into far tiers: while it is trusted, and its position means there what it meant here. Behind a
     * connection to the log over which nothing was read yet may be an older log, which has yet to issue that position.
     */
    private boolean mayLeave(Entry<V> entry) {
        return isTrusted(entry) && view.isCurrent();
    }

    /**
     * Writes a value into every far tier while it may leave, except where it has travelled with the log; answers when all have
     * answered, and which have it.
     */
    private List<CompletableFuture<Boolean>> write(
            Parcel parcel, Entry<V> entry, Position placed, @Nullable FarTier<V> arrived) {
        List<CompletableFuture<Boolean>> written = new ArrayList<>(far.size());
        for (FarTier<V> tier : far) {
            if (tier == arrived) {
                written.add(tier.arrived());
            } else {
                written.add(mayLeave(entry) ? tier.put(parcel, placed) : CompletableFuture.completedFuture(false));
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
                carried == null || replacement == null
                        ? null
                        : carried.packing().cargo(replacement),
                carried == null ? null : carried.packing().cargo(key, view.position()));
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

    /** The source had no value of this key some time ago: takes what is older off the heap. */
    void forget(K key, long agoNanos) {
        if (heap != null) {
            heap.forget(key, agoNanos);
        }
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
