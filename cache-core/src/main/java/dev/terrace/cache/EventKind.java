package dev.terrace.cache;

/**
 * The kinds of {@link CacheEvent}, by which a listener says what it wants to be told.
 *
 * @since 0.1.0
 */
public enum EventKind {

    /** {@link CacheEvent.Hit}. Told only to those who ask for it: there may be millions a second. */
    HIT,

    /** {@link CacheEvent.Miss}. */
    MISS,

    /** {@link CacheEvent.Loaded} and {@link CacheEvent.LoadFailed}. */
    LOAD,

    /** {@link CacheEvent.ServedStale}. */
    STALE,

    /** {@link CacheEvent.RefusedWrite}. */
    REFUSED_WRITE,

    /** {@link CacheEvent.Evicted}. */
    EVICTION,

    /** {@link CacheEvent.Invalidated} and {@link CacheEvent.DependencyInvalidated}. */
    INVALIDATION,

    /**
     * {@link CacheEvent.InvalidationHeard}; to listeners of a {@link Terrace}. Told only to those who ask for it: there may be as many as all
     * other nodes make.
     */
    INVALIDATION_HEARD,

    /** {@link CacheEvent.BreakerChanged}. */
    BREAKER,

    /** {@link CacheEvent.LogReach}; to listeners of a {@link Terrace}. */
    LOG
}
