package dev.terrace.cache.jdbc;

import java.time.Duration;

/** What a {@link JdbcBuilder} has collected. Immutable. */
record Settings(
        Tables tables,
        boolean createSchema,
        Duration statementTimeout,
        Duration pollInterval,
        int dependenciesRetained,
        int keysRetained,
        boolean listen) {

    /** For DDL, which may wait for other processes that do the same. */
    static final int SCHEMA_TIMEOUT_SECONDS = 30;

    /** How long a call may take in all: waiting for a thread and a connection, and its statements. */
    Duration callTimeout() {
        return statementTimeout.multipliedBy(2).plusSeconds(1);
    }

    /** The timeout in whole seconds, the unit of JDBC, rounded up. */
    int statementSeconds() {
        return (int) Math.max(1, Math.min(statementTimeout.plusMillis(999).toSeconds(), Integer.MAX_VALUE / 2_000));
    }

    /** A socket waits a little longer than the statement, so that the database can say first that it gives up. */
    int networkMillis() {
        return statementSeconds() * 1_000 + 1_000;
    }
}
