package dev.terrace.cache.analytics;

import java.util.Objects;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the verifier of one cache.
 *
 * <p>Not thread-safe.
 *
 * @param <K> the type of the keys
 * @since 0.1.0
 */
public final class VerifierSettings<K> {

    /** The share of keys that is checked where nothing is said. */
    public static final double DEFAULT_SHARE = 0.1;

    /** How many invalidations a second are checked at most where nothing is said. */
    public static final int DEFAULT_MAXIMUM_PER_SECOND = 5;

    private @Nullable Source<? super K> source;
    private BiPredicate<@Nullable Object, @Nullable Object> same = Objects::deepEquals;
    private double share = DEFAULT_SHARE;
    private int perSecond = DEFAULT_MAXIMUM_PER_SECOND;

    VerifierSettings() {}

    /**
     * Says how the verifier asks the source.
     *
     * @param source is read twice for each check, three times where the two differ from what a tier would serve
     * @return this
     */
    public VerifierSettings<K> source(Source<? super K> source) {
        this.source = source;
        return this;
    }

    /**
     * Says when two values are the same.
     *
     * @param same is given what the source has and what a tier would serve; default {@link Objects#deepEquals}
     * @return this
     */
    public VerifierSettings<K> comparing(BiPredicate<@Nullable Object, @Nullable Object> same) {
        this.same = same;
        return this;
    }

    /**
     * Says which share of the keys is checked: always the same ones, and on all nodes the same.
     *
     * @param share above 0, at most 1; default {@value #DEFAULT_SHARE}
     * @return this
     * @throws IllegalArgumentException if it is out of bounds
     */
    public VerifierSettings<K> share(double share) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("the verifier's share must be above 0 and at most 1: " + share);
        }
        this.share = share;
        return this;
    }

    /**
     * Bounds how many invalidations a second are checked; each is looked at three times, and what is above is skipped and counted.
     *
     * @param invalidations 1 to 1,000; default {@value #DEFAULT_MAXIMUM_PER_SECOND}
     * @return this
     * @throws IllegalArgumentException if it is out of bounds
     */
    public VerifierSettings<K> maximumPerSecond(int invalidations) {
        if (invalidations < 1 || invalidations > 1_000) {
            throw new IllegalArgumentException("the verifier's maximumPerSecond must be 1 to 1000: " + invalidations);
        }
        perSecond = invalidations;
        return this;
    }

    @Nullable
    Source<? super K> source() {
        return source;
    }

    BiPredicate<@Nullable Object, @Nullable Object> same() {
        return same;
    }

    double share() {
        return share;
    }

    int perSecond() {
        return perSecond;
    }
}
