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
 * @param validator what its source calls this state of it, null if it has said nothing
 * @param fresh how long it is fresh yet; negative where that is over
 * @param stale how long it may be kept after that
 * @param age how long ago it was written, as far as its tier can tell
 * @param envelope the bytes as stored, to be copied into nearer tiers
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
record FarEntry<V extends @Nullable Object>(
        V value,
        long believed,
        Position placed,
        @Nullable String validator,
        List<String> dependencies,
        Duration fresh,
        Duration stale,
        Duration age,
        byte[] envelope) {

    boolean isFresh() {
        return !fresh.isNegative();
    }
}
