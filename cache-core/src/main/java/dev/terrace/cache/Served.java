package dev.terrace.cache;

import org.jspecify.annotations.Nullable;

/**
 * An entry on its way to a reader.
 *
 * @param tier where it was found, {@link #LOADER} if nowhere
 */
record Served<V extends @Nullable Object>(Entry<V> entry, Answer.Reason reason, String tier) {

    static final String HEAP = "heap";
    static final String LOADER = "loader";
}
