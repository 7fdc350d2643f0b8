package dev.terrace.cache.spi;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;

/**
 * Keys in the order in which they are worth warming, a few at a time, so that a source of any length takes little memory.
 *
 * <p>Not thread-safe: one thread at a time reads and closes it. Methods may block.
 *
 * @param <K> the type of the keys
 * @since 0.1.0
 */
public interface KeySource<K> extends AutoCloseable {

    /** What {@link #total} answers where nobody knows. */
    long UNKNOWN = -1;

    /**
     * The next keys.
     *
     * @param most how many at most, positive
     * @return at least one key; none if there are no more
     * @throws Exception if the source fails; it is closed then
     */
    List<K> next(int most) throws Exception;

    /**
     * How many keys there are in all.
     *
     * @return the number, {@link #UNKNOWN} if the source cannot tell
     */
    default long total() {
        return UNKNOWN;
    }

    /** Frees what the source holds. Called once, also where it was not read to its end. */
    @Override
    default void close() {}

    /**
     * Keys that are at hand.
     *
     * @param keys the keys, those first that matter most; not to be modified until they are read
     * @param <K> the type of the keys
     * @return a source of them
     */
    static <K> KeySource<K> of(Collection<? extends K> keys) {
        Iterator<? extends K> rest = keys.iterator();
        int total = keys.size();
        return new KeySource<>() {
            @Override
            public List<K> next(int most) {
                List<K> next = new ArrayList<>(Math.min(most, total));
                while (next.size() < most && rest.hasNext()) {
                    next.add(rest.next());
                }
                return next;
            }

            @Override
            public long total() {
                return total;
            }
        };
    }
}
