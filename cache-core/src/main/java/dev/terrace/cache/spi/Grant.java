package dev.terrace.cache.spi;

import java.time.Duration;

/**
 * A lease as its holder knows it.
 *
 * <p>Immutable and thread-safe.
 *
 * @param name what is leased
 * @param token larger than that of every grant of this name before; what is written under the lease carries it
 * @param sentNanos {@link Time#nanoTime()} of the holder before its request was sent
 * @param ttl how long the lease lasts from then on
 * @since 0.1.0
 */
public record Grant(String name, long token, long sentNanos, Duration ttl) {

    /**
     * What is left of the lease, counted from the moment at which it was asked for. Leave room for what is to be done under it.
     *
     * @param time the time of the node that asked
     * @return the rest, zero if it is over
     */
    public Duration remaining(Time time) {
        long left = ttl.toNanos() - (time.nanoTime() - sentNanos);
        return Duration.ofNanos(Math.max(0, left));
    }
}
