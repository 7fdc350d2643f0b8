package dev.terrace.cache;

import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has come of a cache's calls to one far tier; the first of a row of failures is logged. Thread-safe. */
final class FarTierCounters {

    private static final Logger LOG = LoggerFactory.getLogger(FarTier.class);

    private final String cache;
    private final String tier;
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder distrusted = new LongAdder();
    private final LongAdder damaged = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder skipped = new LongAdder();
    private final LongAdder puts = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder failedPuts = new LongAdder();
    private final LatencyHistogram reads = new LatencyHistogram();
    private final LatencyHistogram writes = new LatencyHistogram();
    private final AtomicBoolean failing = new AtomicBoolean();
    private final AtomicBoolean damageSeen = new AtomicBoolean();
    private final AtomicBoolean unencodableSeen = new AtomicBoolean();

    FarTierCounters(String cache, String tier) {
        this.cache = cache;
        this.tier = tier;
    }

    void hit() {
        hits.increment();
    }

    void missed() {
        misses.increment();
    }

    void distrusted() {
        distrusted.increment();
    }

    void damaged(@Nullable String what) {
        damaged.increment();
        if (damageSeen.compareAndSet(false, true)) {
            LOG.warn(
                    "Cache '{}' found an entry in {} that it cannot use, and treats it as a miss: {}. If it is not an older "
                            + "or newer version's, see who else writes there. Further ones are counted, not logged",
                    cache,
                    tier,
                    what);
        }
    }

    void failed(int keys, @Nullable Throwable failure) {
        failures.add(keys);
        failing(failure);
    }

    void skipped(int keys) {
        skipped.add(keys);
    }

    void writeSkipped(int entries) {
        failedPuts.add(entries);
    }

    void writeFailed(int entries, Throwable failure) {
        failedPuts.add(entries);
        failing(failure);
    }

    private void failing(@Nullable Throwable failure) {
        if (!failing.getAndSet(true)) {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            LOG.warn(
                    "Cache '{}' goes on without {} until it answers: check that it is reachable, and its timeout. Cause: {}",
                    cache,
                    tier,
                    cause == null ? "a batch came back with the wrong number of answers" : cause.toString());
        }
    }

    void unencodable(RuntimeException failure) {
        failedPuts.increment();
        if (unencodableSeen.compareAndSet(false, true)) {
            LOG.warn(
                    "A loaded value of cache '{}' cannot be written for its far tiers, so it stays on the heap: {}. Give the "
                            + "builder a codec(...) that can, or no far tier",
                    cache,
                    failure.getMessage());
        }
    }

    void stored(int stored, int newer) {
        recovered();
        puts.add(stored);
        refused.add(newer);
    }

    void read(long nanos) {
        reads.record(nanos);
    }

    void wrote(long nanos) {
        writes.record(nanos);
    }

    void recovered() {
        if (failing.get() && failing.getAndSet(false)) {
            LOG.info("Cache '{}' uses {} again", cache, tier);
        }
    }

    TierStats stats(boolean isOpen) {
        return new TierStats(
                tier,
                hits.sum(),
                misses.sum(),
                distrusted.sum(),
                damaged.sum(),
                failures.sum(),
                skipped.sum(),
                puts.sum(),
                refused.sum(),
                failedPuts.sum(),
                reads.summary(),
                writes.summary(),
                isOpen);
    }
}
