package dev.terrace.cache;

import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.Position;
import org.jspecify.annotations.Nullable;

/**
 * What a loader brought.
 *
 * @param position that of the stamp, which was taken before
 */
record Loaded<V extends @Nullable Object>(Digest key, Entry<V> entry, Position position, Content<V> content) {}
