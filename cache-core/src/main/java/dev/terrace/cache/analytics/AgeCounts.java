package dev.terrace.cache.analytics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/*
 * Ages are counted in units of 67 ms, finer than which the heap does not know them, in buckets a quarter of their value wide:
 * bucket = 4 * exponent + the two bits after the leading one.
 */
/** How many values of which age were served. Guarded by whoever has it. */
final class AgeCounts {

    private static final int UNIT_BITS = 26;
    private static final int SUB_BITS = 2;
    private static final int SUB = 1 << SUB_BITS;
    /** Four years, and what is older. */
    private static final long MOST = (1L << 31) - 1;

    static final int BUCKETS = bucket(MOST << UNIT_BITS) + 1;

    private final long[] counts = new long[BUCKETS];

    void add(long nanos) {
        counts[bucket(nanos)]++;
    }

    /** What was counted up to now, in half the room; the copies may have gone round, their differences within an hour have not. */
    int[] copy() {
        int[] copy = new int[BUCKETS];
        for (int i = 0; i < BUCKETS; i++) {
            copy[i] = (int) counts[i];
        }
        return copy;
    }

    /** All of them. */
    Ages total() {
        return of(counts);
    }

    /** What came after an earlier copy. */
    Ages since(int[] before) {
        long[] between = new long[BUCKETS];
        for (int i = 0; i < BUCKETS; i++) {
            between[i] = Integer.toUnsignedLong((int) counts[i] - before[i]);
        }
        return of(between);
    }

    /** A summary of counts by bucket. */
    private static Ages of(long[] counts) {
        long count = 0;
        List<Ages.Bucket> buckets = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            count += counts[i];
            if (counts[i] > 0) {
                buckets.add(new Ages.Bucket(upper(i), counts[i]));
            }
        }
        if (count == 0) {
            return Ages.NONE;
        }
        return new Ages(
                count,
                quantile(buckets, count, 0.50),
                quantile(buckets, count, 0.95),
                quantile(buckets, count, 0.99),
                buckets.get(buckets.size() - 1).upTo(),
                buckets);
    }

    private static Duration quantile(List<Ages.Bucket> buckets, long count, double q) {
        long rank = (long) Math.ceil(q * count);
        long seen = 0;
        for (Ages.Bucket bucket : buckets) {
            seen += bucket.count();
            if (seen >= rank) {
                return bucket.upTo();
            }
        }
        throw new AssertionError("the rank is at most the count");
    }

    static int bucket(long nanos) {
        long units = Math.min(MOST, Math.max(0, nanos) >>> UNIT_BITS);
        if (units < SUB) {
            return (int) units;
        }
        int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(units) - SUB_BITS;
        return (shift + 1) * SUB + (int) (units >>> shift) - SUB;
    }

    /** The end of a bucket. */
    static Duration upper(int bucket) {
        long units = bucket < SUB ? bucket + 1 : (long) (bucket % SUB + SUB + 1) << (bucket / SUB - 1);
        return Duration.ofNanos(units << UNIT_BITS);
    }
}
