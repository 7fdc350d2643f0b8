package dev.terrace.cache.spi;

import java.time.Duration;

/**
 * One entry, or the tombstone of one, on its way into a far tier.
 *
 * @param key the key's digest
 * @param position the stamp's position, known
 * @param tombstone whether this marks a removal; a tombstone yields to an entry of its own position
 * @param envelope the bytes to store; not to be modified
 * @param life the time to live, positive
 * @since 0.1.0
 */
@SuppressWarnings("ArrayRecordComponent") // envelopes are handed over, never compared
public record TierWrite(Digest key, Position position, boolean tombstone, byte[] envelope, Duration life) {}
