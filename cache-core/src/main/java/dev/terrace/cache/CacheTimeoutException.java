package dev.terrace.cache;

/**
 * A read had no answer within its {@link Freshness#deadline deadline}, not even a stale one.
 *
 * @since 0.1.0
 */
public final class CacheTimeoutException extends CacheException {

    private static final long serialVersionUID = 1;

    /** Says which cache, and what to do. */
    CacheTimeoutException(String message) {
        super(message);
    }
}
