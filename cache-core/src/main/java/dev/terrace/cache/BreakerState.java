package dev.terrace.cache;

/**
 * Whether a cache calls one of its far tiers.
 *
 * @since 0.1.0
 */
public enum BreakerState {

    /** It does. */
    CLOSED,

    /** It does not for a moment, for the tier has failed again and again: reads are misses, writes count as failed. */
    OPEN,

    /** One call at a time is made; after a few that succeed it is closed. */
    PROBING;

    static BreakerState of(Breaker.State state) {
        return valueOf(state.name());
    }
}
