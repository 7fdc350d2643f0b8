package dev.terrace.cache.spi;

import java.time.Duration;

/**
 * What a far tier holds for a key.
 *
 * @param position the position under which it was written; {@link Position#NONE} if what is stored is none of this tier's entries
 * @param envelope the bytes as they were written; not to be modified
 * @param remaining the time to live that is left by the tier's own clock, not negative
 * @since 0.1.0
 */
@SuppressWarnings("ArrayRecordComponent") // envelopes are handed over, never compared
public record TierEntry(Position position, byte[] envelope, Duration remaining) {}
