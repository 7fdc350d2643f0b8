package dev.terrace.cache.profile;

import dev.terrace.cache.CacheException;

/**
 * A stored profile cannot be used, or none could be stored. Nothing of it was applied.
 *
 * @since 0.1.0
 */
public final class ProfileException extends CacheException {

    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    public enum Reason {
        /** It is not whole, or no profile at all. */
        DAMAGED,
        /** A version of Terrace wrote it that this one cannot read. */
        OTHER_VERSION,
        /** It is another cache's. */
        OTHER_CACHE,
        /** Its keys are of another type, or were written by another codec. */
        OTHER_KEYS,
        /** The store failed, so that nothing is known of it. */
        UNREACHABLE
    }

    /** What is wrong. */
    private final Reason reason;

    ProfileException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    ProfileException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /**
     * What is wrong.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }
}
