package dev.terrace.cache;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** What a cache counts beside its tiers. Thread-safe. */
final class CacheCounters {

    final LongAdder farHits = new LongAdder();
    final LongAdder misses = new LongAdder();
    final LongAdder stale = new LongAdder();
    final LongAdder puts = new LongAdder();
    final LongAdder refusedPuts = new LongAdder();
    final LongAdder invalidations = new LongAdder();
    private final LongAdder loads = new LongAdder();
    private final LongAdder loadFailures = new LongAdder();
    private final LongAdder loadNanos = new LongAdder();

    void answered(boolean byTier) {
        (byTier ? farHits : misses).increment();
    }

    void loaded(boolean brought, long nanos) {
        (brought ? loads : loadFailures).increment();
        loadNanos.add(nanos);
    }

    /** How long a load has taken on average; 0 if there was none. */
    long usualLoadNanos() {
        long ended = loads.sum() + loadFailures.sum();
        return ended == 0 ? 0 : loadNanos.sum() / ended;
    }

    CacheStats stats(long heapHits, long evictions, long heapSize, java.util.List<TierStats> tiers) {
        return new CacheStats(
                heapHits + farHits.sum(),
                misses.sum(),
                stale.sum(),
                loads.sum(),
                loadFailures.sum(),
                Duration.ofNanos(loadNanos.sum()),
                puts.sum(),
                refusedPuts.sum(),
                invalidations.sum(),
                evictions,
                heapSize,
                tiers);
    }
}
