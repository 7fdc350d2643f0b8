package dev.terrace.cache;

import java.time.Duration;

/**
 * What a node does with what it holds when none of its writes has reached the invalidation log for {@linkplain
 * Terrace.Builder#whenDisconnected(WhenDisconnected, Duration) some time}. Until then it serves as always; other nodes' invalidations
 * may be missing from what it knows.
 *
 * @since 0.1.0
 */
public enum WhenDisconnected {
    /**
     * An entry is loaded again before it is served, and is then served for that time once more: at most one load per key, node and
     * that time. Far tiers are not read meanwhile.
     */
    RELOAD,
    /** Entries are served to the end of their lifetime. */
    SERVE_STALE,
    /** Reads throw {@link CacheDisconnectedException}. Writes and invalidations take effect on this node and are queued. */
    FAIL
}
