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
     * An append has taken place. The log says so with the names themselves, so that a reader who knows everything before them need
     * not ask.
     *
     * @param pushed what was appended, and where
     */
    default void pushed(Pushed pushed) {
        wake();
    }
}
