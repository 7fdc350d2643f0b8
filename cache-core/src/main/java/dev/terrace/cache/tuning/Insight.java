package dev.terrace.cache.tuning;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one cache beyond its counters. Asked at the end of each period, on one thread at a time, and not to block.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface Insight {

    /** Nothing more than the counters say. */
    Insight NONE = period -> null;

    /**
     * What bigger and smaller heaps would have answered of the reads of a period that ends now.
     *
     * @param period how long it was
     * @return the curve; null if that is not known
     */
    @Nullable
    HitCurve curve(Duration period);

    /**
     * How many answers have been compared with the source, since the cache was made.
     *
     * @return never less than before
     */
    default long checked() {
        return 0;
    }

    /**
     * How many of these were not what the source had.
     *
     * @return never less than before, and at most {@link #checked()}
     */
    default long outdated() {
        return 0;
    }
}
