package dev.terrace.cache;

import org.jspecify.annotations.Nullable;

/**
 * Reads a value from its source.
 *
 * <p>For a blocking call the loader runs on the caller's own thread, for an asynchronous one on a thread of the namespace. It
 * may run at the same time for different keys, and for one key while an older run, superseded by an invalidation, has not
 * ended.
 *
 * <p>It must read what its source holds <em>now</em>, not through a snapshot (such as a transaction) that began before it was
 * called: the stamp is taken just before.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 * @since 0.1.0
 */
@FunctionalInterface
public interface Loader<K, V extends @Nullable Object> {

    /**
     * Loads the value of a key.
     *
     * @param key the key
     * @param load this run, to which the loader can tell what the value rests on
     * @return the value; null only in a {@linkplain CacheBuilder#nullable() nullable} cache, where it is kept like any other
     * @throws Exception if there is no answer; nothing is kept, and everyone who waits for this load gets it
     */
    V load(K key, Load load) throws Exception;
}
