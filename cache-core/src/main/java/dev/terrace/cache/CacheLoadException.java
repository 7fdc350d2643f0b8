package dev.terrace.cache;

/**
 * A loader failed with a checked exception, which is the cause, or answered something that its cache does not allow. What a
 * loader throws unchecked reaches the caller as it is.
 *
 * @since 0.1.0
 */
public final class CacheLoadException extends CacheException {

    private static final long serialVersionUID = 1L;

    CacheLoadException(String message) {
        super(message);
    }

    CacheLoadException(String message, Throwable cause) {
        super(message, cause);
    }
}
