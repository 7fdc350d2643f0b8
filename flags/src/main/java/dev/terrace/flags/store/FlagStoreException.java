package dev.terrace.flags.store;

/**
 * A store that cannot be read or changed now. The message says whether a change was made, or that this is unknown and how to find out.
 *
 * <p>Thread-safety: as every exception.
 *
 * @since 0.1.0
 */
public final class FlagStoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    FlagStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
