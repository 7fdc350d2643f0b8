package dev.terrace.cache.tuning;

/**
 * What shall become less.
 *
 * @since 0.1.0
 */
public enum Goal {
    /** The time that is spent in loaders: a miss counts for what it costs. */
    LOADER_TIME,
    /** The reads that no heap answers: each counts the same. */
    MISSES;

    /** What one miss of a cache counts for. */
    double weight(Evidence evidence) {
        return this == MISSES ? 1 : evidence.nanosOfAMiss();
    }
}
