package dev.terrace.flags.audit;

import dev.terrace.flags.internal.chain.Link;
import dev.terrace.flags.internal.chain.Tip;
import java.time.Instant;
import java.util.List;

/**
 * One change, as the trail has it.
 *
 * <p>Immutable and thread-safe.
 *
 * @param sequence its place in the trail, 1 for the first
 * @param time when, by the wall clock of the node that made it, and never before the record before it
 * @param actor who
 * @param reason why
 * @param change the change's id
 * @param edits what; not empty
 * @param hash its hash, which the next record names
 * @since 0.1.0
 */
public record AuditRecord(
        long sequence, Instant time, String actor, String reason, String change, List<AuditEdit> edits, String hash) {

    /** Copies the edits. */
    public AuditRecord {
        edits = List.copyOf(edits);
    }

    static AuditRecord of(byte[] bytes) {
        Link link = Link.of(bytes);
        return new AuditRecord(
                link.sequence(),
                Instant.ofEpochMilli(link.time()),
                link.actor(),
                link.reason(),
                link.change(),
                link.edits().stream()
                        .map(edit -> new AuditEdit(edit.key(), edit.before(), edit.after()))
                        .toList(),
                Tip.hash(bytes));
    }
}
