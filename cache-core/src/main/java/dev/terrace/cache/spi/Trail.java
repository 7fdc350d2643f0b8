package dev.terrace.cache.spi;

import java.util.List;

/**
 * A piece of a collection's trail, without holes.
 *
 * <p>Immutable and thread-safe.
 *
 * @param reached the ledger's epoch, and the sequence up to which the reader now knows everything
 * @param records the records, ascending by sequence
 * @param more whether there are records beyond {@code reached}
 * @since 0.1.0
 */
public record Trail(Position reached, List<TrailRecord> records, boolean more) {

    /** Copies the records. */
    public Trail {
        records = List.copyOf(records);
    }
}
