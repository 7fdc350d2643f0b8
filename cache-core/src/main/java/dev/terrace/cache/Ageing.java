package dev.terrace.cache;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of entries on the heap as they age.
 *
 * @param stale how long they are kept after their freshness has ended
 * @param due the age at which a fresh one is to be loaded anew, null if never
 * @param refresh is told of those that are read when they are due, at most once a tick each; must be cheap
 * @param refreshes whether that may be begun while the cache is used: there is a loader, and one that fails is not asked again at each tick
 */
record Ageing<K>(Duration stale, @Nullable Duration due, Consumer<? super K> refresh, boolean refreshes) {

    static <K, V extends @Nullable Object> Ageing<K> of(CacheSpec<K, V> spec, Consumer<? super K> refresh) {
        boolean refreshes = spec.origins().one() != null && !spec.backoff().isNone();
        return new Ageing<>(spec.kept(), spec.refreshAfterWrite(), refresh, refreshes);
    }
}
