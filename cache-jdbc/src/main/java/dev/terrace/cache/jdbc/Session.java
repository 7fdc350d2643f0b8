package dev.terrace.cache.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/*
 * Pools hand out connections in whatever state their owner has chosen, and expect them back in it. So everything that is set
 * here is read first and put back, and what cannot be put back costs the connection (abort): better a new connection in the
 * user's pool than one that has a transaction open or somebody else's timeout.
 */
/** One borrowed connection, bounded in time, which goes back as it came. Not thread-safe; closed by whoever opened it. */
final class Session implements AutoCloseable {

    /** What to do with the connection. */
    enum Mode {
        /** Each statement is a transaction. */
        SINGLE,
        /** One READ COMMITTED transaction, which {@link #commit} ends. */
        TRANSACTION
    }

    /**
     * How long things may take.
     *
     * @param seconds for a statement
     * @param networkMillis for an answer to arrive
     * @param where by what means a statement is bounded
     */
    record Bounds(int seconds, int networkMillis, Timeouts where) {}

    /** By what means the time of statements is bounded. */
    enum Timeouts {
        /** By each statement. */
        STATEMENT,
        /** By a setting of the connection, though JDBC offers it as one of the statement; it has to be taken back. */
        CONNECTION,
        /** By the URL, for all connections that it opens. */
        URL
    }

    private final Connection connection;
    private final Access access;
    private final Bounds bounds;
    private final boolean owned;
    private boolean autoCommitBefore;
    private int isolationBefore = Connection.TRANSACTION_NONE;
    private int networkBefore = -1;
    private int timeoutBefore = -1;
    private @Nullable String last;
    private boolean open;
    private boolean broken;
    private boolean moved;

    private Session(Connection connection, Access access, Bounds bounds, boolean owned) {
        this.connection = connection;
        this.access = access;
        this.bounds = bounds;
        this.owned = owned;
    }

    /** Prepares a connection, which this takes over: whatever happens, it is closed. */
    static Session begin(Connection connection, Access access, Mode mode, Bounds bounds, boolean isolate)
            throws SQLException {
        return begin(new Session(connection, access, bounds, true), mode, isolate);
    }

    /** Prepares a connection that stays open when the session is closed, though as it was. */
    static Session lend(Connection connection, Access access, Mode mode, Bounds bounds) throws SQLException {
        return begin(new Session(connection, access, bounds, false), mode, false);
    }

    private static Session begin(Session session, Mode mode, boolean isolate) throws SQLException {
        try {
            session.prepare(mode, isolate);
            return session;
        } catch (SQLException | RuntimeException failure) {
            session.access.discard(session.connection);
            throw failure;
        }
    }

    private void prepare(Mode mode, boolean isolate) throws SQLException {
        autoCommitBefore = connection.getAutoCommit();
        boundNetwork(bounds.networkMillis());
        if (bounds.where() == Timeouts.CONNECTION) {
            try (Statement statement = connection.createStatement()) {
                timeoutBefore = statement.getQueryTimeout();
                statement.setQueryTimeout(bounds.seconds());
            }
        }
        if (mode == Mode.TRANSACTION && isolate) {
            isolationBefore = connection.getTransactionIsolation();
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        }
        boolean autoCommit = mode == Mode.SINGLE;
        if (autoCommitBefore != autoCommit) {
            connection.setAutoCommit(autoCommit);
        }
        open = !autoCommit;
    }

    private void boundNetwork(int millis) throws SQLException {
        try {
            networkBefore = connection.getNetworkTimeout();
            connection.setNetworkTimeout(Runnable::run, millis);
        } catch (SQLFeatureNotSupportedException | AbstractMethodError notKnown) {
            networkBefore = -1;
        }
    }

    Connection connection() {
        return connection;
    }

    /** A statement that the database gives up in time. */
    PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            if (bounds.where() == Timeouts.STATEMENT) {
                statement.setQueryTimeout(bounds.seconds());
            }
            return statement;
        } catch (SQLException failure) {
            statement.close();
            throw failure;
        }
    }

    /** Runs a statement that has no parameters, and ignores what it answers. */
    void execute(String sql) throws SQLException {
        try (PreparedStatement statement = prepare(sql)) {
            statement.execute();
        }
    }

    void commit() throws SQLException {
        connection.commit();
        open = false;
    }

    /** Takes the locks of a query's rows, whose one parameter is a key; nothing where there is no query. */
    void hold(@Nullable String query, byte[] key) throws SQLException {
        if (query == null) {
            return;
        }
        try (PreparedStatement statement = prepare(query)) {
            statement.setBytes(1, key);
            statement.execute();
        }
    }

    /** Runs a statement now, and another one before the connection is given back. */
    void execute(String sql, @Nullable String last) throws SQLException {
        this.last = last;
        execute(sql);
    }

    /** Whether nothing speaks against using the connection on, as it is: nothing was said, and its driver bounds the wait for answers. */
    boolean isUnharmed() {
        try {
            return networkBefore >= 0 && connection.getWarnings() == null;
        } catch (SQLException broken) {
            return false;
        }
    }

    /** Hands the connection over, as it is now, to a session that may be closed later, by any thread. */
    Session move() {
        Session later = new Session(connection, access, bounds, owned);
        later.autoCommitBefore = autoCommitBefore;
        later.isolationBefore = isolationBefore;
        later.networkBefore = networkBefore;
        later.timeoutBefore = timeoutBefore;
        later.last = last;
        later.open = open;
        moved = true;
        return later;
    }

    /** Notes that the connection is of no more use. */
    void broken() {
        broken = true;
    }

    /** Rolls back what was not committed, and gives the connection back. */
    @Override
    public void close() {
        if (moved) {
            return;
        }
        if (broken) {
            access.discard(connection);
            return;
        }
        try {
            if (open) {
                connection.rollback();
            }
            if (last != null) {
                execute(last);
            }
            if (connection.getAutoCommit() != autoCommitBefore) {
                connection.setAutoCommit(autoCommitBefore);
            }
            if (isolationBefore != Connection.TRANSACTION_NONE) {
                connection.setTransactionIsolation(isolationBefore);
            }
            if (timeoutBefore >= 0) {
                try (Statement statement = connection.createStatement()) {
                    statement.setQueryTimeout(timeoutBefore);
                }
            }
            if (networkBefore >= 0) {
                connection.setNetworkTimeout(Runnable::run, networkBefore);
            }
            if (owned) {
                connection.close();
            }
        } catch (SQLException | RuntimeException failure) {
            // What was asked for has been done or has failed already; all that is lost here is a connection.
            access.discard(connection);
        }
    }
}
