package dev.terrace.cache.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * A database is met when it is met: at open, or with the first call that gets a connection. Meeting it means to find its dialect,
 * to see to the schema and to check the rights. Until that has succeeded once, every call tries, one at a time, and the others fail; whoever opens waits.
 */
/** Gets to know the database, once. Thread-safe. */
final class Meeting {

    private static final Logger LOG = LoggerFactory.getLogger(Meeting.class);

    private final Access access;
    private final Settings settings;
    private final ReentrantLock meeting = new ReentrantLock();
    private volatile String where;
    private volatile @Nullable Sql sql;
    private volatile @Nullable String lastHopeless;

    Meeting(Access access, Settings settings) {
        this.access = access;
        this.settings = settings;
        this.where = access.where();
    }

    boolean isOver() {
        return sql != null;
    }

    /** What is known of the database; null before it was met. */
    @Nullable
    Sql known() {
        return sql;
    }

    /** What and where the database is, without secrets; better known once it was met. */
    String where() {
        return where;
    }

    /**
     * Meets the database on this connection, or waits until another thread has done so.
     *
     * @throws IllegalStateException if it will never work, with the cure
     */
    Sql patiently(Connection connection) throws SQLException {
        meeting.lock();
        return locked(connection);
    }

    /**
     * What is known of the database, which is met on this connection if that was not done.
     *
     * @throws IllegalStateException if it will never work, with the cure
     * @throws JdbcException if another thread is meeting it
     */
    Sql atOnce(Connection connection) throws SQLException {
        Sql known = sql;
        if (known != null) {
            return known;
        }
        if (!meeting.tryLock()) {
            throw new JdbcException("The tables at " + where + " are being prepared", null, null);
        }
        return locked(connection);
    }

    private Sql locked(Connection connection) throws SQLException {
        try {
            Sql known = sql;
            if (known == null) {
                known = meet(connection);
                sql = known;
            }
            return known;
        } finally {
            meeting.unlock();
        }
    }

    private Sql meet(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        Dialect dialect = Dialect.of(product);
        if (dialect == null) {
            throw Advice.unsupported(where, product);
        }
        where = Places.of(connection.getMetaData().getURL(), where);
        long largest;
        try (Session session = Session.lend(connection, access, Session.Mode.SINGLE, Schema.bounds(dialect))) {
            dialect.check(session, settings.tables(), where);
            largest = dialect.largestStatement(session);
        }
        boolean isolate = dialect.isolates()
                && access.kind() == Access.Kind.USERS_POOL
                && connection.getTransactionIsolation() != Connection.TRANSACTION_READ_COMMITTED;
        new Schema(dialect, access, settings, where).prepare(connection);
        return new Sql(dialect, isolate, largest, settings.tables());
    }

    /** Says once what no call can tell anybody who would cure it: a database that was away at open turns out to be unusable. */
    void report(IllegalStateException hopeless) {
        String message = hopeless.getMessage();
        if (!Objects.equals(message, lastHopeless)) {
            lastHopeless = message;
            LOG.error("{}", message);
        }
    }
}
