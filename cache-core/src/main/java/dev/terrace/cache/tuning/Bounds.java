package dev.terrace.cache.tuning;

import java.time.Duration;

/**
 * Within what recommendations stay. Immutable and thread-safe.
 *
 * @param budget what all heaps together may cost: the sum of bound times price
 * @param goal what shall become less
 * @param step by what share of itself a heap's bound may change at a time, above 0 and at most 1
 * @param shortest the shortest life that is recommended
 * @param longest the longest
 * @since 0.1.0
 */
public record Bounds(long budget, Goal goal, double step, Duration shortest, Duration longest) {

    /** The step where nothing is said. */
    public static final double STEP = 0.25;

    /** Checks the bounds. */
    public Bounds {
        if (budget <= 0) {
            throw new IllegalArgumentException("the budget must be positive: " + budget);
        }
        if (!(step > 0 && step <= 1)) {
            throw new IllegalArgumentException("the step must be above 0 and at most 1: " + step);
        }
        if (shortest.compareTo(Duration.ofSeconds(1)) < 0 || longest.compareTo(shortest) < 0) {
            throw new IllegalArgumentException("the shortest life must be 1 s at least, and the longest not below it: "
                    + shortest + ", " + longest);
        }
    }

    /**
     * Bounds with a budget, and defaults: {@link Goal#LOADER_TIME}, steps of a quarter, lives of 1 s to 1 day.
     *
     * @param budget what all heaps together may cost, positive
     * @return the bounds
     * @throws IllegalArgumentException if it is not positive
     */
    public static Bounds of(long budget) {
        return new Bounds(budget, Goal.LOADER_TIME, STEP, Duration.ofSeconds(1), Duration.ofDays(1));
    }
}
