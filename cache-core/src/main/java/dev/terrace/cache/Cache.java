package dev.terrace.cache;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A cache of one or more tiers. The nearest tier that has a trusted entry answers; what it answers is copied into the nearer
 * ones; what none has is loaded, once for all who ask.
 *
 * <p><b>What is promised.</b> After an invalidation has returned on this node, no read that starts later here returns a value
 * whose load began before it; on other nodes the same holds after the propagation bound. Staleness is bounded and never
 * silent; this is not strong consistency.
 *
 * <p><b>Stale values</b> are served only where {@link CacheBuilder#freshness} or a call's own {@link Freshness} allows them, and never
 * where anything that they rest on was invalidated.
 *
 * <p><b>Failure.</b> A far tier that fails or is slow counts as a miss. Exceptions come only from the loader, from arguments,
 * and from a closed {@link Terrace}.
 *
 * <p>Thread-safe. Methods block while a far tier or a loader is asked; {@link #async()} has the same without blocking.
 *
 * @param <K> the type of the keys, with value-based equality
 * @param <V> the type of the values; treat them as immutable, for the heap tier hands out the same object to all
 * @since 0.1.0
 */
public interface Cache<K, V extends @Nullable Object> {

    /**
     * The cache's name.
     *
     * @return the name, unique in its namespace
     */
    String name();

    /**
     * Returns the value of a key, through the cache's own loader if no tier has it.
     *
     * @param key the key
     * @return the value
     * @throws IllegalStateException if the cache has no loader
     * @throws IllegalArgumentException if the key is longer than the cache allows
     * @throws CacheLoadException if the loader failed with a checked exception, or had no value; unchecked exceptions are thrown as
     *     they are
     * @throws CacheOverloadException if the cache has as many loads under way and waiting as its {@linkplain CacheBuilder#loads settings}
     *     allow, and nothing may be served
     * @throws CacheTimeoutException if the cache has a {@linkplain CacheBuilder#freshness deadline}, that is over, and nothing may be
     *     served
     */
    V get(K key);

    /**
     * Returns the value of a key, through the given loader if no tier has it.
     *
     * @param key the key
     * @param loader what to ask; one who joins a load under way gets what that brings
     * @return the value
     * @throws IllegalArgumentException if the key is longer than the cache allows
     * @throws CacheLoadException as {@link #get(Object)}
     */
    V get(K key, Loader<? super K, ? extends V> loader);

    /**
     * As {@link #get(Object)}, and says what the value is: fresh or stale, how old, from where and why.
     *
     * @param key the key
     * @return the value, and what it is
     * @throws IllegalStateException if the cache has no loader
     * @throws IllegalArgumentException if the key is longer than the cache allows
     * @throws CacheLoadException as {@link #get(Object)}
     * @throws CacheTimeoutException if the cache's {@linkplain CacheBuilder#freshness deadline} is over and nothing may be served
     */
    Answer<V> answer(K key);

    /**
     * The same with a freshness of this call's own, instead of the cache's.
     *
     * @param key the key
     * @param freshness how old the value may be, at most as old as the cache keeps entries, and how long this may take
     * @return the value, and what it is
     * @throws IllegalArgumentException if the key is longer than the cache allows, or the freshness contradicts itself
     * @throws IllegalStateException if the cache has no loader
     * @throws CacheLoadException as {@link #get(Object)}
     * @throws CacheTimeoutException if the deadline is over and nothing may be served
     */
    Answer<V> answer(K key, Freshness freshness);

    /**
     * Looks into the tiers without loading.
     *
     * @param key the key
     * @return what was found; absent and present-but-null differ
     * @throws IllegalArgumentException if the key is longer than the cache allows
     */
    Lookup<V> getIfPresent(K key);

    /**
     * Returns the values of several keys, with one batch for each far tier, then one call of the cache's {@linkplain
     * CacheBuilder#bulkLoader bulk loader} for the keys that are left and that nobody loads, or else one of its loader for each. Keys that the
     * bulk loader leaves out are left out here too. Without a loader only what was found is returned.
     *
     * @param keys the keys
     * @return the values by key, in the order of the keys; to be modified by the caller as wanted
     * @throws IllegalArgumentException if a key is longer than the cache allows
     * @throws CacheLoadException if a key could not be loaded, as {@link #get(Object)}; the others are kept
     * @throws CacheOverloadException as {@link #get(Object)}
     */
    Map<K, V> getAll(Collection<? extends K> keys);

    /**
     * Stores a value and invalidates whatever any node holds for the key. Of concurrent puts the last in log order wins, on
     * every node.
     *
     * @param key the key
     * @param value the value
     * @return whether other nodes will have heard of it
     * @throws CacheCodecException if a far tier is configured and the codec cannot write the value; nothing has happened then
     * @throws IllegalArgumentException if the key is longer than the cache allows
     */
    Receipt put(K key, V value);

    /**
     * Stores a value that was read from its source after the stamp was taken, while the stamp holds. Invalidates nothing and
     * appends nothing to the log.
     *
     * @param key the key
     * @param value the value
     * @param stamp from {@link Terrace#stamp()}, taken before the source was read
     * @return whether it was stored; false if something it rests on was invalidated since
     * @throws CacheCodecException as {@link #put(Object, Object)}
     * @throws IllegalArgumentException if the key is longer than the cache allows, or the stamp is of another Terrace
     */
    boolean put(K key, V value, Stamp stamp);

    /**
     * Declares that the value of a key may no longer be served.
     *
     * @param key the key
     * @return whether other nodes will have heard of it
     * @throws IllegalArgumentException if the key is longer than the cache allows
     */
    Receipt invalidate(K key);

    /**
     * Declares that no value of this cache may be served any more. Raises a floor; no keys are scanned, on any node or tier.
     *
     * @return whether other nodes will have heard of it
     */
    Receipt invalidateAll();

    /**
     * Says where a key is, what each tier's entry is worth now and why, and who would answer {@link #get(Object)}. For people who look for
     * the cause of something: {@link Explanation#text()}.
     *
     * <p>It loads nothing, copies nothing and counts nothing, and no heap notices that the key was read. Each far tier is asked once, all at
     * the same time and whatever its breaker says; one that fails or is not in time is reported as such, and does not make this fail. A
     * store's own eviction, such as that of Redis, may count it as a use.
     *
     * @param key the key
     * @return what is known at this moment
     * @throws IllegalArgumentException if the key is longer than the cache allows
     * @throws IllegalStateException if the Terrace is closed
     */
    Explanation explain(K key);

    /**
     * The heap tier, to be looked at and to be bounded anew.
     *
     * @return its control, always the same; null if this cache has no heap tier
     */
    @Nullable
    HeapControl<K> heap();

    /**
     * What this node has counted for this cache since it was made.
     *
     * @return a snapshot; its figures are of about the same moment
     */
    CacheStats stats();

    /**
     * The same cache for callers that must not block.
     *
     * @return a view, always the same
     */
    AsyncCache<K, V> async();
}
