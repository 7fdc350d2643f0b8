package dev.terrace.flags.audit;

import java.util.List;

/**
 * Some records of the trail.
 *
 * <p>Immutable and thread-safe.
 *
 * @param records those that were asked for, ascending
 * @param next the sequence after which to go on
 * @param more whether there may be further ones
 * @since 0.1.0
 */
public record AuditPage(List<AuditRecord> records, long next, boolean more) {

    /** Copies the records. */
    public AuditPage {
        records = List.copyOf(records);
    }
}
