package dev.terrace.cache;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/*
 * Counts in buckets whose width is 1/16 of their value: bucket = 16 * exponent + the four bits after the leading one. Values
 * below 16 ns have a bucket each. Recording is one atomic increment; a summary walks the buckets and is of about one moment.
 */
/** How long calls took. Thread-safe. */
final class LatencyHistogram {

    private static final int SUB_BITS = 4;
    private static final int SUB = 1 << SUB_BITS;

    private final AtomicLongArray buckets = new AtomicLongArray((Long.SIZE - SUB_BITS) * SUB);
    private final LongAdder totalNanos = new LongAdder();

    void record(long nanos) {
        long positive = Math.max(0, nanos);
        buckets.incrementAndGet(bucket(positive));
        totalNanos.add(positive);
    }

    Latencies summary() {
        long[] counts = new long[buckets.length()];
        long count = 0;
        for (int i = 0; i < counts.length; i++) {
            counts[i] = buckets.get(i);
            count += counts[i];
        }
        if (count == 0) {
            return Latencies.NONE;
        }
        return new Latencies(
                count,
                Duration.ofNanos(totalNanos.sum()),
                quantile(counts, count, 0.50),
                quantile(counts, count, 0.95),
                quantile(counts, count, 0.99),
                quantile(counts, count, 1));
    }

    private static Duration quantile(long[] counts, long count, double q) {
        long rank = Math.max(1, (long) Math.ceil(q * count));
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= rank) {
                return Duration.ofNanos(upper(i));
            }
        }
        throw new AssertionError("the rank is at most the count");
    }

    static int bucket(long nanos) {
        if (nanos < SUB) {
            return (int) nanos;
        }
        int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos) - SUB_BITS;
        return (shift + 1) * SUB + (int) (nanos >>> shift) - SUB;
    }

    /** The largest value of a bucket. */
    static long upper(int bucket) {
        if (bucket < SUB) {
            return bucket;
        }
        int shift = bucket / SUB - 1;
        return ((long) (bucket % SUB + SUB + 1) << shift) - 1;
    }
}
