package dev.terrace.cache.spi;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Names to append to an invalidation log, in order.
 *
 * <p>Immutable and thread-safe.
 *
 * @param id identifies this append among all of the namespace, so that a repeated one can be recognised
 * @param known how far the sender knows the log, its own appends included; a log that must be created anew takes a larger epoch
 * @param names 1 to {@value #MAXIMUM_NAMES} names
 * @param cargo what travels with names, by their places in the list; empty unless the log {@linkplain InvalidationLog#carries carries}
 *     a tier's writes. Instead of a value a removal is stored where the log's epoch is not the known one, and where the tier holds
 *     something that stands behind the known position: this append may be late, and its sender have gone on
 * @param bookmark by what the sender knows the log; one that has another token there, or ends before it, becomes another log first
 * @since 0.1.0
 */
public record Append(String id, Position known, List<Name> names, Map<Integer, Cargo> cargo, Bookmark bookmark) {

    /** The most names in one append. */
    public static final int MAXIMUM_NAMES = 1_000;

    /**
     * Copies names and cargo.
     *
     * @throws IllegalArgumentException if there is no name, or more than {@value #MAXIMUM_NAMES}
     * @throws IndexOutOfBoundsException if there is cargo without a name
     */
    public Append {
        names = List.copyOf(names);
        cargo = Map.copyOf(cargo);
        if (names.isEmpty() || names.size() > MAXIMUM_NAMES) {
            throw new IllegalArgumentException(
                    "an append has 1 to " + MAXIMUM_NAMES + " names, this one has " + names.size());
        }
        for (int place : cargo.keySet()) {
            Objects.checkIndex(place, names.size());
        }
    }

    /**
     * Names of a sender who has no bookmark.
     *
     * @param id identifies this append
     * @param known how far the sender knows the log
     * @param names 1 to {@value #MAXIMUM_NAMES} names
     * @param cargo what travels with names, by their places in the list
     */
    public Append(String id, Position known, List<Name> names, Map<Integer, Cargo> cargo) {
        this(id, known, names, cargo, Bookmark.NONE);
    }

    /**
     * Names that travel alone.
     *
     * @param id identifies this append
     * @param knownEpoch the epoch that the sender follows, or 0
     * @param names 1 to {@value #MAXIMUM_NAMES} names
     */
    public Append(String id, long knownEpoch, List<Name> names) {
        this(id, new Position(knownEpoch, 0), names, Map.of());
    }
}
