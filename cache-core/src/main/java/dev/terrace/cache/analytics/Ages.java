package dev.terrace.cache.analytics;

import java.time.Duration;
import java.util.List;

/**
 * How old values were when they were served. Quantiles are upper bounds, exact to a quarter of their value and to a tenth of a second.
 * Immutable and thread-safe.
 *
 * @param count how many were looked at: a sample of those that were served
 * @param p50 the median
 * @param p95 the 95th percentile
 * @param p99 the 99th percentile
 * @param maximum the oldest
 * @param buckets the histogram, youngest first, without empty buckets
 * @since 0.1.0
 */
public record Ages(long count, Duration p50, Duration p95, Duration p99, Duration maximum, List<Bucket> buckets) {

    /** None was looked at. */
    public static final Ages NONE = new Ages(0, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, List.of());

    /** Copies the buckets. */
    public Ages {
        buckets = List.copyOf(buckets);
    }

    /**
     * Some of about the same age.
     *
     * @param upTo the oldest age that belongs here
     * @param count how many
     */
    public record Bucket(Duration upTo, long count) {}
}
