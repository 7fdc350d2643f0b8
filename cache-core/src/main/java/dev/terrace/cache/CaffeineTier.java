package dev.terrace.cache;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.terrace.cache.internal.log.Mark;
import dev.terrace.cache.internal.log.Renewals;
import dev.terrace.cache.internal.log.View;
import dev.terrace.cache.internal.time.Upkeep;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/*
 * The heap tier. Caffeine bounds it by size alone; lifetime and trust are judged here, because a clock call and a write on each
 * hit cost more than the rest of it (see docs/performance.md).
 *
 * A hit is one lookup and one comparison. The comparison fails after each tick of the coarse clock and each invalidation; the
 * entry is then judged once and believed again. `view.generation()` is read before the judgement, so an invalidation that
 * comes between moves the count past what is written here.
 */
/** The nearest tier: entries of one cache on the heap. Thread-safe. */
final class CaffeineTier<K, V extends @Nullable Object> implements HeapControl<K>, Renewals.Held {

    private static final int READS_NOTED = 8;

    private final com.github.benmanes.caffeine.cache.Cache<K, Entry<V>> entries;
    private final HeapSettings<K, V> settings;
    private final View view;
    private final Mark cache;
    private final Upkeep.Slot upkeep;
    private final long staleNanos;
    private final Lives lives;
    private final Consumer<? super K> refresh;
    private final LongAdder hits = new LongAdder();
    private final LongAdder distrusted = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder puts = new LongAdder();
    private final LongAdder evictions = new LongAdder();
    private @Nullable Iterator<Map.Entry<K, Entry<V>>> sweep;
    private long sweptFrom;
    private @Nullable Iterator<Map.Entry<K, Entry<V>>> renewal;

    /** An empty one; {@code evicted} is told of keys whose entries it gives up for want of room, and must be cheap. */
    CaffeineTier(
            HeapSettings<K, V> settings,
            Ageing<K> ageing,
            View view,
            Mark cache,
            Upkeep.Slot upkeep,
            Consumer<? super @Nullable K> evicted) {
        this.settings = settings;
        this.view = view;
        this.cache = cache;
        this.upkeep = upkeep;
        staleNanos = ageing.stale().toNanos();
        lives = new Lives(settings.life(), ageing.due(), ageing.refreshes());
        refresh = ageing.refresh();
        Caffeine<Object, Object> bounded = Caffeine.newBuilder().executor(upkeep);
        entries = settings.bound(bounded)
                .evictionListener((@Nullable K key, @Nullable Entry<V> entry, RemovalCause cause) -> {
                    evictions.increment();
                    evicted.accept(key);
                })
                .build();
    }

    /** The entry of a key, if it is there, fresh and trusted. */
    @Nullable
    Entry<V> get(K key) {
        Entry<V> entry = entries.getIfPresent(key);
        if (entry == null) {
            misses.increment();
            return null;
        }
        if (entry.believed() == view.generation() || renewed(key, entry)) {
            hits.increment();
            return entry;
        }
        return null;
    }

    /** The same for somebody whose read has been counted already. */
    @Nullable
    Entry<V> getAgain(K key) {
        Entry<V> entry = entries.getIfPresent(key);
        return entry != null && isServable(entry) ? entry : null;
    }

    /** Whether an entry may be served now. If not it is left to what replaces it, or to the next sweep: removing it is a write. */
    private boolean renewed(K key, Entry<V> entry) {
        long generation = view.generation();
        if (isServable(entry)) {
            entry.believe(generation);
            long dueNanos = lives.dueNanos();
            if (dueNanos != Lives.NEVER && entry.age(view.coarseNanos()) >= dueNanos) {
                refresh.accept(key);
            }
            return true;
        }
        (isTrusted(entry) ? misses : distrusted).increment();
        return false;
    }

    private boolean isServable(Entry<V> entry) {
        return entry.past(view.coarseNanos()) < 0 && isTrusted(entry);
    }

    /** The entry of a key whether it is fresh or not, if it is trusted. */
    @Nullable
    Entry<V> stale(K key) {
        Entry<V> entry = entries.getIfPresent(key);
        return entry != null && isKept(entry) ? entry : null;
    }

    private boolean isKept(Entry<V> entry) {
        return entry.past(view.coarseNanos()) < staleNanos && isTrusted(entry);
    }

    /** The entry of a key, whatever it is worth, in a way that nobody notices. */
    @Nullable
    Entry<V> unnoticed(K key) {
        return entries.policy().getIfPresentQuietly(key);
    }

    /** Whether it would answer a read of this key now; in a way that nobody notices. */
    boolean holds(K key) {
        Entry<V> entry = unnoticed(key);
        return entry != null && isServable(entry);
    }

    /** Whether nothing that the entry rests on was invalidated since it was believed. */
    boolean isTrusted(Entry<V> entry) {
        return view.trustsHeap(entry.believed(), cache, entry.key(), entry.names());
    }

    /** Stores an entry, unless it is no longer trusted; what stands there then stays. */
    boolean put(K key, Entry<V> entry) {
        Entry<V> stored = entries.asMap().compute(key, (same, old) -> isTrusted(entry) ? entry : old);
        upkeep.hasten();
        if (stored == entry) {
            puts.increment();
        }
        return stored == entry;
    }

    /** Stores an entry whose freshness is over, unless one that was fresh for longer stands there, or it is not trusted. */
    void offer(K key, Entry<V> entry) {
        entries.asMap().compute(key, (same, old) -> {
            boolean better = old == null || !isTrusted(old) || old.endsBefore(entry);
            return better && isTrusted(entry) ? entry : old;
        });
        upkeep.hasten();
    }

    /** The source has no value of this key any more: takes away what is older than that. */
    void forget(K key, long ageNanos) {
        long now = view.coarseNanos();
        entries.asMap().computeIfPresent(key, (same, old) -> old.age(now) > ageNanos ? null : old);
    }

    void checkWeight(K key, V value) {
        settings.checkWeight(key, value);
    }

    void remove(K key) {
        entries.invalidate(key);
        upkeep.hasten();
    }

    /** How long entries are fresh. */
    Duration life() {
        return lives.life();
    }

    /**
     * Reclaims what is no longer served among the next entries; one caller at a time. An iterator keeps the tables that the map had when
     * it was made, so a heap that has grown to twice as much is begun anew.
     */
    void sweep(int steps) {
        Iterator<Map.Entry<K, Entry<V>>> at = sweep;
        if (at == null || size() / 2 > sweptFrom) {
            sweptFrom = size();
            at = entries.asMap().entrySet().iterator();
        }
        for (int i = 0; i < steps && at.hasNext(); i++) {
            Map.Entry<K, Entry<V>> next = at.next();
            if (!isKept(next.getValue())) {
                entries.asMap().remove(next.getKey(), next.getValue());
            }
        }
        sweep = at.hasNext() ? at : null;
        entries.cleanUp();
    }

    @Override
    public void renew(long steps) {
        Iterator<Map.Entry<K, Entry<V>>> at =
                renewal == null ? entries.asMap().entrySet().iterator() : renewal;
        for (long i = 0; i < steps && at.hasNext(); i++) {
            Entry<V> entry = at.next().getValue();
            long generation = view.generation();
            if (isServable(entry)) {
                entry.believe(generation);
            }
        }
        renewal = at.hasNext() ? at : null;
    }

    @Override
    public long size() {
        return entries.estimatedSize();
    }

    private Policy.Eviction<K, Entry<V>> bound() {
        return entries.policy().eviction().orElseThrow(); // it is always built with a bound
    }

    @Override
    public long maximum() {
        return bound().getMaximum();
    }

    @Override
    public void maximum(long maximum) {
        bound().setMaximum(Settings.positive("the heap's maximum", maximum));
    }

    @Override
    public long weight() {
        if (bound().isWeighted()) {
            entries.cleanUp(); // Upkeep that was handed to another thread and has not begun there would pass for done.
        }
        return bound().weightedSize().orElseGet(entries::estimatedSize);
    }

    @Override
    public Duration expireAfterWrite() {
        return lives.life();
    }

    @Override
    public void expireAfterWrite(Duration life) {
        lives.life(life);
    }

    @Override
    public @Nullable Duration refreshAfterWrite() {
        return lives.due();
    }

    @Override
    public void refreshAfterWrite(@Nullable Duration age) {
        lives.due(age);
    }

    @Override
    public boolean refreshes() {
        return lives.refreshes();
    }

    @Override
    public List<K> hottest(int limit) {
        return List.copyOf(bound().hottest(limit).keySet());
    }

    /** Caffeine notes a few reads for each thread, and forgets those that come while these are full. */
    @Override
    public void favour(Iterable<? extends K> keys) {
        int noted = 0;
        for (K key : keys) {
            noted += entries.getIfPresent(key) == null ? 0 : 1;
            if (noted >= READS_NOTED) {
                noted = 0;
                entries.cleanUp();
            }
        }
        entries.cleanUp();
    }

    long hits() {
        return hits.sum();
    }

    long evictions() {
        return evictions.sum();
    }

    TierStats stats() {
        return new TierStats(
                "heap",
                hits.sum(),
                misses.sum(),
                distrusted.sum(),
                0,
                0,
                0,
                puts.sum(),
                0,
                0,
                Latencies.NONE,
                Latencies.NONE,
                false);
    }
}
