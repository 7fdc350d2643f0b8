package dev.terrace.cache.tuning;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/*
 * What a change has brought is not told by the hit ratio before and after alone: traffic changes meanwhile. For heap shares there is something better to
 * compare with, the curves: they say what the old bounds would have answered of the very reads that came after the change. What a curve is off by is
 * taken out by what it was off by before the change. So it is a difference of differences:
 *
 *   (observed after - curve of after at the old bound) - (observed before - curve of before at the old bound)
 *
 * Where a curve is missing, and for lives, it is the plain difference. Caches count by their reads after the change.
 */
/** Tells what a change has brought. Stateless. */
final class Effect {

    private Effect() {}

    /**
     * The percentage points by which the hit ratio has risen; null if there are too few reads to tell.
     *
     * @param before what was seen before, by cache
     * @param after what was seen after, of the same caches
     */
    static @Nullable Double of(Change change, Map<String, List<Period>> before, Map<String, List<Period>> after) {
        double rise = 0;
        long reads = 0;
        for (String cache : change.caches()) {
            List<Period> old = Objects.requireNonNull(before.get(cache), cache);
            List<Period> now = Objects.requireNonNull(after.get(cache), cache);
            long readsNow = reads(now);
            if (readsNow == 0 || reads(old) == 0) {
                continue;
            }
            double difference = ratio(now) - ratio(old);
            Double expected = change instanceof Change.HeapShares shares
                    ? predicted(shares.from().getOrDefault(cache, 0L), old, now)
                    : null;
            rise += readsNow * (expected == null ? difference : difference - expected);
            reads += readsNow;
        }
        return reads < ShareRule.ENOUGH_READS ? null : 100 * rise / reads;
    }

    /** By how much the old bound's hit ratio would have risen; null if the curves do not say. */
    private static @Nullable Double predicted(long bound, List<Period> before, List<Period> after) {
        HitCurve old = curve(before);
        HitCurve now = curve(after);
        return old == null || now == null ? null : now.at(bound) - old.at(bound);
    }

    private static @Nullable HitCurve curve(List<Period> periods) {
        List<HitCurve> curves = Evidence.curves(periods);
        return curves.size() < periods.size() ? null : HitCurve.mean(curves);
    }

    private static long reads(List<Period> periods) {
        return periods.stream().mapToLong(Period::reads).sum();
    }

    private static double ratio(List<Period> periods) {
        return (double) periods.stream().mapToLong(Period::heapHits).sum() / reads(periods);
    }
}
