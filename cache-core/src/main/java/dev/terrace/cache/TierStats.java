package dev.terrace.cache;

/**
 * What a node has counted for one tier of one cache. Immutable and thread-safe.
 *
 * @param tier {@code heap}, or the far tier's name
 * @param hits keys that were found and trusted
 * @param misses keys that were not there
 * @param distrusted keys that were there but had been invalidated, or could not be vouched for
 * @param damaged entries that were not whole, of another key, codec or version
 * @param failures keys whose read failed or was not answered in time
 * @param skipped keys that were not asked for because the tier fails at present, or has too many calls to answer already
 * @param puts entries and tombstones that were stored
 * @param refusedPuts entries that were not stored because something newer stands there
 * @param failedPuts entries and tombstones whose write failed or was not tried, or that the codec could not write
 * @param reads the latencies of reads of this tier, one for each batch; empty for the heap
 * @param writes the latencies of writes
 * @param isOpen whether the breaker keeps calls from the tier at present, because it fails
 * @since 0.1.0
 */
public record TierStats(
        String tier,
        long hits,
        long misses,
        long distrusted,
        long damaged,
        long failures,
        long skipped,
        long puts,
        long refusedPuts,
        long failedPuts,
        Latencies reads,
        Latencies writes,
        boolean isOpen) {}
