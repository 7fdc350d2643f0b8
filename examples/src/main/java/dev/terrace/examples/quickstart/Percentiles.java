package dev.terrace.examples.quickstart;

import dev.terrace.cache.Latencies;

/**
 * How long calls took, in nanoseconds.
 *
 * @param count how many calls were measured
 */
record Percentiles(long count, long p50, long p95, long p99) {

    static final Percentiles NONE = new Percentiles(0, 0, 0, 0);

    static Percentiles of(Latencies latencies) {
        return new Percentiles(
                latencies.count(),
                latencies.p50().toNanos(),
                latencies.p95().toNanos(),
                latencies.p99().toNanos());
    }

    /** Percentiles cannot be added up; of two nodes the slower one counts. */
    Percentiles orSlower(Percentiles other) {
        return new Percentiles(
                count + other.count, Math.max(p50, other.p50), Math.max(p95, other.p95), Math.max(p99, other.p99));
    }
}
