package dev.terrace.cache.analytics;

import java.time.Duration;
import java.util.List;

/**
 * What share of the reads a heap would answer at other bounds than the present one, by miniature simulation of a sample of the keys (SHARDS:
 * Waldspurger et al., FAST 2015; miniature simulation: Waldspurger et al., ATC 2017).
 *
 * <p>It speaks of the heap tier alone: what far tiers answer is a miss here. Where the heap is bounded by weight, entries are taken to weigh
 * what they weigh on average.
 *
 * <p>Immutable and thread-safe.
 *
 * @param maximum the present bound, in entries, or in weight where there is a weigher
 * @param observed the share of reads that the heap has answered, 0 to 1
 * @param covered the time of which it speaks: since the bound or the sampling rate last changed, an hour at most
 * @param reads the reads in that time
 * @param sampled the reads of sampled keys among them that were simulated
 * @param rate the share of the keys that is sampled at present, above 0, at most 1
 * @param miniature how many entries the simulation of the present bound has room for; below some hundred, read the curve with care
 * @param points the predictions, of ascending bounds; the present bound is one of them
 * @since 0.1.0
 */
public record HeapCurve(
        long maximum,
        double observed,
        Duration covered,
        long reads,
        long sampled,
        double rate,
        long miniature,
        List<Point> points) {

    /**
     * Copies the points.
     *
     * @throws IllegalArgumentException if there are none, or their bounds do not ascend
     */
    public HeapCurve {
        points = List.copyOf(points);
        if (points.isEmpty()) {
            throw new IllegalArgumentException("a curve needs a point at least");
        }
        for (int i = 1; i < points.size(); i++) {
            if (points.get(i - 1).maximum() >= points.get(i).maximum()) {
                throw new IllegalArgumentException("the points' bounds must ascend: "
                        + points.get(i - 1).maximum() + ", " + points.get(i).maximum());
            }
        }
    }

    /**
     * A prediction.
     *
     * @param maximum a bound, in the unit of the present one
     * @param hitRatio the share of reads that a heap of this bound would have answered, 0 to 1
     */
    public record Point(long maximum, double hitRatio) {}

    /**
     * The prediction for any bound: between two points on a straight line over the logarithm of the bound, below the smallest in proportion
     * to it, above the largest what that would give.
     *
     * @param bound in the unit of the present one, positive
     * @return the share of reads that a heap of this bound would have answered, 0 to 1
     * @throws IllegalArgumentException if the bound is not positive
     */
    public double hitRatioAt(long bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("the bound must be positive: " + bound);
        }
        Point below = points.get(0);
        if (bound <= below.maximum()) {
            return below.hitRatio() * bound / below.maximum();
        }
        for (Point above : points) {
            if (bound <= above.maximum()) {
                double share = Math.log((double) bound / below.maximum())
                        / Math.log((double) above.maximum() / below.maximum());
                return below.hitRatio() + share * (above.hitRatio() - below.hitRatio());
            }
            below = above;
        }
        return below.hitRatio();
    }
}
