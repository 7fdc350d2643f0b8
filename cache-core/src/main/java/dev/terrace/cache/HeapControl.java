package dev.terrace.cache;

import java.util.List;

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
