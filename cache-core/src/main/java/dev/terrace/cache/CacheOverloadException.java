package dev.terrace.cache;

/**
 * So many loads of a cache are under way and waiting that another one was refused: {@link LoadSettings#maximumConcurrent}, {@link
 * LoadSettings#maximumWaiting}.
 *
 * @since 0.1.0
 */
public final class CacheOverloadException extends CacheException {

    private static final long serialVersionUID = 1;

    /** Says which cache, and what to do. */
    CacheOverloadException(String message) {
        super(message);
    }
}
