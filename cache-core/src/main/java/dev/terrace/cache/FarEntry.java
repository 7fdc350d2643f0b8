package dev.terrace.cache;

import dev.terrace.cache.spi.Position;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A trusted entry that a far tier has answered.
 *
 * @param believed the view's generation before the entry was judged
 * @param placed its position among the writes of its key
 * @param remaining the life that it has left in its tier
 * @param envelope the bytes as stored, to be copied into nearer tiers
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
record FarEntry<V extends @Nullable Object>(
        V value, long believed, Position placed, List<String> dependencies, Duration remaining, byte[] envelope) {}
