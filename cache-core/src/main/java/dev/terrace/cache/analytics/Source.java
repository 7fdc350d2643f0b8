package dev.terrace.cache.analytics;

import org.jspecify.annotations.Nullable;

/**
 * Reads what the source of a cache has, for its {@linkplain VerifierSettings#source verifier}. What it answers is compared and forgotten;
 * nothing is stored.
 *
 * <p>It must read what the source holds <em>now</em>, past every cache and not through a snapshot that began before it was called. It is
 * called on a thread of the namespace that may block, one call at a time.
 *
 * @param <K> the type of the keys
 * @since 0.1.0
 */
@FunctionalInterface
public interface Source<K> {

    /**
     * Reads the value of a key.
     *
     * @param key the key
     * @return the value as the cache's loader would bring it; null if there is none
     * @throws Exception if there is no answer; what was to be checked is undecided then
     */
    @Nullable
    Object read(K key) throws Exception;
}
