package dev.terrace.flags.internal.document;

/** What a document may ask of a node, checked before memory is taken for it. */
public final class Limits {

    /** The length of a document, in bytes and in characters. */
    public static final int LENGTH = 8 << 20;

    /** Levels of nesting. */
    public static final int DEPTH = 64;

    /** Digits of a number, and the size of its exponent. */
    public static final int DIGITS = 100;

    private Limits() {}
}
