package dev.terrace.flags;

import java.util.Locale;

/**
 * In what syntax a document is written. What it says is the same in each.
 *
 * <p>Thread-safety: immutable, as every enum.
 *
 * @since 0.1.0
 */
public enum Format {
    /** JSON (RFC 8259). */
    JSON,
    /** YAML 1.2, core schema, without aliases and tags. {@code on}, {@code off}, {@code yes} and {@code no} are texts. */
    YAML;

    /**
     * By the ending of a file's name.
     *
     * @param fileName such as {@code flags.yaml}
     * @return JSON for {@code .json}, YAML for {@code .yaml} and {@code .yml}
     * @throws IllegalArgumentException if it ends otherwise
     */
    public static Format of(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        if (name.endsWith(".json")) {
            return JSON;
        }
        if (name.endsWith(".yaml") || name.endsWith(".yml")) {
            return YAML;
        }
        throw new IllegalArgumentException("neither .json nor .yaml: " + fileName + "; name the format instead");
    }
}
