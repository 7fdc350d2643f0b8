package dev.terrace.spring.cache;

import dev.terrace.cache.Terrace;
import org.jspecify.annotations.Nullable;

/**
 * Knows the transactions of this process's threads. Thread-safe.
 *
 * @since 0.1.0
 */
public interface CacheTransactions {

    /** There are none: everything takes effect at once. */
    CacheTransactions NONE = new CacheTransactions() {
        @Override
        public @Nullable CacheTransaction current() {
            return null;
        }

        @Override
        public void opened(Terrace terrace) {}
    };

    /**
     * The transaction of this thread.
     *
     * @return null outside one
     */
    @Nullable
    CacheTransaction current();

    /**
     * From now on, transactions take their stamps.
     *
     * @param terrace whose stamps they are
     */
    void opened(Terrace terrace);
}
