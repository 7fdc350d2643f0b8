package dev.terrace.cache.tuning;

import dev.terrace.cache.tuning.HitCurve.Point;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Evidence for tests: some equal periods of five minutes, of which a test changes what it is about. Not thread-safe. */
final class Seen {

    static final Duration PERIOD = Duration.ofMinutes(5);
    static final Duration LIFE = Duration.ofMinutes(5);

    final String cache;
    int periods = 6;
    int tiers = 1;
    long maximum = 1_000;
    long weight = 1_000;
    double price = 1;

    @Nullable
    Duration due;

    boolean refreshes = true;
    long reads = 100_000;
    long heapHits = 50_000;
    long invalidated;
    long stored = 50_000;
    long evictions;
    long loads = 50_000;
    long loadFailures;
    Duration loadTime = Duration.ofSeconds(500);
    long puts;
    long invalidations = 1;
    long checked;
    long outdated;

    @Nullable
    HitCurve curve;

    @Nullable
    Reuse reuse;

    Duration age = Duration.ZERO;

    Seen(String cache) {
        this.cache = cache;
    }

    /** A curve through points at a half, one and two times the bound. */
    Seen curve(double half, double one, double two) {
        curve = new HitCurve(
                reads, List.of(new Point(maximum / 2, half), new Point(maximum, one), new Point(2 * maximum, two)));
        return this;
    }

    /** Of 10,000 sampled reads of 1,000 keys. */
    Seen reuse(long again, long expired, long withinTwice, long hot) {
        reuse = new Reuse(1_000, 10_000, 100, 1_000, again, expired, withinTwice, hot);
        return this;
    }

    Period period() {
        return new Period(
                PERIOD,
                reads,
                heapHits,
                invalidated,
                stored,
                evictions,
                loads,
                loadFailures,
                loadTime,
                puts,
                invalidations,
                checked,
                outdated,
                curve,
                reuse);
    }

    Evidence evidence() {
        return evidence(Collections.nCopies(periods, period()));
    }

    Evidence evidence(List<Period> given) {
        Evidence.Heap heap = new Evidence.Heap(maximum, weight, price, LIFE, due, refreshes);
        return new Evidence(cache, heap, tiers, given, age);
    }
}
