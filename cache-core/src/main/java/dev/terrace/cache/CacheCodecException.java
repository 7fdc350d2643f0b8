package dev.terrace.cache;

/**
 * A value that the cache's codec cannot write, so that no far tier could keep it. Thrown where a caller puts such a value;
 * where a loader returns one, the caller gets the value and the failed write is counted.
 *
 * @since 0.1.0
 */
public final class CacheCodecException extends CacheException {

    private static final long serialVersionUID = 1L;

    CacheCodecException(String message, Throwable cause) {
        super(message, cause);
    }
}
