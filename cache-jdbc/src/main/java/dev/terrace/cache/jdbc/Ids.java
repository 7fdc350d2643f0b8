package dev.terrace.cache.jdbc;

import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.Name;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Keys of rows: digests of what they stand for, each part with its length, so that no two things share one and no collation makes
 * them equal. What is digested here is part of the schema and never changes.
 */
final class Ids {

    private Ids() {}

    /** The log of a namespace. */
    static byte[] log(String namespace) {
        return digest("log", namespace);
    }

    /** The channel of a namespace's log in a table, as hexadecimal digits. */
    static String channel(String table, String namespace) {
        return HexFormat.of().formatHex(digest("channel", table, namespace));
    }

    /** A cache of a namespace. */
    static byte[] cache(String namespace, String cache) {
        return digest("cache", namespace, cache);
    }

    /** A name in a log. */
    static byte[] name(Name name) {
        return digest("name", String.valueOf(name.kind().code()), name.text());
    }

    /** An append, by what its sender calls it. */
    static byte[] append(String id) {
        return digest("append", id);
    }

    /** A lease of a namespace. */
    static byte[] lease(String namespace, String name) {
        return digest("lease", namespace, name);
    }

    /** A collection of a namespace's ledger. */
    static byte[] collection(String namespace, String name) {
        return digest("collection", namespace, name);
    }

    /** A key in a collection. */
    static byte[] key(String key) {
        return digest("key", key);
    }

    /** A source of evidence. */
    static byte[] source(String source) {
        return digest("source", source);
    }

    /** A change, by what its sender calls it. */
    static byte[] change(String id) {
        return digest("change", id);
    }

    private static byte[] digest(String... parts) {
        MessageDigest digest = sha256();
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update((byte) (bytes.length >>> 24));
            digest.update((byte) (bytes.length >>> 16));
            digest.update((byte) (bytes.length >>> 8));
            digest.update((byte) bytes.length);
            digest.update(bytes);
        }
        return Arrays.copyOf(digest.digest(), Digest.BYTES);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
