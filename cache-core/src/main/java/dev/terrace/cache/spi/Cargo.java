package dev.terrace.cache.spi;

import java.time.Duration;

/**
 * A write into a far tier that travels with an {@link Append}: it takes place in the same step, under the position of its name. Whoever
 * reads that a key has changed then finds the change in the tier.
 *
 * @param cache the cache's name
 * @param key the key's digest
 * @param tombstone whether this marks a removal
 * @param envelope the bytes to store; not to be modified
 * @param life the time to live, positive
 * @since 0.1.0
 */
@SuppressWarnings("ArrayRecordComponent") // envelopes are handed over, never compared
public record Cargo(String cache, Digest key, boolean tombstone, byte[] envelope, Duration life) {

    /**
     * The write as a tier knows it.
     *
     * @param position the position of the name with which this travelled
     * @return the write
     */
    public TierWrite at(Position position) {
        return new TierWrite(key, position, tombstone, envelope, life);
    }
}
