package dev.terrace.cache.spi;

import java.time.Duration;

/**
 * What one source has last said about a key.
 *
 * <p>Thread-safe as long as nobody modifies the bytes.
 *
 * @param source who said it
 * @param version the source's own version of it
 * @param age how long ago the store took it, by the store's clock; not negative
 * @param bytes what was said, not to be modified
 * @since 0.1.0
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record Evidence(String source, long version, Duration age, byte[] bytes) {

    @Override
    public String toString() {
        return "Evidence[version " + version + ", " + bytes.length + " bytes]";
    }
}
