package dev.terrace.cache.tuning;

import java.time.Duration;

/**
 * How a cache is used, and what it should have by that.
 *
 * @since 0.1.0
 */
public enum Pattern {
    /** Written or invalidated about as often as it is read. */
    WRITE_HEAVY("the heap alone: each write would go to each far tier", "heap(...)", 1, Duration.ofMinutes(1)),
    /** Read often, and what is read has often been invalidated since. */
    CHURNY("heap and Redis, 300 s", "Preset.hotData", 2, Duration.ofMinutes(5)),
    /** Most keys are read once; a bigger heap would hardly help. */
    SCAN_LIKE("Redis and JDBC without a heap, 86,400 s", "Preset.staticContent", 2, Duration.ofDays(1)),
    /** Put by callers and read some times each, no key much more than the others. */
    SESSION_LIKE("heap and Redis, 3,600 s", "Preset.userSessions", 2, Duration.ofHours(1)),
    /** A few keys take most reads. */
    HOT("heap and Redis, 300 s, refreshed ahead", "Preset.hotData", 2, Duration.ofMinutes(5)),
    /** Hardly ever written; reads are spread over many keys. */
    READ_MOSTLY("heap, Redis and JDBC, 1,800 s", "Preset.queryResults", 3, Duration.ofMinutes(30));

    private final String tiers;
    private final String preset;
    private final int count;
    private final Duration life;

    Pattern(String tiers, String preset, int count, Duration life) {
        this.tiers = tiers;
        this.preset = preset;
        this.count = count;
        this.life = life;
    }

    /**
     * The tiers and lifetimes that such a cache should have.
     *
     * @return in words
     */
    public String tiers() {
        return tiers;
    }

    /**
     * What sets a builder up like that.
     *
     * @return as in code
     */
    public String preset() {
        return preset;
    }

    /**
     * How long its entries should live.
     *
     * @return the {@code expireAfterWrite}
     */
    public Duration life() {
        return life;
    }

    int count() {
        return count;
    }
}
