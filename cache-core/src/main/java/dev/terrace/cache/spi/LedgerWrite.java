package dev.terrace.cache.spi;

import org.jspecify.annotations.Nullable;

/**
 * What a change does to one record.
 *
 * <p>Thread-safe as long as nobody modifies the bytes.
 *
 * @param key the record's key, see {@link Limits#text}
 * @param expected the version that the record must have; 0 if there must be none, or only one that was removed
 * @param bytes the new content, up to {@value Limits#MAXIMUM_RECORD_BYTES} bytes, not to be modified; null removes the record
 * @since 0.1.0
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record LedgerWrite(String key, long expected, byte @Nullable [] bytes) {

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException if a bound is not kept, or a record is to be removed that must not exist
     */
    public LedgerWrite {
        Limits.text("record's key", key);
        Limits.version("record's version", expected, 0);
        if (bytes != null) {
            Limits.bytes("record", bytes.length, 0, Limits.MAXIMUM_RECORD_BYTES, "split it into several records");
        } else if (expected == 0) {
            throw new IllegalArgumentException("a removal expects the version that it removes: read the record first");
        }
    }

    /**
     * Removes a record.
     *
     * @param key the record's key
     * @param expected the version that it must have, positive
     * @return the write
     * @throws IllegalArgumentException if a bound is not kept
     */
    public static LedgerWrite removal(String key, long expected) {
        return new LedgerWrite(key, expected, null);
    }

    @Override
    public String toString() {
        return "LedgerWrite[expected " + expected + (bytes == null ? ", removal]" : ", " + bytes.length + " bytes]");
    }
}
