package dev.terrace.cache.analytics;

import dev.terrace.cache.CacheStats;
import dev.terrace.cache.TierStats;

/** What windows need of a cache's statistics. */
record Counts(
        long hits,
        long misses,
        long heapHits,
        long heapMisses,
        long stale,
        long loads,
        long loadFailures,
        long loadNanos,
        long evictions,
        long invalidations) {

    private static final String HEAP = "heap";

    static Counts of(CacheStats stats) {
        TierStats heap = stats.tiers().stream()
                .filter(tier -> tier.tier().equals(HEAP))
                .findFirst()
                .orElse(null);
        return new Counts(
                stats.hits(),
                stats.misses(),
                heap == null ? 0 : heap.hits(),
                heap == null ? 0 : heap.misses() + heap.distrusted(),
                stats.stale(),
                stats.loads(),
                stats.loadFailures(),
                stats.loadTime().toNanos(),
                stats.evictions(),
                stats.invalidations());
    }

    Counts since(Counts before) {
        return new Counts(
                hits - before.hits,
                misses - before.misses,
                heapHits - before.heapHits,
                heapMisses - before.heapMisses,
                stale - before.stale,
                loads - before.loads,
                loadFailures - before.loadFailures,
                loadNanos - before.loadNanos,
                evictions - before.evictions,
                invalidations - before.invalidations);
    }

    long reads() {
        return hits + misses;
    }

    long heapReads() {
        return heapHits + heapMisses;
    }

    /** How long a run of the loader took on average, in nanoseconds; 0 if there was none. */
    double usualLoadNanos() {
        long runs = loads + loadFailures;
        return runs == 0 ? 0 : (double) loadNanos / runs;
    }
}
