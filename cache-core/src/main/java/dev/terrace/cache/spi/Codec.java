package dev.terrace.cache.spi;

/**
 * Turns the values of one cache into bytes and back, for the far tiers.
 *
 * <p>A codec is bound to a declared type. It must not load a class that the data names, and must bound what it allocates
 * before it believes a length from the data (SEC-1 and SEC-2).
 *
 * <p>Implementations are thread-safe.
 *
 * @param <V> the type of the values
 * @since 0.1.0
 */
public interface Codec<V> {

    /**
     * The number that envelopes carry for this format. An entry with another one is a counted miss. 0 to 63 are Terrace's
     * own, 64 to 255 are free.
     *
     * @return 0 to 255
     */
    int id();

    /**
     * Encodes a value.
     *
     * @param value the value, never null
     * @return the bytes
     * @throws RuntimeException if the value cannot be written, with a message that names the type and the cure but not the
     *     value
     */
    byte[] encode(V value);

    /**
     * Decodes a value.
     *
     * @param bytes the whole array is the encoded value; not to be modified or kept
     * @return the value, never null
     * @throws RuntimeException if the bytes are not those of such a value
     */
    V decode(byte[] bytes);
}
