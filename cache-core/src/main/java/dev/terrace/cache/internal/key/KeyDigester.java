package dev.terrace.cache.internal.key;

import dev.terrace.cache.spi.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.Function;

/** Digests the keys of one cache. Thread-safe. */
public final class KeyDigester<K> {

    private final Function<? super K, byte[]> encoder;
    private final String cache;
    private final int maximumBytes;
    private final MessageDigest prefixed;

    /** Binds the cache's name, which is part of every digest. */
    public KeyDigester(String cache, Function<? super K, byte[]> encoder, int maximumBytes) {
        this.encoder = encoder;
        this.cache = cache;
        this.maximumBytes = maximumBytes;
        byte[] name = cache.getBytes(StandardCharsets.UTF_8);
        prefixed = sha256();
        prefixed.update(ByteBuffer.allocate(Integer.BYTES).putInt(name.length).array());
        prefixed.update(name);
    }

    /**
     * The digest of a key.
     *
     * @throws IllegalArgumentException if the key has more bytes than the cache allows
     */
    public Digest digest(K key) {
        byte[] bytes = encoder.apply(key);
        if (bytes.length > maximumBytes) {
            throw new IllegalArgumentException("a key of cache '" + cache + "' has " + bytes.length + " bytes, at most "
                    + maximumBytes + " are allowed: shorten it, or raise maximumKeyBytes");
        }
        return Digest.of(copy().digest(bytes));
    }

    private MessageDigest copy() {
        try {
            return (MessageDigest) prefixed.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("this JDK's SHA-256 cannot be cloned", e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
