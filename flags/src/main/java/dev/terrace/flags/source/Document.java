package dev.terrace.flags.source;

import dev.terrace.flags.Format;
import dev.terrace.flags.OperatorOverride;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * A document as a source has it, unread, with the overrides that the source has beside it.
 *
 * <p>Immutable and thread-safe.
 *
 * @since 0.1.0
 */
public final class Document {

    private final byte[] bytes;
    private final Format format;
    private final List<OperatorOverride> overrides;
    private final String digest;

    private Document(byte[] bytes, Format format, List<OperatorOverride> overrides, String digest) {
        this.bytes = bytes;
        this.format = Objects.requireNonNull(format, "a document needs a format");
        this.overrides = List.copyOf(overrides);
        this.digest = digest;
    }

    /**
     * A document without overrides.
     *
     * @param bytes its text in UTF-8; copied
     * @param format its syntax
     * @return a new one
     */
    public static Document of(byte[] bytes, Format format) {
        byte[] copy = bytes.clone();
        return new Document(copy, format, List.of(), digest(copy));
    }

    /**
     * With what operators have set through this source. It comes after the overrides of the feed's setting.
     *
     * @param overrides copied
     * @return another one
     */
    public Document overrides(List<OperatorOverride> overrides) {
        return new Document(bytes, format, overrides, digest);
    }

    /**
     * Its text.
     *
     * @return a new stream over its bytes
     */
    public InputStream stream() {
        return new ByteArrayInputStream(bytes);
    }

    /**
     * How long its text is.
     *
     * @return in bytes
     */
    public int length() {
        return bytes.length;
    }

    /**
     * Its syntax.
     *
     * @return not null
     */
    public Format format() {
        return format;
    }

    /**
     * What operators have set through its source.
     *
     * @return unmodifiable
     */
    public List<OperatorOverride> overrides() {
        return overrides;
    }

    /**
     * The SHA-256 of its text, as {@code sha256sum} prints it. Overrides are not part of it.
     *
     * @return 64 digits
     */
    public String digest() {
        return digest;
    }

    @Override
    public String toString() {
        return "Document[" + format + ", " + bytes.length + " bytes, " + digest + "]";
    }

    static String digest(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
