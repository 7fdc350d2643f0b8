package dev.terrace.cache;

import dev.terrace.cache.spi.Digest;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One read that the heap could not answer.
 *
 * @param since the view's generation when it began
 * @param loader null where it only looks
 * @param lane where its steps run
 * @param untilNanos when it ends, on the monotonic clock; null if that is up to the loader
 */
record Reading<K, V extends @Nullable Object>(
        K key,
        Digest digest,
        long since,
        @Nullable Loader<? super K, ? extends V> loader,
        Executor lane,
        Freshness freshness,
        @Nullable Long untilNanos) {

    /** The thread that waits and runs the steps, if there is one. */
    @Nullable
    Thread crew() {
        return lane instanceof Lane blocking ? blocking.owner() : null;
    }
}
