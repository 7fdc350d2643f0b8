package dev.terrace.cache.tuning;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * What share of its reads a heap would answer if it were bigger or smaller. Immutable and thread-safe.
 *
 * @param reads how many reads it was made from, not negative; where reads are sampled, those in the sample
 * @param points by ascending bound; between two of them the curve is a straight line, as it is from no heap to the first, and flat after the last
 * @since 0.1.0
 */
public record HitCurve(long reads, List<Point> points) {

    /**
     * One point.
     *
     * @param maximum the bound of the heap, in its own unit, positive
     * @param hitRatio the share of reads that it would answer, 0 to 1
     */
    public record Point(long maximum, double hitRatio) {

        /** Checks the bounds. */
        public Point {
            if (maximum <= 0) {
                throw new IllegalArgumentException("a curve's maximum must be positive: " + maximum);
            }
            if (!(hitRatio >= 0 && hitRatio <= 1)) {
                throw new IllegalArgumentException("a curve's hitRatio must be 0 to 1: " + hitRatio);
            }
        }
    }

    /** Copies and checks the points. */
    public HitCurve {
        points = List.copyOf(points);
        if (reads < 0) {
            throw new IllegalArgumentException("a curve's reads must not be negative: " + reads);
        }
        if (points.isEmpty()) {
            throw new IllegalArgumentException("a curve needs a point at least");
        }
        for (int i = 1; i < points.size(); i++) {
            if (points.get(i - 1).maximum() >= points.get(i).maximum()) {
                throw new IllegalArgumentException("a curve's points must be in ascending order of their maximum: "
                        + points.get(i - 1).maximum() + " stands before "
                        + points.get(i).maximum());
            }
        }
    }

    /**
     * The share of reads at a bound.
     *
     * @param maximum the bound, not negative
     * @return 0 to 1
     */
    public double at(long maximum) {
        long fromX = 0;
        double fromY = 0;
        for (Point point : points) {
            if (maximum <= point.maximum()) {
                double part = (double) (maximum - fromX) / (point.maximum() - fromX);
                return fromY + part * (point.hitRatio() - fromY);
            }
            fromX = point.maximum();
            fromY = point.hitRatio();
        }
        return fromY;
    }

    /**
     * The least concave curve above this one, which never falls. What lies on it can be reached, or nearly, by sharing room among caches; a
     * cliff's foot cannot be told from its top by what the next entry brings.
     *
     * @return another one, or this
     */
    HitCurve hull() {
        List<Point> upper = new ArrayList<>();
        double most = 0;
        for (Point point : points) {
            if (point.hitRatio() <= most) {
                continue; // it brings nothing over a smaller one
            }
            most = point.hitRatio();
            while (!upper.isEmpty() && slope(upper, upper.size() - 1) <= slope(upper.get(upper.size() - 1), point)) {
                upper.remove(upper.size() - 1);
            }
            upper.add(point);
        }
        return upper.isEmpty() ? this : new HitCurve(reads, upper);
    }

    /** The slope with which a point of the hull is reached. */
    private static double slope(List<Point> upper, int at) {
        Point to = upper.get(at);
        return at == 0 ? to.hitRatio() / to.maximum() : slope(upper.get(at - 1), to);
    }

    private static double slope(Point from, Point to) {
        return (to.hitRatio() - from.hitRatio()) / (to.maximum() - from.maximum());
    }

    /**
     * What several curves say together, each by the reads it was made from.
     *
     * @param curves one at least
     */
    static HitCurve mean(List<HitCurve> curves) {
        long reads = 0;
        TreeSet<Long> maxima = new TreeSet<>();
        for (HitCurve curve : curves) {
            reads += curve.reads;
            curve.points.forEach(point -> maxima.add(point.maximum()));
        }
        List<Point> points = new ArrayList<>(maxima.size());
        for (long maximum : maxima) {
            double sum = 0;
            for (HitCurve curve : curves) {
                double share = reads == 0 ? 1.0 / curves.size() : (double) curve.reads / reads;
                sum += share * curve.at(maximum);
            }
            points.add(new Point(maximum, Math.min(1, sum)));
        }
        return new HitCurve(reads, points);
    }
}
