package dev.terrace.cache.spi;

import java.util.List;

/**
 * What became of a {@link Change}.
 *
 * <p>Immutable and thread-safe.
 *
 * @since 0.1.0
 */
public sealed interface Outcome {

    /**
     * All of it was done.
     *
     * @param at the ledger's epoch, and the sequence of the change in the trail
     * @param versions the new version of each record, in the order of {@link Change#writes()}
     */
    record Committed(Position at, List<Long> versions) implements Outcome {

        /** Copies the versions. */
        public Committed {
            versions = List.copyOf(versions);
        }
    }

    /**
     * Nothing was done, because a record has another version than expected, or because the ledger is of another epoch than
     * the versions expected.
     *
     * @param at the ledger's epoch, and the last sequence of the collection's trail
     * @param current the records as they are, in the order of {@link Change#writes()}; with version 0 where there never was one
     */
    record Conflict(Position at, List<LedgerRecord> current) implements Outcome {

        /** Copies the records. */
        public Conflict {
            current = List.copyOf(current);
        }
    }
}
