package dev.terrace.cache.warm;

import dev.terrace.cache.Cache;
import dev.terrace.cache.HeapControl;
import org.jspecify.annotations.Nullable;

/*
 * How many more entries the heap takes before it must give something up. Of what is under way nobody knows how heavy it will be: each key counts
 * as much as an entry does on average. A heap may find out a little late how heavy it is; what then is too much is judged by its own policy, which
 * gives up what was read least.
 */
/** The room on a cache's heap. Thread-safe. */
final class Room {

    private final @Nullable HeapControl<?> heap;
    private final Cache<?, ?> cache;

    /** That of a cache; unbounded if it has no heap, or a full one is nobody's concern. */
    Room(Cache<?, ?> cache, boolean whenFull) {
        this.cache = cache;
        heap = whenFull ? null : cache.heap();
    }

    /** How many more keys may be asked for, while so many are under way. */
    long left(int underWay) {
        HeapControl<?> bound = heap;
        if (bound == null) {
            return Long.MAX_VALUE;
        }
        long weight = bound.weight();
        long entries = cache.stats().heapSize();
        double each = entries <= 0 ? 1 : Math.max(1.0, (double) weight / entries);
        return (long) ((bound.maximum() - weight) / each) - underWay;
    }
}
