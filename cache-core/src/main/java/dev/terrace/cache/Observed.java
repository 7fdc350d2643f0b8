package dev.terrace.cache;

import org.jspecify.annotations.Nullable;

/**
 * A cache that tells listeners of hits, or observers of reads. A type of its own, chosen when the cache is built: while no cache has such a
 * listener or observer it is not even loaded, and a hit has no branch for it. Thread-safe.
 */
final class Observed<K, V extends @Nullable Object> extends TieredCache<K, V> {

    private final @Nullable Events hits;
    private final @Nullable Observation<K> observation;

    Observed(CacheSpec<K, V> spec, Parts parts) {
        super(spec, parts);
        hits = spec.events().hears(EventKind.HIT) ? spec.events() : null;
        observation = spec.observation();
    }

    @Override
    @Nullable
    Entry<V> onHeap(K key) {
        Entry<V> entry = super.onHeap(key);
        if (entry == null) {
            if (observation != null) {
                observation.missed(key);
            }
            return null;
        }
        if (observation != null) {
            long due = observation.due();
            if (due != 0) {
                observation.hit(key, entry, due);
            }
        }
        if (hits != null) {
            hits.hit(key, Served.HEAP);
        }
        return entry;
    }
}
