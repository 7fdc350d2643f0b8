package dev.terrace.cache.analytics;

import dev.terrace.cache.CacheStats;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the analytics of one cache know at a moment. It has no keys and no names of dependencies. Immutable and thread-safe.
 *
 * @param cache the cache's name
 * @param watched for how long it has been watched
 * @param total what the cache has counted since it was made, with the latencies of its far tiers
 * @param windows the last 10 s, 1 min, 5 min and 1 h
 * @param ages how old values were that the heap served since it is watched, of a sample
 * @param staleAges how old stale answers were, all of them; none where the analytics have no {@link Hearing}
 * @param heap what other bounds of the heap would give; null without a heap tier, and before the first read
 * @param sampling how reads are sampled
 * @param consistency what the verifier has found, by place and delay; empty without one
 * @param verifierSkipped invalidations of the verifier's sample that it had no room or no time for
 * @since 0.1.0
 */
public record AnalyticsSnapshot(
        String cache,
        Duration watched,
        CacheStats total,
        List<Window> windows,
        Ages ages,
        Ages staleAges,
        @Nullable HeapCurve heap,
        Sampling sampling,
        List<Consistency> consistency,
        long verifierSkipped) {

    /** Copies the lists. */
    public AnalyticsSnapshot {
        windows = List.copyOf(windows);
        consistency = List.copyOf(consistency);
    }

    /**
     * The window of a length.
     *
     * @param length one of those of {@link #windows()}
     * @return the window, or none if there is none of this length
     */
    public Optional<Window> window(Duration length) {
        return windows.stream().filter(one -> one.length().equals(length)).findFirst();
    }
}
