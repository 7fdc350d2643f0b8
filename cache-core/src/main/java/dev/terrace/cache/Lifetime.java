package dev.terrace.cache;

import java.time.Duration;

/**
 * How long one value is fresh, beside what its tiers say.
 *
 * @param most what the value itself has decided; very long where nothing was said
 * @param share of what results, above 0 and at most 1: entries that were brought together shall not end together
 */
record Lifetime(Duration most, double share) {

    private static final Duration SHORTEST = Duration.ofMillis(1);

    /** How long it is fresh in a tier. */
    Duration in(Duration tier) {
        Duration life = most.compareTo(tier) < 0 ? most : tier;
        if (share == 1) {
            return life;
        }
        Duration shortened = Duration.ofMillis((long) (life.toMillis() * share));
        return shortened.compareTo(SHORTEST) < 0 ? SHORTEST : shortened;
    }
}
