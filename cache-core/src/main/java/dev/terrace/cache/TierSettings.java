package dev.terrace.cache;

import java.time.Duration;

/**
 * Settings of one far tier of a cache.
 *
 * <p>Not thread-safe.
 *
 * @since 0.1.0
 */
public final class TierSettings {

    /** How long an entry lives in a far tier where nothing is said. */
    public static final Duration DEFAULT_EXPIRE_AFTER_WRITE = Duration.ofHours(1);

    /** How long one waits for a far tier where nothing is said. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofMillis(500);

    /** How many calls a far tier answers at a time where nothing is said. */
    public static final int DEFAULT_MAXIMUM_CALLS = 256;

    /** How long a claim on a load lasts where nothing is said. */
    public static final Duration DEFAULT_CLAIM_LOADS = Duration.ofSeconds(2);

    private static final Duration SHORTEST_CLAIM = Duration.ofMillis(100);
    private static final Duration LONGEST_CLAIM = Duration.ofHours(1);

    private Duration life = DEFAULT_EXPIRE_AFTER_WRITE;
    private Duration timeout = DEFAULT_TIMEOUT;
    private int calls = DEFAULT_MAXIMUM_CALLS;
    private Duration claims = DEFAULT_CLAIM_LOADS;

    TierSettings() {}

    /**
     * Says how long the tier keeps an entry after it was stored there.
     *
     * @param duration 1 ms to 3,650 days; default 1 hour
     * @return this
     * @throws IllegalArgumentException if it is out of bounds
     */
    public TierSettings expireAfterWrite(Duration duration) {
        life = Settings.life("expireAfterWrite", duration);
        return this;
    }

    /**
     * Says how long a read or a write of this tier may take before it counts as failed.
     *
     * @param duration 1 ms to 3,650 days; default 500 ms
     * @return this
     * @throws IllegalArgumentException if it is out of bounds
     */
    public TierSettings timeout(Duration duration) {
        timeout = Settings.life("timeout", duration);
        return this;
    }

    /**
     * Says how many calls of this cache the tier may have to answer at a time; a batch is one. Further ones are not made: a read is a
     * miss then, and a write counts as failed.
     *
     * @param calls the most calls, positive; default {@value #DEFAULT_MAXIMUM_CALLS}
     * @return this
     * @throws IllegalArgumentException if it is not positive
     */
    public TierSettings maximumCalls(int calls) {
        this.calls = (int) Settings.positive("maximumCalls", calls);
        return this;
    }

    /**
     * Says for how long a process that loads a key claims it in this tier, so that other processes wait for its value and do not load as
     * well. A claim is prolonged while the load runs, up to five times this long, so this is how soon a process that died is replaced.
     * Of no effect in a tier that has no claims, and on loads of several keys at once.
     *
     * @param duration 100 ms to 1 hour, or zero to have each process load for itself; default 2 s
     * @return this
     * @throws IllegalArgumentException if it is out of bounds
     */
    public TierSettings claimLoads(Duration duration) {
        if (!duration.isZero() && (duration.compareTo(SHORTEST_CLAIM) < 0 || duration.compareTo(LONGEST_CLAIM) > 0)) {
            throw new IllegalArgumentException(
                    "claimLoads must be 100 ms to 1 hour, or zero for no claims: " + duration);
        }
        claims = duration;
        return this;
    }

    Duration claimLoads() {
        return claims;
    }

    int maximumCalls() {
        return calls;
    }

    Duration life() {
        return life;
    }

    Duration timeout() {
        return timeout;
    }
}
