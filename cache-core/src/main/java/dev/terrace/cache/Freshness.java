package dev.terrace.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How old a value may be that a read is answered with, and how long the read may take.
 *
 * <p>An entry is fresh until its {@code expireAfterWrite} is over. After that it may be served stale for the windows named
 * here, which are those of RFC 5861 and count from the moment at which its freshness ended. An entry that rests on anything
 * invalidated is never served, however long the window: staleness is a matter of age alone.
 *
 * <p>A read that is bounded in time, or that may be answered while a value is loaded, has its loader run on the namespace's threads
 * and not on the caller's, who may have to leave before it ends.
 *
 * <p>Immutable and thread-safe. {@link #strict()} allows nothing stale and waits as long as the loader takes; each method answers
 * another one that differs in one respect:
 *
 * <pre>{@code Freshness patient = Freshness.strict().staleIfError(Duration.ofMinutes(10)).deadline(Duration.ofMillis(200));}</pre>
 *
 * @since 0.1.0
 */
public final class Freshness {

    private static final Freshness STRICT = new Freshness(Duration.ZERO, Duration.ZERO, null, null);

    private final Duration whileRevalidate;
    private final Duration ifError;
    private final @Nullable Duration soft;
    private final @Nullable Duration deadline;
    private final List<String> faults;

    private Freshness(
            Duration whileRevalidate, Duration ifError, @Nullable Duration soft, @Nullable Duration deadline) {
        this.whileRevalidate = whileRevalidate;
        this.ifError = ifError;
        this.soft = soft;
        this.deadline = deadline;
        faults = List.copyOf(found());
    }

    /**
     * Fresh values only, however long they take to load.
     *
     * @return always the same
     */
    public static Freshness strict() {
        return STRICT;
    }

    /**
     * Allows a stale value as the answer while a newer one is loaded in the background, once for all readers.
     *
     * @param window for how long after its freshness has ended, zero to 3,650 days
     * @return another one
     * @throws IllegalArgumentException if it is out of bounds
     */
    public Freshness staleWhileRevalidate(Duration window) {
        return new Freshness(Settings.window("staleWhileRevalidate", window), ifError, soft, deadline);
    }

    /**
     * Allows a stale value as the answer where the load has failed, has failed a short while ago, or takes longer than {@link
     * #softTimeout} or {@link #deadline} allow. An {@link Error} of the loader is no such failure and reaches the caller.
     *
     * @param window for how long after its freshness has ended, zero to 3,650 days
     * @return another one
     * @throws IllegalArgumentException if it is out of bounds
     */
    public Freshness staleIfError(Duration window) {
        return new Freshness(whileRevalidate, Settings.window("staleIfError", window), soft, deadline);
    }

    /**
     * Says after what time a read is answered with a stale value, if there is one, though the load has not ended. The load goes on
     * and is kept.
     *
     * @param wait 1 ms to 3,650 days
     * @return another one
     * @throws IllegalArgumentException if it is out of bounds
     */
    public Freshness softTimeout(Duration wait) {
        return new Freshness(whileRevalidate, ifError, Settings.life("softTimeout", wait), deadline);
    }

    /**
     * Says after what time a read ends: with a stale value, if there is one, else with a {@link CacheTimeoutException}. Far tiers are
     * left in time for the loader to have half of it. The load goes on and is kept.
     *
     * @param wait 1 ms to 3,650 days
     * @return another one
     * @throws IllegalArgumentException if it is out of bounds
     */
    public Freshness deadline(Duration wait) {
        return new Freshness(whileRevalidate, ifError, soft, Settings.life("deadline", wait));
    }

    /** What contradicts itself, each with its cure. */
    List<String> faults() {
        return faults;
    }

    private List<String> found() {
        List<String> faults = new ArrayList<>();
        if (soft != null && !servesStale()) {
            faults.add(
                    "its softTimeout has nothing to answer with: give staleIfError or staleWhileRevalidate a window, "
                            + "or use deadline");
        }
        if (soft != null && deadline != null && soft.compareTo(deadline) >= 0) {
            faults.add("its softTimeout of " + soft + " is not shorter than its deadline of " + deadline
                    + ": shorten it, or leave it out");
        }
        return faults;
    }

    /** For use by a single read. */
    Freshness checked() {
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException("a read cannot be made like this: " + String.join("; ", faults));
        }
        return this;
    }

    boolean servesStale() {
        return !window().isZero();
    }

    /** The longest time after its freshness for which an entry may be of use. */
    Duration window() {
        return whileRevalidate.compareTo(ifError) > 0 ? whileRevalidate : ifError;
    }

    boolean allowsWhileRevalidating(long pastNanos) {
        return pastNanos < whileRevalidate.toNanos();
    }

    boolean allowsOnError(long pastNanos) {
        return pastNanos < ifError.toNanos();
    }

    boolean allowsLate(long pastNanos) {
        return allowsOnError(pastNanos) || allowsWhileRevalidating(pastNanos);
    }

    boolean revalidates() {
        return !whileRevalidate.isZero();
    }

    @Nullable
    Duration soft() {
        return soft;
    }

    @Nullable
    Duration deadline() {
        return deadline;
    }

    /** Whether the caller may leave before the loader ends. */
    boolean leavesEarly() {
        return soft != null || deadline != null || revalidates();
    }

    @Override
    public String toString() {
        return "Freshness[staleWhileRevalidate=" + whileRevalidate + ", staleIfError=" + ifError + ", softTimeout="
                + soft + ", deadline=" + deadline + "]";
    }
}
