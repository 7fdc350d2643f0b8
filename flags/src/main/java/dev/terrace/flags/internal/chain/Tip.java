package dev.terrace.flags.internal.chain;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where a chain ends: its last record's sequence, hash and time. Whoever adds a record replaces it in the same change, under the
 * condition that it is still the one he knows; so a chain never forks. Immutable.
 *
 * @param sequence 0 of a chain without records
 * @param hash 64 hexadecimal digits
 * @param time milliseconds since 1970 UTC
 */
public record Tip(long sequence, String hash, long time) {

    /** The key of the record that holds it. */
    public static final String KEY = "head";

    private static final String MAGIC = "terrace.audit/1\0";

    /** Of a chain without records: its hash is that of its name, so that no chain can be put in another one's place. */
    public static Tip start(String chain) {
        return new Tip(0, hash(("chain " + chain).getBytes(StandardCharsets.UTF_8)), 0);
    }

    /** Once a record was added. */
    public Tip then(Link link, byte[] bytes) {
        return new Tip(link.sequence(), hash(bytes), link.time());
    }

    /** SHA-256 over the magic and the bytes, in hexadecimal digits. */
    public static String hash(byte[] bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(MAGIC.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    /** As it is stored. */
    public byte[] bytes() {
        ObjectNode head = Json.object();
        head.put("format", Link.FORMAT);
        head.put("sequence", sequence);
        head.put("hash", hash);
        head.put("time", Instant.ofEpochMilli(time).toString());
        return Json.bytes(head);
    }

    /**
     * Reads what {@link #bytes} has written.
     *
     * @throws RuntimeException of any kind if it is something else
     */
    public static Tip of(byte[] bytes) {
        JsonNode head = Json.read(bytes);
        Link.checkFormat(head);
        return new Tip(
                head.required("sequence").longValue(),
                head.required("hash").stringValue(),
                Instant.parse(head.required("time").stringValue()).toEpochMilli());
    }
}
