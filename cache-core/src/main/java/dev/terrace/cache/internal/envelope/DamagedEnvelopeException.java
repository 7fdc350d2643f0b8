package dev.terrace.cache.internal.envelope;

/** Bytes of a far tier that cannot be used. The message says what is wrong and quotes nothing of them. */
public final class DamagedEnvelopeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Says what is wrong. */
    public DamagedEnvelopeException(String what) {
        super("not an envelope that can be used: " + what, null, false, false);
    }
}
