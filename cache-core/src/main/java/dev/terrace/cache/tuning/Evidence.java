package dev.terrace.cache.tuning;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one cache: how it is set, and what happened in it. Immutable and thread-safe.
 *
 * @param cache its name
 * @param heap how its heap is set
 * @param tiers how many tiers it has, the heap included
 * @param periods what happened, oldest first, all under this setting except for the heap's bound
 * @param age how long ago the last period ended
 * @since 0.1.0
 */
public record Evidence(String cache, Heap heap, int tiers, List<Period> periods, Duration age) {

    /**
     * How a heap is set.
     *
     * @param maximum its bound, in its own unit, positive
     * @param weight what its entries amount to, in the same unit
     * @param price what one unit costs of the budget, positive
     * @param life its {@code expireAfterWrite}
     * @param due its {@code refreshAfterWrite}; null if it has none
     * @param refreshes whether it could have one
     */
    public record Heap(
            long maximum,
            long weight,
            double price,
            Duration life,
            @Nullable Duration due,
            boolean refreshes) {

        /** Checks the bounds. */
        public Heap {
            if (maximum <= 0) {
                throw new IllegalArgumentException("a heap's maximum must be positive: " + maximum);
            }
            if (!(price > 0 && price < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("a heap's price must be positive: " + price);
            }
        }
    }

    /** Copies the periods. */
    public Evidence {
        periods = List.copyOf(periods);
        if (age.isNegative()) {
            throw new IllegalArgumentException("evidence cannot be of the future: its age is " + age);
        }
    }

    long sum(ToLongFunction<Period> part) {
        return periods.stream().mapToLong(part).sum();
    }

    /** A sum over the periods in which somebody looked at how keys came again. */
    long sumOfReuse(ToLongFunction<Reuse> part) {
        return reuses().stream().mapToLong(part).sum();
    }

    List<Reuse> reuses() {
        List<Reuse> found = new ArrayList<>(periods.size());
        for (Period period : periods) {
            if (period.reuse() != null) {
                found.add(period.reuse());
            }
        }
        return found;
    }

    /** Those of the periods that have one, oldest first. */
    static List<HitCurve> curves(List<Period> periods) {
        List<HitCurve> found = new ArrayList<>(periods.size());
        for (Period period : periods) {
            if (period.curve() != null) {
                found.add(period.curve());
            }
        }
        return found;
    }

    /** What all periods say together of other sizes; null if none says anything. */
    @Nullable
    HitCurve curve() {
        List<HitCurve> curves = curves(periods);
        return curves.isEmpty() ? null : HitCurve.mean(curves);
    }

    long reads() {
        return sum(Period::reads);
    }

    double seconds() {
        return periods.stream().mapToDouble(Period::seconds).sum();
    }

    double readsPerSecond() {
        return periods.isEmpty() ? 0 : reads() / seconds();
    }

    /** The loader's time for each read that the heap did not answer, in nanoseconds: far tiers make it less than a load takes. */
    double nanosOfAMiss() {
        long misses = sum(Period::heapMisses);
        return misses == 0 ? 0 : (double) loadNanos() / misses;
    }

    /** How long a load takes on average, in nanoseconds. */
    double nanosOfALoad() {
        long runs = sum(Period::loads) + sum(Period::loadFailures);
        return runs == 0 ? 0 : (double) loadNanos() / runs;
    }

    private long loadNanos() {
        return sum(period -> period.loadTime().toNanos());
    }

    double hitRatio() {
        long reads = reads();
        return reads == 0 ? 1 : (double) sum(Period::heapHits) / reads;
    }

    /** Whether changes of the source are seen: somebody invalidates, or answers are compared with the source. */
    boolean hearsOfChanges() {
        return sum(Period::invalidated) + sum(Period::invalidations) + sum(Period::puts) + sum(Period::checked) > 0;
    }
}
