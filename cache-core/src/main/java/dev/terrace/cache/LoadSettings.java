package dev.terrace.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the loaders of a cache are called.
 *
 * <p>Not thread-safe.
 *
 * @since 0.1.0
 */
public final class LoadSettings {

    /** The most keys of one call of a {@link BulkLoader} where nothing is said. */
    public static final int DEFAULT_MAXIMUM_BATCH = 1_000;

    /** The most calls of loaders at a time where nothing is said. */
    public static final int DEFAULT_MAXIMUM_CONCURRENT = 256;

    /** The most calls of loaders that wait where nothing is said. */
    public static final int DEFAULT_MAXIMUM_WAITING = 10_000;

    /** After what time a load is given up where nothing is said. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(5);

    /** For how long old values are kept for a {@link ConditionalLoader} where nothing is said. */
    public static final Duration DEFAULT_REVALIDATE_WITHIN = Duration.ofHours(1);

    /** Shorter than the life of tombstones, which must outlive any load. */
    private static final Duration LONGEST = Duration.ofMinutes(9);

    private @Nullable Integer maximumBatch;
    private int maximumConcurrent = DEFAULT_MAXIMUM_CONCURRENT;
    private int maximumWaiting = DEFAULT_MAXIMUM_WAITING;
    private Duration timeout = DEFAULT_TIMEOUT;
    private @Nullable Duration revalidateWithin;

    LoadSettings() {}

    /**
     * Bounds the keys of one call of a {@link BulkLoader}, and of one write into a far tier. More are loaded by several calls.
     *
     * @param keys the most keys, positive; default {@value #DEFAULT_MAXIMUM_BATCH}, which any database takes in one statement
     * @return this
     * @throws IllegalArgumentException if it is not positive
     */
    public LoadSettings maximumBatch(int keys) {
        maximumBatch = (int) Settings.positive("maximumBatch", keys);
        return this;
    }

    /**
     * Bounds the calls of this cache's loaders that are under way on this node. What a loader itself asks this cache for is not
     * bounded: it does not wait for a place that its own caller holds.
     *
     * @param calls the most calls, positive; a bulk call is one; default {@value #DEFAULT_MAXIMUM_CONCURRENT}
     * @return this
     * @throws IllegalArgumentException if it is not positive
     */
    public LoadSettings maximumConcurrent(int calls) {
        maximumConcurrent = (int) Settings.positive("maximumConcurrent", calls);
        return this;
    }

    /**
     * Bounds the calls that wait for others to end. What is above fails at once with a {@link CacheOverloadException}, or is answered
     * with a stale value where {@link Freshness} allows one.
     *
     * @param calls the most calls, zero or more; default {@value #DEFAULT_MAXIMUM_WAITING}
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public LoadSettings maximumWaiting(int calls) {
        if (calls < 0) {
            throw new IllegalArgumentException("maximumWaiting must be zero or more: " + calls);
        }
        maximumWaiting = calls;
        return this;
    }

    /**
     * Says after what time a load is given up: who waits for it gets a {@link CacheTimeoutException}, or a stale value where {@link Freshness}
     * allows one; the next read loads anew; what the loader brings after all is not kept. The loader is not interrupted and keeps its place
     * among those under way. A caller on whose own thread it runs waits on; give him a {@link Freshness#deadline deadline}.
     *
     * @param duration 1 ms to 9 minutes, exact to a second; default 5 minutes
     * @return this
     * @throws IllegalArgumentException if it is out of bounds
     */
    public LoadSettings timeout(Duration duration) {
        Settings.life("timeout", duration);
        if (duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a load's timeout must be 1 ms to 9 min: " + duration
                    + ". What takes longer is better made elsewhere and put into the cache");
        }
        timeout = duration;
        return this;
    }

    /**
     * Says for how long after its freshness has ended an entry is kept to be offered to a {@link ConditionalLoader}. Whether it may be
     * served is another question, which {@link Freshness} answers.
     *
     * @param window zero to 3,650 days; default 1 hour
     * @return this
     * @throws IllegalArgumentException if it is out of bounds
     */
    public LoadSettings revalidateWithin(Duration window) {
        revalidateWithin = Settings.window("revalidateWithin", window);
        return this;
    }

    int maximumBatch() {
        return maximumBatch == null ? DEFAULT_MAXIMUM_BATCH : maximumBatch;
    }

    int maximumConcurrent() {
        return maximumConcurrent;
    }

    int maximumWaiting() {
        return maximumWaiting;
    }

    Duration timeout() {
        return timeout;
    }

    Duration revalidateWithin() {
        return revalidateWithin == null ? DEFAULT_REVALIDATE_WITHIN : revalidateWithin;
    }

    /** What was set and is of no use without these loaders. */
    List<String> faults(boolean conditional, boolean bulk) {
        List<String> faults = new ArrayList<>();
        if (maximumBatch != null && !bulk) {
            faults.add(
                    "its maximumBatch speaks of bulk loads, but it has no bulkLoader: give it one, or leave that out");
        }
        if (revalidateWithin != null && !conditional) {
            faults.add(
                    "its revalidateWithin keeps old values for a conditionalLoader, which it does not have: give it one, or "
                            + "leave that out");
        }
        return faults;
    }
}
