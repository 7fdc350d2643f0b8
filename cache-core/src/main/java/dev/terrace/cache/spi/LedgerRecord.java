package dev.terrace.cache.spi;

import org.jspecify.annotations.Nullable;

/**
 * One record of a ledger, or what is left of one that was removed.
 *
 * <p>Thread-safe as long as nobody modifies the bytes.
 *
 * @param key its key
 * @param version its version within its epoch, 1 for the first; 0 if it never was
 * @param bytes its content, not to be modified; null if it was removed or never was
 * @since 0.1.0
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record LedgerRecord(String key, long version, byte @Nullable [] bytes) {

    /**
     * Tells whether there is such a record.
     *
     * @return false if it was removed or never was
     */
    public boolean isPresent() {
        return bytes != null;
    }

    @Override
    public String toString() {
        return "LedgerRecord[version " + version + (bytes == null ? ", absent]" : ", " + bytes.length + " bytes]");
    }
}
