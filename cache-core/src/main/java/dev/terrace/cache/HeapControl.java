package dev.terrace.cache;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What can be seen and changed of a cache's heap tier while it is used.
 *
 * <p>Implementations are thread-safe.
 *
 * @param <K> the type of the keys
 * @since 0.1.0
 */
public interface HeapControl<K> {

    /**
     * The bound of the heap tier.
     *
     * @return in entries, or in weight where there is a weigher; positive
     */
    long maximum();

    /**
     * Changes the bound of the heap tier; entries above it are evicted soon after, the least useful first.
     *
     * @param maximum in the unit of {@link #maximum()}, positive
     * @throws IllegalArgumentException if it is not positive
     */
    void maximum(long maximum);

    /**
     * What the entries amount to, including some that are not trusted any more.
     *
     * @return in the unit of {@link #maximum()}, not negative; it may be above the bound for a moment
     */
    long weight();

    /**
     * How long an entry that is stored now may be served from the heap.
     *
     * @return the heap's {@code expireAfterWrite}
     */
    Duration expireAfterWrite();

    /**
     * Changes that for entries that are stored from now on; those that are there end when they would have ended. Far tiers keep their own.
     *
     * @param life 1 ms to 3,650 days, longer than {@link #refreshAfterWrite()}
     * @throws IllegalArgumentException if it is out of bounds, or not longer than that
     */
    void expireAfterWrite(Duration life);

    /**
     * The age at which an entry that is read is loaded anew in the background.
     *
     * @return the cache's {@code refreshAfterWrite}; null if it has none
     */
    @Nullable
    Duration refreshAfterWrite();

    /**
     * Changes that at once, for all entries.
     *
     * @param age 1 ms to 3,650 days, shorter than {@link #expireAfterWrite()}; null for never
     * @throws IllegalArgumentException if it is out of bounds, or not shorter than that
     * @throws IllegalStateException if the cache cannot {@linkplain #refreshes() refresh}
     */
    void refreshAfterWrite(@Nullable Duration age);

    /**
     * Whether entries can be loaded anew in the background: the cache has a loader, and remembers failures, so that a loader which
     * fails is not asked again at each tick.
     *
     * @return the same for ever
     */
    boolean refreshes();

    /**
     * The keys that the heap would give up last. Copies them under the eviction's lock: not for each second. A heap that is less than half
     * full has not looked at reads yet, and answers in the order in which entries came.
     *
     * @param limit how many at most, not negative
     * @return the hottest first; some may not be trusted any more
     * @throws IllegalArgumentException if the limit is negative
     */
    List<K> hottest(int limit);

    /**
     * Lets the heap's policy take these keys for used, one after the other, without counting a read. So it can be told in which order to give up
     * what it has got at one go: otherwise what came first goes first. Not for the path of a request.
     *
     * @param keys the most useful last; those that are not there do nothing
     */
    void favour(Iterable<? extends K> keys);
}
