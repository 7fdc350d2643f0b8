package dev.terrace.cache.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the database is reached. Thread-safe.
 *
 * @param pool where calls get their connections
 * @param direct connects without waiting for a pool, where that can be done; else the pool
 * @param outside makes connections that no pool lacks, for good; null if there are none
 * @param where for people, without secrets
 */
record Access(DataSource pool, DataSource direct, @Nullable DataSource outside, Kind kind, String where) {

    private static final Logger LOG = LoggerFactory.getLogger(Access.class);

    Access(DataSource pool, DataSource direct, Kind kind, String where) {
        this(pool, direct, null, kind, where);
    }

    /** Whose the pool is, and what stands behind it. */
    enum Kind {
        /** A pool of the user: its connections come and go in the state that its owner has chosen. */
        USERS_POOL,
        /** A pool of our own, to a server. */
        OWN_POOL,
        /** A pool of our own, to a file that H2 keeps in a process of ours. */
        FILE
    }

    /**
     * Ends a connection that must not be lent again. HikariCP is told: it would notice by itself only what breaks with a SQLSTATE
     * that it knows, and H2 has others and does nothing on abort.
     */
    void discard(Connection connection) {
        try {
            if (pool.isWrapperFor(HikariDataSource.class)) {
                pool.unwrap(HikariDataSource.class).evictConnection(connection);
            } else {
                connection.abort(Runnable::run);
            }
        } catch (SQLException | RuntimeException | AbstractMethodError broken) {
            LOG.debug("A broken connection could not be discarded", broken);
        }
        try {
            connection.close();
        } catch (SQLException | RuntimeException broken) {
            LOG.debug("A broken connection could not be closed", broken);
        }
    }
}
