package dev.terrace.cache;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of several keys from their source at once.
 *
 * <p>Everything that is said of {@link Loader} holds for this one as well: threads, snapshots, failures.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 * @since 0.1.0
 */
@FunctionalInterface
public interface BulkLoader<K, V extends @Nullable Object> {

    /**
     * Loads the values of keys that no tier has and nobody is loading.
     *
     * <p>A key that is left out has no value. In a {@linkplain CacheBuilder#nullable() nullable} cache that is kept as a null; in
     * others {@link Cache#getAll} leaves it out too, {@link Cache#get(Object)} fails, and nothing is kept. An answer with a key that was not asked
     * for is refused as a whole.
     *
     * @param keys the keys, at least one, at most {@link LoadSettings#maximumBatch}; not to be modified
     * @param load this run, to which the loader can tell what the values rest on
     * @return the values by key; it is read once, before anybody is answered
     * @throws Exception if there is no answer; nothing is kept, and everyone who waits for one of the keys gets it
     */
    Map<K, V> load(Set<K> keys, BulkLoad<K> load) throws Exception;
}
