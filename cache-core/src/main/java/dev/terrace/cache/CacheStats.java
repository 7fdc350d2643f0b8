package dev.terrace.cache;

import java.time.Duration;
import java.util.List;

/**
 * What a node has counted for one cache.
 *
 * <p>A read that a tier answers is a hit; one that no tier answers is a miss, whoever loads it. Immutable and thread-safe.
 *
 * @param hits reads that a tier answered
 * @param misses reads that no tier answered
 * @param stale reads that were answered with a stale value, by {@link Freshness}; they are among the hits where nothing was waited for,
 *     else among the misses
 * @param loads runs of a loader that brought a value; one for several keys counts once
 * @param loadFailures runs of a loader that threw
 * @param loadTime the time spent in loaders
 * @param puts values that callers have put
 * @param refusedPuts values with a stamp that did not hold any more
 * @param invalidations invalidations that callers of this cache have made
 * @param evictions entries that the heap gave up for want of room
 * @param heapSize entries on the heap, including some that are no longer trusted
 * @param tiers the tiers, nearest first
 * @since 0.1.0
 */
public record CacheStats(
        long hits,
        long misses,
        long stale,
        long loads,
        long loadFailures,
        Duration loadTime,
        long puts,
        long refusedPuts,
        long invalidations,
        long evictions,
        long heapSize,
        List<TierStats> tiers) {

    /** Copies the tiers. */
    public CacheStats {
        tiers = List.copyOf(tiers);
    }

    /**
     * The share of reads that a tier answered.
     *
     * @return 0 to 1; 1 if there was no read
     */
    public double hitRatio() {
        long reads = hits + misses;
        return reads == 0 ? 1 : (double) hits / reads;
    }
}
