package dev.terrace.cache;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Stores into a cache what its callers have read or made themselves, with the names that it rests on. For frameworks that look, run a method,
 * and store what that has returned, such as Spring's cache abstraction; loaders need it not.
 *
 * <p>Thread-safe.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 * @since 0.1.0
 */
public final class Deposits<K, V extends @Nullable Object> {

    private final TieredCache<K, V> cache;

    private Deposits(TieredCache<K, V> cache) {
        this.cache = cache;
    }

    /**
     * Begins to store into a cache.
     *
     * @param cache the cache, as its builder has made it
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @return what stores into it
     * @throws IllegalArgumentException if it is not a cache that a {@link CacheBuilder} has made
     */
    public static <K, V extends @Nullable Object> Deposits<K, V> into(Cache<K, V> cache) {
        if (cache instanceof TieredCache<K, V> own) {
            return new Deposits<>(own);
        }
        throw new IllegalArgumentException(
                "cache '" + cache.name() + "' is a " + cache.getClass().getName()
                        + ", into which nobody can store like this: give the cache that CacheBuilder.build() has answered");
    }

    /**
     * As {@link AsyncCache#put(Object, Object)}, for a value that rests on names. Takes effect on this node before the method returns.
     *
     * @param key the key
     * @param value the value
     * @param dependencies names of 1 to 512 bytes of UTF-8, at most 64 with those of the cache
     * @return whether other nodes will have heard of it
     * @throws CacheCodecException as {@link Cache#put(Object, Object)}; nothing has happened then
     * @throws IllegalArgumentException if the key is longer than the cache allows, or a name is out of bounds
     */
    public CompletableFuture<Receipt> put(K key, V value, Iterable<String> dependencies) {
        return cache.replace(key, value, declared(dependencies)).copy();
    }

    /**
     * Stores a value that the caller has loaded, as if the cache's loader had: while the stamp holds, with nothing appended to the log, and
     * counted as a load. Far tiers are written afterwards; one that cannot take the value is counted, and the heap has it all the same.
     *
     * @param key the key
     * @param value the value
     * @param stamp taken before the source was read
     * @param dependencies as for {@link #put}
     * @param took how long the caller has loaded
     * @return whether it was stored; false if something it rests on was invalidated since
     * @throws IllegalArgumentException as {@link #put}, or if the stamp is of another Terrace
     */
    public boolean loaded(K key, V value, Stamp stamp, Iterable<String> dependencies, Duration took) {
        return cache.deposit(key, value, stamp, declared(dependencies), took.toNanos());
    }

    /**
     * Tells whether what is being read under a stamp could still be stored, as far as its key and the names that every value of the cache
     * rests on say. A load for which it is false must not answer those who ask from now on.
     *
     * @param key the key
     * @param stamp taken before the source was read
     * @return whether nothing has invalidated it since
     * @throws IllegalArgumentException if the key is longer than the cache allows
     */
    public boolean holds(K key, Stamp stamp) {
        return cache.holds(key, stamp);
    }

    private Declarations declared(Iterable<String> dependencies) {
        Declarations declared = cache.declarations();
        declared.dependsOn(dependencies);
        return declared;
    }
}
