package dev.terrace.cache.tuning;

import dev.terrace.cache.tuning.HeapAllocation.Claimant;
import java.util.List;
import java.util.Locale;

/**
 * A cache that takes part where a budget is shared.
 *
 * @param evidence of it
 * @param curve of all its periods
 * @param worth what a share of its reads is worth a second
 */
record SharePart(Evidence evidence, HitCurve curve, double worth) {

    String cache() {
        return evidence.cache();
    }

    long now() {
        return evidence.heap().maximum();
    }

    /** The share of reads that another bound would answer beyond what this one does, by a curve. */
    double rise(HitCurve by, long to) {
        return by.at(to) - by.at(now());
    }

    /** The same by all that is known. */
    double rise(long to) {
        return rise(curve, to);
    }

    double deviation(long to) {
        return Confidence.deviationOfShare(Math.abs(rise(to)), curve.reads());
    }

    double costOfMisses() {
        return worth * (1 - curve.at(now()));
    }

    /** The curves of its periods, oldest first. */
    List<HitCurve> curves() {
        return Evidence.curves(evidence.periods());
    }

    /** What it may have: a step less or more, or only less. */
    Claimant claimant(double step, boolean onlyLess) {
        long by = Math.max(1, (long) Math.floor(now() * step));
        return new Claimant(
                cache(),
                worth,
                curve.hull(),
                evidence.heap().price(),
                now(),
                Math.max(1, now() - by),
                onlyLess ? now() : now() + by);
    }

    String words(long to) {
        return String.format(
                Locale.ROOT,
                "%s: %.1f reads/s, %.3f ms of loader time a miss; a heap of %d answers %.2f%% of its reads and one of %d %.2f%%, by %d reads",
                cache(),
                evidence.readsPerSecond(),
                evidence.nanosOfAMiss() / 1e6,
                now(),
                100 * curve.at(now()),
                to,
                100 * curve.at(to),
                curve.reads());
    }
}
