package dev.terrace.cache;

/**
 * What has become of one listener's events. Immutable and thread-safe.
 *
 * @param listener the name of its class
 * @param cache the cache whose builder it was given to; empty where that was the builder of the {@link Terrace}
 * @param told events that it was told, including those at which it threw
 * @param failed events at which it threw
 * @param dropped events that it was not told: too many waited, or the Terrace was closed
 * @param waiting events that wait for it now
 * @since 0.1.0
 */
public record ListenerStats(String listener, String cache, long told, long failed, long dropped, int waiting) {}
