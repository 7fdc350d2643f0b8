package dev.terrace.cache.tuning;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What happened in one cache between two looks at it. Immutable and thread-safe.
 *
 * @param length how long it was, positive
 * @param reads reads of the cache
 * @param heapHits reads that the heap answered
 * @param invalidated reads that found an entry on the heap which had been invalidated
 * @param stored entries that were stored on the heap
 * @param evictions entries that the heap gave up for want of room
 * @param loads runs of the loader that brought a value
 * @param loadFailures runs of the loader that threw
 * @param loadTime the time spent in the loader
 * @param puts values that callers have put
 * @param invalidations invalidations that callers have made
 * @param checked answers that were compared with the source
 * @param outdated those among them that the source did not have any more
 * @param curve what other sizes would have answered; null if nobody knows
 * @param reuse how keys came again; null if nobody knows
 * @since 0.1.0
 */
public record Period(
        Duration length,
        long reads,
        long heapHits,
        long invalidated,
        long stored,
        long evictions,
        long loads,
        long loadFailures,
        Duration loadTime,
        long puts,
        long invalidations,
        long checked,
        long outdated,
        @Nullable HitCurve curve,
        @Nullable Reuse reuse) {

    /** Checks the counts. */
    public Period {
        if (length.isZero() || length.isNegative()) {
            throw new IllegalArgumentException("a period's length must be positive: " + length);
        }
        long least = Math.min(
                Math.min(Math.min(reads - heapHits, heapHits), Math.min(invalidated, stored)),
                Math.min(Math.min(evictions, loads), Math.min(loadFailures, puts)));
        if (Math.min(least, Math.min(invalidations, Math.min(outdated, checked - outdated))) < 0) {
            throw new IllegalArgumentException(
                    "a period has a negative count, more heapHits than reads, or more outdated than checked");
        }
    }

    /** Reads that the heap did not answer. */
    long heapMisses() {
        return reads - heapHits;
    }

    double seconds() {
        return length.toNanos() / 1e9;
    }
}
