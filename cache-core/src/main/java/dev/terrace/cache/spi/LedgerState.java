package dev.terrace.cache.spi;

import java.util.List;

/**
 * Records of a collection as they are at one moment.
 *
 * <p>Immutable and thread-safe.
 *
 * @param at the ledger's epoch, and the last sequence of the collection's trail
 * @param records the records
 * @since 0.1.0
 */
public record LedgerState(Position at, List<LedgerRecord> records) {

    /** Copies the records. */
    public LedgerState {
        records = List.copyOf(records);
    }
}
