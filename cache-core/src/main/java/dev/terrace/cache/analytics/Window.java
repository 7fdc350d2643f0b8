package dev.terrace.cache.analytics;

import java.time.Duration;

/**
 * What a cache has done in a span of time that ends now. Immutable and thread-safe.
 *
 * @param length how long the window is
 * @param covered how much of it was watched; shorter while the analytics are young, and up to 10 s longer than the window
 * @param hits reads that a tier answered
 * @param misses reads that no tier answered
 * @param heapHits reads that the heap answered
 * @param heapMisses reads that the heap did not answer
 * @param stale reads that were answered with a stale value
 * @param loads runs of a loader that brought a value
 * @param loadFailures runs of a loader that threw
 * @param loadTime the time spent in loaders
 * @param saved an estimate of the time that hits have saved: each of them the usual time of a load. Zero before the first load. A load
 *     for several keys counts as one, so with bulk loads it is too much
 * @param evictions entries that the heap gave up for want of room
 * @param invalidations invalidations that callers of the cache have made
 * @param ages how old values were that the heap served, of a sample
 * @since 0.1.0
 */
public record Window(
        Duration length,
        Duration covered,
        long hits,
        long misses,
        long heapHits,
        long heapMisses,
        long stale,
        long loads,
        long loadFailures,
        Duration loadTime,
        Duration saved,
        long evictions,
        long invalidations,
        Ages ages) {

    /**
     * The share of reads that a tier answered.
     *
     * @return 0 to 1; 1 if there was no read
     */
    public double hitRatio() {
        return share(hits, misses);
    }

    /**
     * The share of reads that the heap answered.
     *
     * @return 0 to 1; 1 if there was no read, or the cache has no heap tier
     */
    public double heapHitRatio() {
        return share(heapHits, heapMisses);
    }

    /**
     * How long a run of the loader took on average.
     *
     * @return zero if there was none
     */
    public Duration usualLoad() {
        long runs = loads + loadFailures;
        return runs == 0 ? Duration.ZERO : loadTime.dividedBy(runs);
    }

    private static double share(long yes, long no) {
        long all = yes + no;
        return all == 0 ? 1 : (double) yes / all;
    }
}
