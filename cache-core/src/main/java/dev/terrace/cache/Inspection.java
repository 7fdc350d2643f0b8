package dev.terrace.cache;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what the tiers of a cache have, values included, in the ways of {@link Cache#explain}: it loads, copies and counts nothing, and no
 * heap notices. For what watches over a cache, such as a verifier; not for serving values.
 *
 * <p>Thread-safe.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 * @since 0.1.0
 */
public final class Inspection<K, V extends @Nullable Object> {

    private final TieredCache<K, V> cache;

    private Inspection(TieredCache<K, V> cache) {
        this.cache = cache;
    }

    /**
     * Begins to look at a cache.
     *
     * @param cache the cache, as its builder has made it
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @return an inspection of it
     * @throws IllegalArgumentException if it is not a cache that a {@link CacheBuilder} has made
     */
    public static <K, V extends @Nullable Object> Inspection<K, V> of(Cache<K, V> cache) {
        if (cache instanceof TieredCache<K, V> own) {
            return new Inspection<>(own);
        }
        throw new IllegalArgumentException(
                "cache '" + cache.name() + "' is a " + cache.getClass().getName()
                        + ", into which nobody can look: give the cache that CacheBuilder.build() has answered");
    }

    /**
     * What one tier has of a key.
     *
     * @param place what it is worth, as an {@link Explanation} says it
     * @param value what the tier would serve; null if its entry is not {@link Explanation.Verdict#BELIEVED}
     * @param <V> the type of the value
     */
    public record Held<V extends @Nullable Object>(
            Explanation.Place place, @Nullable V value) {

        /** The place, without the value. */
        @Override
        public String toString() {
            return "Held[" + place + "]";
        }
    }

    /**
     * Looks at the heap alone, without waiting for anybody. Names of dependencies that the cache's settings do not know begin with {@code #}.
     *
     * @param key the key
     * @return what it has; null if the cache has no heap tier
     * @throws IllegalArgumentException if the key is longer than the cache allows
     */
    public @Nullable Held<V> onHeap(K key) {
        return cache.inquiry().heap(key, cache.digest(key), List.of());
    }

    /**
     * Looks at all tiers. Blocks; each far tier is asked once, all at the same time, and one that fails or is not in time says so.
     *
     * @param key the key
     * @return what each has, nearest first
     * @throws IllegalArgumentException if the key is longer than the cache allows
     * @throws IllegalStateException if the Terrace is closed
     */
    public List<Held<V>> everywhere(K key) {
        return cache.inspect(key);
    }

    /**
     * What far tiers and the log know a key by.
     *
     * @param key the key
     * @return the text of its digest, as {@link Explanation#digest()}
     * @throws IllegalArgumentException if the key is longer than the cache allows
     */
    public String digest(K key) {
        return cache.digest(key).text();
    }
}
