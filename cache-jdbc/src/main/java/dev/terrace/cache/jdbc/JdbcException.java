package dev.terrace.cache.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * A call to the database that failed, or that was not made because the database does not answer.
 *
 * <p>The message says what was tried, where, and the SQLSTATE; it carries neither keys nor values nor secrets. The driver's
 * exception, if there is one, is the cause.
 *
 * <p>Thread-safe as every exception.
 *
 * @since 0.1.0
 */
public final class JdbcException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The SQLSTATE, null where there was none. */
    private final @Nullable String sqlState;

    JdbcException(String message, @Nullable String sqlState, @Nullable Throwable cause) {
        super(message, cause);
        this.sqlState = sqlState;
    }

    /**
     * The SQLSTATE that the database or its driver gave.
     *
     * @return five characters, or null where there was none, as when time was over
     */
    public @Nullable String sqlState() {
        return sqlState;
    }
}
