package dev.terrace.cache.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import javax.sql.DataSource;

/** The pool that Terrace makes where the user brings none. Immutable. */
record PoolSettings(String name, int maximumSize, Duration connectionTimeout, Duration idleTimeout) {

    private static final int AS_MANY_AS_ARE_OF_USE = 0;

    static final PoolSettings DEFAULT =
            new PoolSettings("terrace", AS_MANY_AS_ARE_OF_USE, Duration.ofSeconds(30), Duration.ofMinutes(10));

    /** Kept when nothing is asked, so that the first calls after a quiet time do not wait. */
    private static final int IDLE = 2;

    /** Makes a pool, which does not connect yet. */
    HikariDataSource open(DataSource connections, Duration statementTimeout, int ofUse) {
        int most = maximumSize == AS_MANY_AS_ARE_OF_USE ? ofUse : maximumSize;
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setDataSource(connections);
        config.setMaximumPoolSize(most);
        config.setMinimumIdle(Math.min(IDLE, most));
        config.setConnectionTimeout(connectionTimeout.toMillis());
        config.setIdleTimeout(idleTimeout.toMillis());
        // A connection that was quiet is tried before it is lent; a dead one must not cost more than a statement may.
        long validation = Math.max(1_000, statementTimeout.toMillis());
        config.setValidationTimeout(Math.min(validation, connectionTimeout.toMillis()));
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }
}
