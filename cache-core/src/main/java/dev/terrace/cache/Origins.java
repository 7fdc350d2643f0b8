package dev.terrace.cache;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A cache's loaders, as its builder was given them. */
record Origins<K, V extends @Nullable Object>(
        @Nullable Loader<? super K, ? extends V> plain,
        @Nullable ConditionalLoader<? super K, V> conditional,
        @Nullable BulkLoader<K, V> bulk,
        LoadSettings settings) {

    /** Where the value of a single key comes from; null if the cache has no loader. */
    @Nullable
    Origin<K, V> one() {
        if (conditional != null) {
            return new ConditionalOrigin<>(conditional);
        }
        return plain != null ? new PlainOrigin<>(plain) : several();
    }

    /** Where the values of several keys come from; null if the cache has no loader. */
    @Nullable
    Origin<K, V> several() {
        if (bulk != null) {
            return new BulkOrigin<>(bulk, settings.maximumBatch());
        }
        return plain == null && conditional == null ? null : one();
    }

    boolean isEmpty() {
        return plain == null && conditional == null && bulk == null;
    }

    List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (plain != null && conditional != null) {
            faults.add("it has both a loader and a conditionalLoader for single keys: keep one of them");
        }
        faults.addAll(settings.faults(conditional != null, bulk != null));
        return faults;
    }
}
