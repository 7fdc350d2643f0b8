package dev.terrace.cache.spi;

/**
 * Hears from an invalidation log that something was appended. What it hears are hints: they may be lost, doubled, late and out of
 * order, for its owner polls the log as well.
 *
 * <p>Implementations are thread-safe, never block and never throw: they are called on threads of the log's driver.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface LogListener {

    /** Something may have been appended. Cheap; may be called too often. */
    void wake();

    /**
     * A connection has been made, over which nothing was asked yet. There may be another server behind it, which has lost the end of
     * what the one before had: of the log, which will be noticed when it is read, and of the entries of far tiers. So these are not
     * believed until the log has been read once more, for which a {@link #wake} is to follow.
     */
    default void reconnected() {}

    /**
     * An append has taken place. The log says so with the names themselves, so that a reader who knows everything before them need
     * not ask.
     *
     * @param pushed what was appended, and where
     */
    default void pushed(Pushed pushed) {
        wake();
    }
}
