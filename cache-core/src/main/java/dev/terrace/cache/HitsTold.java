package dev.terrace.cache;

import org.jspecify.annotations.Nullable;

/**
 * A cache that tells listeners of hits. A type of its own, chosen when the cache is built: while no cache has such a listener it is not even
 * loaded, and a hit has no branch for it. Thread-safe.
 */
final class HitsTold<K, V extends @Nullable Object> extends TieredCache<K, V> {

    private final Events events;

    HitsTold(CacheSpec<K, V> spec, Parts parts) {
        super(spec, parts);
        events = spec.events();
    }

    @Override
    @Nullable
    Entry<V> onHeap(K key) {
        Entry<V> entry = super.onHeap(key);
        if (entry != null) {
            events.hit(key, Served.HEAP);
        }
        return entry;
    }
}
