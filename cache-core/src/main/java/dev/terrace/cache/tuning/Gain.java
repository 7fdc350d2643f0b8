package dev.terrace.cache.tuning;

import java.time.Duration;
import java.util.Locale;

/**
 * What a change is expected to bring. Immutable and thread-safe.
 *
 * @param points percentage points by which the heaps' hit ratio rises, over all reads of the caches that it changes; negative where it falls
 * @param loaderTime the loaders' time that is saved in an hour; negative where more is spent
 * @since 0.1.0
 */
public record Gain(double points, Duration loaderTime) {

    /** Nothing. */
    public static final Gain NONE = new Gain(0, Duration.ZERO);

    /** So many points of the reads of one cache, each point at what a miss of it costs. */
    static Gain of(Evidence evidence, double points) {
        double nanos = points / 100 * evidence.readsPerSecond() * 3_600 * evidence.nanosOfAMiss();
        return new Gain(points, Duration.ofNanos(Math.round(nanos)));
    }

    /** In words. */
    String text() {
        return String.format(
                Locale.ROOT, "%+.2f points, %+.1f s of loader time an hour", points, loaderTime.toMillis() / 1e3);
    }
}
