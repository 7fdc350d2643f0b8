package dev.terrace.spring.cache;

import dev.terrace.cache.Stamp;
import org.jspecify.annotations.Nullable;

/**
 * The transaction of a thread, as caches see it. To be used by the thread that it belongs to.
 *
 * @since 0.1.0
 */
public interface CacheTransaction {

    /**
     * Whether what this transaction reads may be what it has itself written, and so is nobody else's yet.
     *
     * @return true unless it is read-only and has put, evicted and invalidated nothing
     */
    boolean mayHaveWritten();

    /**
     * What was known before the transaction began.
     *
     * @return the stamp of what it reads; null if nobody saw it begin
     */
    @Nullable
    Stamp stamp();

    /**
     * Whether this transaction has changed a key, so that what a cache has of it is older than what the transaction would read.
     *
     * @param cache the cache's name
     * @param key the key
     * @return whether a change of it waits for the commit
     */
    boolean hides(String cache, Object key);

    /**
     * Lets something take effect after the commit; never if it is rolled back. If nobody can tell what has become of the transaction, what only
     * makes caches forget takes effect.
     *
     * @param effect what is to happen
     */
    void afterCommit(Effect effect);

    /**
     * What waits for a commit.
     *
     * @param cache the cache that it changes; null for all
     * @param key the key that it changes; null for all
     * @param committed what happens after the commit
     * @param unknown what happens where the outcome is not known; may only make caches forget
     * @param widened what happens instead of all changes of single keys of the cache where a transaction has made too many of them; may only
     *     make the cache forget
     */
    record Effect(
            @Nullable String cache, @Nullable Object key, Runnable committed, Runnable unknown, Runnable widened) {}
}
