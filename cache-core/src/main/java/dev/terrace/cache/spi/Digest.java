package dev.terrace.cache.spi;

import java.nio.ByteBuffer;
import java.util.Base64;

/**
 * The 128-bit digest under which far tiers store a key of a cache.
 *
 * <p>It is taken over the cache's name and the key's canonical bytes, each with its length, so that no two keys of any two
 * caches share one by construction (SHA-256, cut to 128 bits). Key texts never leave the process.
 *
 * <p>Immutable and thread-safe.
 *
 * @param high the first eight bytes, big-endian
 * @param low the last eight bytes, big-endian
 * @since 0.1.0
 */
public record Digest(long high, long low) {

    /** The size of a digest in bytes. */
    public static final int BYTES = 16;

    /**
     * Reads a digest from the first 16 bytes of an array.
     *
     * @param bytes at least 16 bytes
     * @return the digest
     */
    public static Digest of(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new Digest(buffer.getLong(), buffer.getLong());
    }

    /**
     * Reads a digest from its {@link #text() text}.
     *
     * @param text 22 characters of URL-safe Base64
     * @return the digest
     * @throws IllegalArgumentException if the text is not one of a digest
     */
    public static Digest parse(String text) {
        byte[] bytes = Base64.getUrlDecoder().decode(text);
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("not a digest of " + BYTES + " bytes: " + bytes.length);
        }
        return of(bytes);
    }

    /**
     * Writes the digest's 16 bytes.
     *
     * @return a new array
     */
    public byte[] bytes() {
        return ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array();
    }

    /**
     * Writes the digest as 22 characters of URL-safe Base64 without padding.
     *
     * @return the text
     */
    public String text() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes());
    }

    /**
     * A 64-bit hash for tables within the process.
     *
     * @return the digest's first half, never 0
     */
    public long fingerprint() {
        return high == 0 ? 1 : high;
    }
}
