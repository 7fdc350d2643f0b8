package dev.terrace.cache.tuning;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/*
 * Who takes part: caches whose curve rests on a thousand reads at least. What the others have is not touched, and is not there to be shared.
 *
 * The hull proposes, the curve decides: where a curve has a cliff, its hull promises a gain half-way up that is not there. So the gain that is
 * expected is read from the curve itself, and what gains less than half a percent of what all misses cost is not recommended.
 *
 * A bound moves by a step at most. Heaps that are together above the budget come down to it by such steps, and none of them grows meanwhile; that
 * they are above it is no matter of evidence, so it is sure.
 */
/** Recommends how heaps should share their budget. Stateless. */
final class ShareRule {

    static final long ENOUGH_READS = 1_000;
    private static final double LEAST_PART_OF_COST = 0.005;
    private static final double HOUR = 3_600;

    private ShareRule() {}

    static @Nullable Recommendation recommend(List<Evidence> all, Bounds bounds) {
        List<SharePart> parts = new ArrayList<>();
        double left = bounds.budget();
        double cost = 0;
        for (Evidence evidence : all) {
            double own = evidence.heap().maximum() * evidence.heap().price();
            cost += own;
            HitCurve curve = evidence.curve();
            if (curve == null || curve.reads() < ENOUGH_READS) {
                left -= own;
            } else {
                double worth = evidence.readsPerSecond() * bounds.goal().weight(evidence);
                parts.add(new SharePart(evidence, curve, worth));
            }
        }
        if (left <= 0) {
            return null;
        }
        boolean tooMuch = cost > bounds.budget();
        Map<String, Long> shares = HeapAllocation.of(
                parts.stream()
                        .map(part -> part.claimant(bounds.step(), tooMuch))
                        .toList(),
                left);
        double costOfMisses =
                parts.stream().mapToDouble(SharePart::costOfMisses).sum();
        Map<String, Long> from = new HashMap<>();
        Map<String, Long> to = new HashMap<>();
        for (SharePart part : parts) {
            long share = shares.getOrDefault(part.cache(), part.now());
            if (share != part.now()) {
                from.put(part.cache(), part.now());
                to.put(part.cache(), share);
            }
        }
        parts.removeIf(part -> !to.containsKey(part.cache()));
        Change.HeapShares change = new Change.HeapShares(from, to);
        if (parts.isEmpty()) {
            return null;
        }
        return tooMuch
                ? aboveBudget(parts, change, cost, bounds)
                : recommendation(parts, change, LEAST_PART_OF_COST * costOfMisses);
    }

    private static Recommendation aboveBudget(
            List<SharePart> parts, Change.HeapShares change, double cost, Bounds bounds) {
        List<String> words = words(parts, change);
        words.add(String.format(
                Locale.ROOT, "the heaps cost %.0f together, above their budget of %d", cost, bounds.budget()));
        return new Recommendation(change, gain(parts, change), 1, words, null);
    }

    private static @Nullable Recommendation recommendation(
            List<SharePart> parts, Change.HeapShares change, double least) {
        double gain = 0;
        double variance = 0;
        Duration age = Duration.ZERO;
        for (SharePart part : parts) {
            long to = to(change, part);
            gain += part.worth() * part.rise(to);
            variance += Math.pow(part.worth() * part.deviation(to), 2);
            Duration own = part.evidence().age();
            age = own.compareTo(age) > 0 ? own : age;
        }
        if (gain <= 0 || gain < least) {
            return null;
        }
        int periods =
                parts.stream().mapToInt(part -> part.curves().size()).min().orElse(0);
        long agreeing = 0;
        for (int ago = 1; ago <= periods; ago++) {
            agreeing += gainedSoLongAgo(parts, change, ago) > 0 ? 1 : 0;
        }
        Confidence confidence = Confidence.of(gain, Math.sqrt(variance), agreeing, periods, age);
        List<String> words = words(parts, change);
        words.add(confidence.words());
        return new Recommendation(change, gain(parts, change), confidence.value(), words, null);
    }

    /** What the change would have gained in one period, counted from the last. */
    private static double gainedSoLongAgo(List<SharePart> parts, Change.HeapShares change, int ago) {
        double gain = 0;
        for (SharePart part : parts) {
            List<HitCurve> curves = part.curves();
            gain += part.worth() * part.rise(curves.get(curves.size() - ago), to(change, part));
        }
        return gain;
    }

    private static Gain gain(List<SharePart> parts, Change.HeapShares change) {
        double reads = 0;
        double hits = 0;
        double nanos = 0;
        for (SharePart part : parts) {
            double more = part.evidence().readsPerSecond() * part.rise(to(change, part));
            reads += part.evidence().readsPerSecond();
            hits += more;
            nanos += more * part.evidence().nanosOfAMiss();
        }
        return new Gain(reads == 0 ? 0 : 100 * hits / reads, Duration.ofNanos(Math.round(nanos * HOUR)));
    }

    private static long to(Change.HeapShares change, SharePart part) {
        return change.to().getOrDefault(part.cache(), part.now());
    }

    private static List<String> words(List<SharePart> parts, Change.HeapShares change) {
        List<String> words = new ArrayList<>();
        parts.forEach(part -> words.add(part.words(to(change, part))));
        return words;
    }
}
