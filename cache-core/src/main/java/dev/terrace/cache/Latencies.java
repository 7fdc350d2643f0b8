package dev.terrace.cache;

import java.time.Duration;

/**
 * A summary of how long calls took. Quantiles are exact to 1/16 of their value. Immutable and thread-safe.
 *
 * @param count how many calls
 * @param total their sum
 * @param p50 the median
 * @param p95 the 95th percentile
 * @param p99 the 99th percentile
 * @param maximum the longest, as exact as the quantiles
 * @since 0.1.0
 */
public record Latencies(long count, Duration total, Duration p50, Duration p95, Duration p99, Duration maximum) {

    /** No calls. */
    public static final Latencies NONE =
            new Latencies(0, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
}
