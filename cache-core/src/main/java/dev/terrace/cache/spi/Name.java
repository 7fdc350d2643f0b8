package dev.terrace.cache.spi;

import java.nio.charset.StandardCharsets;

/**
 * What an invalidation speaks of: one key, a dependency, a whole cache or the whole namespace.
 *
 * <p>The kind is part of the name, so that names of different kinds never collide whatever their texts are.
 *
 * <p>Immutable and thread-safe.
 *
 * @param kind what sort of name it is
 * @param text the text within the kind: a {@link Digest#text()} for a key, the user's own text for a dependency, the
 *     cache's name for a cache, empty for the namespace
 * @since 0.1.0
 */
public record Name(Kind kind, String text) {

    /** The most bytes of UTF-8 that a name's text may have. */
    public static final int MAXIMUM_BYTES = 512;

    /** Everything in the namespace. */
    public static final Name NAMESPACE = new Name(Kind.NAMESPACE, "");

    /** The sorts of names, each with the code that logs store. Codes are never reused. */
    public enum Kind {
        /** One key of one cache. */
        KEY('k'),
        /** A name that entries rest on. */
        DEPENDENCY('d'),
        /** All entries of one cache. */
        CACHE('c'),
        /** All entries of the namespace. */
        NAMESPACE('n');

        private final char code;

        Kind(char code) {
            this.code = code;
        }

        /**
         * The letter that stands for this kind in a log.
         *
         * @return an ASCII letter
         */
        public char code() {
            return code;
        }

        /**
         * Finds a kind by its letter.
         *
         * @param code the letter
         * @return the kind
         * @throws IllegalArgumentException if no kind has this letter, as in a log that a newer version has written
         */
        public static Kind of(char code) {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("no kind of name has the code '" + code
                    + "': was the invalidation log written by a newer version of Terrace?");
        }
    }

    /**
     * Checks the text's length.
     *
     * @throws IllegalArgumentException if the text has more than {@value #MAXIMUM_BYTES} bytes of UTF-8, half of a surrogate
     *     pair, or nothing where the kind needs something
     */
    public Name {
        if (text.isEmpty() != (kind == Kind.NAMESPACE)) {
            throw new IllegalArgumentException("a " + kind + " name "
                    + (kind == Kind.NAMESPACE ? "has no text" : "must not be empty: give the text that names it"));
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException(
                    "a " + kind + " name has half of a surrogate pair, which UTF-8 cannot write: use whole characters");
        }
        if (text.length() * 3 > MAXIMUM_BYTES && text.getBytes(StandardCharsets.UTF_8).length > MAXIMUM_BYTES) {
            throw new IllegalArgumentException("a " + kind + " name has at most " + MAXIMUM_BYTES
                    + " bytes of UTF-8, this one has " + text.getBytes(StandardCharsets.UTF_8).length
                    + ": shorten it, or use a digest of it");
        }
    }

    /**
     * Names one key of a cache.
     *
     * @param digest the key's digest, which covers the cache's name
     * @return the name
     */
    public static Name key(Digest digest) {
        return new Name(Kind.KEY, digest.text());
    }

    /**
     * Names a dependency.
     *
     * @param text the user's text, 1 to {@value #MAXIMUM_BYTES} bytes of UTF-8
     * @return the name
     */
    public static Name dependency(String text) {
        return new Name(Kind.DEPENDENCY, text);
    }

    /**
     * Names all entries of a cache.
     *
     * @param cache the cache's name
     * @return the name
     */
    public static Name cache(String cache) {
        return new Name(Kind.CACHE, cache);
    }

    /**
     * Tells whether the text is one that its kind can have. A log may hold others if somebody else writes there.
     *
     * @return false for a key whose text is not that of a digest
     */
    public boolean isWellFormed() {
        if (kind != Kind.KEY) {
            return true;
        }
        try {
            return Digest.parse(text).text().equals(text);
        } catch (IllegalArgumentException foreign) {
            return false;
        }
    }

    /**
     * A 64-bit hash of kind and text. Two names that share one are invalidated together, which is safe.
     *
     * @return the fingerprint, never 0
     */
    public long fingerprint() {
        return kind == Kind.KEY ? Digest.parse(text).fingerprint() : Fingerprint.of(kind, text);
    }

    @Override
    public String toString() {
        return kind == Kind.DEPENDENCY ? "DEPENDENCY" : kind + (text.isEmpty() ? "" : ":" + text);
    }
}
