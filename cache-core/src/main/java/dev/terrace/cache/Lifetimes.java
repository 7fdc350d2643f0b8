package dev.terrace.cache;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a cache says of lifetimes beside its tiers.
 *
 * @param byValue decides for each value; at most as long as the tier's
 * @param absent for nulls, which stand for what the source does not have
 * @param jitter the largest share by which a life is shortened, at random
 */
record Lifetimes<K, V extends @Nullable Object>(
        @Nullable BiFunction<? super K, ? super V, Duration> byValue,
        @Nullable Duration absent,
        double jitter) {

    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration ENDLESS = Duration.ofDays(36_500);

    /**
     * The life of a value.
     *
     * @throws IllegalArgumentException if the value decides for less than a millisecond
     */
    Lifetime of(K key, V value) {
        double share =
                jitter == 0 ? 1 : 1 - jitter * ThreadLocalRandom.current().nextDouble();
        if (value == null && absent != null) {
            return new Lifetime(absent, share);
        }
        if (byValue == null) {
            return new Lifetime(ENDLESS, share);
        }
        Duration own = byValue.apply(key, value);
        if (own.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("expireAfter answered " + own
                    + ": a life is 1 ms at least; what must not be kept " + "is better not loaded through a cache");
        }
        return new Lifetime(own, share);
    }
}
