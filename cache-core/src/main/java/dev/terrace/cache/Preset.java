package dev.terrace.cache;

import dev.terrace.cache.spi.Tier;
import java.time.Duration;

/**
 * Tiers and lifetimes for a kind of data. What a builder is told after a preset goes on top of it.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface Preset {

    /**
     * Sets up a builder.
     *
     * @param builder the builder of a cache
     */
    void applyTo(CacheBuilder<?, ?> builder);

    /**
     * What is read all the time and changes often: heap and Redis, 300 s.
     *
     * @param redis the Redis tier
     * @return the preset
     */
    static Preset hotData(Tier redis) {
        return of(Duration.ofMinutes(5), true, redis);
    }

    /**
     * What a database query has answered: heap, Redis and JDBC, 1,800 s.
     *
     * @param redis the Redis tier
     * @param jdbc the JDBC tier
     * @return the preset
     */
    static Preset queryResults(Tier redis, Tier jdbc) {
        return of(Duration.ofMinutes(30), true, redis, jdbc);
    }

    /**
     * Sessions of users: heap and Redis, 3,600 s.
     *
     * @param redis the Redis tier
     * @return the preset
     */
    static Preset userSessions(Tier redis) {
        return of(Duration.ofHours(1), true, redis);
    }

    /**
     * What hardly ever changes and is big: Redis and JDBC, 86,400 s.
     *
     * @param redis the Redis tier
     * @param jdbc the JDBC tier
     * @return the preset
     */
    static Preset staticContent(Tier redis, Tier jdbc) {
        return of(Duration.ofDays(1), false, redis, jdbc);
    }

    private static Preset of(Duration life, boolean onHeap, Tier... tiers) {
        return builder -> {
            if (onHeap) {
                builder.heap(heap -> heap.expireAfterWrite(life));
            }
            for (Tier tier : tiers) {
                builder.tier(tier, settings -> settings.expireAfterWrite(life));
            }
        };
    }
}
