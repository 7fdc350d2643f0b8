package dev.terrace.cache.spi;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * An atomic change of some records of one collection, with what the trail says of it.
 *
 * <p>Thread-safe as long as nobody modifies the bytes.
 *
 * @param id identifies this change in its collection, so that a repeated one can be recognised; random, see {@link Limits#id}
 * @param collection the collection's name, see {@link Limits#name}
 * @param epoch the epoch of the versions that the writes expect; 0 if all of them expect 0, for a change that may be made in
 *     any epoch
 * @param writes 1 to {@value Limits#MAXIMUM_WRITES} writes with distinct keys
 * @param trail the trail's record, up to {@value Limits#MAXIMUM_TRAIL_BYTES} bytes; not to be modified
 * @since 0.1.0
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record Change(String id, String collection, long epoch, List<LedgerWrite> writes, byte[] trail) {

    /**
     * Checks the bounds and copies the writes.
     *
     * @throws IllegalArgumentException if a bound is not kept, two writes have the same key, or versions are expected of no epoch
     */
    public Change {
        Limits.id(id);
        Limits.name(collection);
        Limits.version("change's epoch", epoch, 0);
        writes = List.copyOf(writes);
        if (writes.isEmpty() || writes.size() > Limits.MAXIMUM_WRITES) {
            throw new IllegalArgumentException("a change has 1 to " + Limits.MAXIMUM_WRITES + " writes, this one has "
                    + writes.size() + ": make several changes");
        }
        Set<String> keys = new HashSet<>();
        int bytes = 0;
        for (LedgerWrite write : writes) {
            if (!keys.add(write.key())) {
                throw new IllegalArgumentException("a change writes each key once: join the writes of the same one");
            }
            if (write.expected() != 0 && epoch == 0) {
                throw new IllegalArgumentException(
                        "a change that expects versions needs their epoch: give that of the position read");
            }
            bytes += write.bytes() == null ? 0 : write.bytes().length;
        }
        Limits.bytes("change", bytes, 0, Limits.MAXIMUM_CHANGE_BYTES, "make several changes");
        Limits.bytes("trail record", trail.length, 0, Limits.MAXIMUM_TRAIL_BYTES, "say less");
    }

    @Override
    public String toString() {
        return "Change[" + id + ", " + writes.size() + " writes]";
    }
}
