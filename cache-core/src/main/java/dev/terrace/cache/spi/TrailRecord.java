package dev.terrace.cache.spi;

/**
 * What one change left in its collection's trail.
 *
 * <p>Thread-safe as long as nobody modifies the bytes.
 *
 * @param sequence its place, 1 for the first
 * @param bytes what the change said, not to be modified
 * @since 0.1.0
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record TrailRecord(long sequence, byte[] bytes) {

    @Override
    public String toString() {
        return "TrailRecord[" + sequence + ", " + bytes.length + " bytes]";
    }
}
