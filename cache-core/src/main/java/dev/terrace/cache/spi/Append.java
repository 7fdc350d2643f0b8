package dev.terrace.cache.spi;

import java.util.List;

/**
 * Names to append to an invalidation log, in order.
 *
 * <p>Immutable and thread-safe.
 *
 * @param id identifies this append among all of the namespace, so that a repeated one can be recognised
 * @param knownEpoch the epoch that the sender follows, or 0; a log that must be created anew takes a larger one
 * @param names 1 to {@value #MAXIMUM_NAMES} names
 * @since 0.1.0
 */
public record Append(String id, long knownEpoch, List<Name> names) {

    /** The most names in one append. */
    public static final int MAXIMUM_NAMES = 1_000;

    /**
     * Copies the names.
     *
     * @throws IllegalArgumentException if there is no name, or more than {@value #MAXIMUM_NAMES}
     */
    public Append {
        names = List.copyOf(names);
        if (names.isEmpty() || names.size() > MAXIMUM_NAMES) {
            throw new IllegalArgumentException(
                    "an append has 1 to " + MAXIMUM_NAMES + " names, this one has " + names.size());
        }
    }
}
