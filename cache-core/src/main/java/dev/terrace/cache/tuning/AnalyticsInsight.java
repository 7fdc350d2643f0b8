package dev.terrace.cache.tuning;

import dev.terrace.cache.analytics.CacheAnalytics;
import dev.terrace.cache.analytics.Consistency;
import dev.terrace.cache.analytics.HeapCurve;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the analytics of a cache know: the curve of its heap, and what their verifier has found. Thread-safe.
 *
 * @since 0.1.0
 */
public final class AnalyticsInsight implements Insight {

    /** Points between two predictions, of which the analytics say that they lie on a straight line over the logarithm of the bound. */
    private static final int BETWEEN = 8;

    private final CacheAnalytics<?> analytics;

    /**
     * An insight.
     *
     * @param analytics of the cache that is tuned, which they watch already
     */
    public AnalyticsInsight(CacheAnalytics<?> analytics) {
        this.analytics = analytics;
    }

    @Override
    public @Nullable HitCurve curve(Duration period) {
        HeapCurve curve = analytics.heapCurve(period);
        return curve == null ? null : of(curve);
    }

    /** The same curve in straight lines. */
    static HitCurve of(HeapCurve curve) {
        List<HitCurve.Point> points = new ArrayList<>();
        long last = 0;
        for (HeapCurve.Point point : curve.points()) {
            double factor = last == 0 ? 1 : Math.pow((double) point.maximum() / last, 1.0 / BETWEEN);
            double at = last == 0 ? point.maximum() : last * factor;
            for (; Math.round(at) < point.maximum(); at *= factor) {
                long bound = Math.round(at);
                if (bound > last) {
                    points.add(new HitCurve.Point(bound, ratio(curve.hitRatioAt(bound))));
                    last = bound;
                }
            }
            points.add(new HitCurve.Point(point.maximum(), ratio(point.hitRatio())));
            last = point.maximum();
        }
        return new HitCurve(curve.sampled(), points);
    }

    private static double ratio(double predicted) {
        return Math.max(0, Math.min(1, predicted));
    }

    @Override
    public long checked() {
        return sum(Consistency::checked);
    }

    @Override
    public long outdated() {
        return sum(Consistency::inconsistent);
    }

    private long sum(ToLongFunction<Consistency> count) {
        return analytics.snapshot().consistency().stream().mapToLong(count).sum();
    }
}
