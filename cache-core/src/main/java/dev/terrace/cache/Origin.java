package dev.terrace.cache;

import org.jspecify.annotations.Nullable;

/** Where values come from: a loader, and how it is called. Immutable. */
sealed interface Origin<K, V extends @Nullable Object> permits PlainOrigin, ConditionalOrigin, BulkOrigin {

    /** The most keys of one call. */
    int most();

    /** Calls the loader once, and tells the run what it has answered. */
    void ask(Run<K, V> run) throws Exception;
}
