package dev.terrace.cache;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Cache} whose answers are futures. No method blocks; loaders run on the namespace's threads. Contracts are those of
 * the methods of the same name; failures arrive in the future, unwrapped, except those of arguments, which are thrown.
 *
 * <p>Cancelling a future does not cancel the load, which others may wait for. Dependents that are attached without an executor
 * run on whatever thread completes the load and must be short.
 *
 * <p>Thread-safe.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 * @since 0.1.0
 */
public interface AsyncCache<K, V extends @Nullable Object> {

    /**
     * As {@link Cache#get(Object)}.
     *
     * @param key the key
     * @return the value
     */
    CompletableFuture<V> get(K key);

    /**
     * As {@link Cache#get(Object, Loader)}.
     *
     * @param key the key
     * @param loader what to ask; may block
     * @return the value
     */
    CompletableFuture<V> get(K key, Loader<? super K, ? extends V> loader);

    /**
     * As {@link Cache#answer(Object, Freshness)}.
     *
     * @param key the key
     * @param freshness how old the value may be, and how long this may take
     * @return the value, and what it is
     */
    CompletableFuture<Answer<V>> answer(K key, Freshness freshness);

    /**
     * As {@link Cache#getIfPresent}.
     *
     * @param key the key
     * @return what was found
     */
    CompletableFuture<Lookup<V>> getIfPresent(K key);

    /**
     * As {@link Cache#getAll}.
     *
     * @param keys the keys
     * @return the values by key
     */
    CompletableFuture<Map<K, V>> getAll(Collection<? extends K> keys);

    /**
     * Fills the tiers with the values of some keys before anybody asks for them, with one batch for each far tier and as few calls of the
     * loader as {@link Cache#getAll} makes. Everything that is promised of reads is promised of this: what is invalidated meanwhile is never
     * stored. It counts no reads, and {@linkplain ReadObserver observers} are not told.
     *
     * <p>A heap that is full gives up something for what comes: look at {@link HeapControl} first, or let {@code
     * dev.terrace.cache.warm.Warming} do so, which also bounds rate and concurrency.
     *
     * @param keys the keys; a few thousand at a time
     * @param from whether the loader is called for what no tier has
     * @return what has become of them, once all have landed; keys that fail do not make it fail
     * @throws IllegalStateException if the loader is wanted and the cache has none, or the Terrace is closed
     */
    CompletableFuture<Warmed> warm(Collection<? extends K> keys, WarmFrom from);

    /**
     * As {@link Cache#put(Object, Object)}; takes effect on this node before the method returns.
     *
     * @param key the key
     * @param value the value
     * @return whether other nodes will have heard of it
     */
    CompletableFuture<Receipt> put(K key, V value);

    /**
     * As {@link Cache#put(Object, Object, Stamp)}.
     *
     * @param key the key
     * @param value the value
     * @param stamp taken before the source was read
     * @return whether it was stored
     */
    CompletableFuture<Boolean> put(K key, V value, Stamp stamp);

    /**
     * As {@link Cache#invalidate}; takes effect on this node before the method returns.
     *
     * @param key the key
     * @return whether other nodes will have heard of it
     */
    CompletableFuture<Receipt> invalidate(K key);

    /**
     * As {@link Cache#invalidateAll}; takes effect on this node before the method returns.
     *
     * @return whether other nodes will have heard of it
     */
    CompletableFuture<Receipt> invalidateAll();

    /**
     * As {@link Cache#explain}.
     *
     * @param key the key
     * @return where it is, and what that is worth
     */
    CompletableFuture<Explanation> explain(K key);
}
