package dev.terrace.cache;

/**
 * What Terrace throws when it cannot do what was asked. Messages name the setting and the cure, and never quote a key or a
 * value.
 *
 * @since 0.1.0
 */
public class CacheException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message what failed, and what to do
     */
    public CacheException(String message) {
        super(message);
    }

    /**
     * Makes an exception with a cause.
     *
     * @param message what failed, and what to do
     * @param cause why
     */
    public CacheException(String message, Throwable cause) {
        super(message, cause);
    }
}
