package dev.terrace.cache;

import org.jspecify.annotations.Nullable;

/**
 * Reads a value from its source unless the one at hand is still the current one, as a conditional request does (RFC 9110,
 * section 13).
 *
 * <p>Everything that is said of {@link Loader} holds for this one as well: threads, snapshots, failures.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 * @since 0.1.0
 */
@FunctionalInterface
public interface ConditionalLoader<K, V extends @Nullable Object> {

    /**
     * Loads the value of a key, or says that the old one has not been modified.
     *
     * @param key the key
     * @param old the value that is no longer fresh, and its validator; null if there is none with a validator, or if anything that it rests
     *     on was invalidated. Then the value must be loaded in full
     * @param load this run, to which the loader can tell what the value rests on. What the old value rests on is kept where it was not
     *     modified
     * @return the new value with its validator, or {@link Revalidation#notModified()}
     * @throws Exception if there is no answer; nothing is kept, and everyone who waits for this load gets it
     */
    Revalidation<V> load(K key, @Nullable Validated<V> old, Load load) throws Exception;
}
