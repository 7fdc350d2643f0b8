package dev.terrace.cache.jdbc;

import dev.terrace.cache.jdbc.Session.Mode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import org.jspecify.annotations.Nullable;

/*
 * Several processes may start at once. Where DDL is transactional they stand in line for a lock, look again, and what they do is
 * all or nothing. Where DDL commits by itself (H2) every statement of a script can be run twice, the row of the version comes
 * last, and who loses a race looks again.
 */
/** Brings the tables to the version that this code knows, and checks that they can be used. */
final class Schema {

    /** The version that this code reads and writes. */
    static final int VERSION = 4;

    /** Many, since each takes no longer than a question: somebody else's change of a table may take longer than ten of them. */
    private static final int ATTEMPTS = 500;

    private final Dialect dialect;
    private final Access access;
    private final Settings settings;
    private final Tables tables;
    private final String where;
    private final String directory;
    private final int wanted;

    Schema(Dialect dialect, Access access, Settings settings, String where) {
        this(dialect, access, settings, where, Scripts.ROOT + dialect.directory(), VERSION);
    }

    /** For scripts of other versions than the present one. */
    Schema(Dialect dialect, Access access, Settings settings, String where, String directory, int wanted) {
        this.dialect = dialect;
        this.access = access;
        this.settings = settings;
        this.tables = settings.tables();
        this.where = where;
        this.directory = directory;
        this.wanted = wanted;
    }

    /**
     * Makes the schema usable.
     *
     * @throws IllegalStateException if it is not and cannot be made so, with the setting and the cure
     * @throws SQLException if another time it may work
     */
    void prepare(Connection connection) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                if (isCurrent(connection)) {
                    return;
                }
                migrate(connection);
            } catch (SQLException failure) {
                judge(failure, attempt);
            }
        }
    }

    private boolean isCurrent(Connection connection) throws SQLException {
        try (Session session = session(connection, Mode.SINGLE)) {
            int version = version(session);
            if (version > wanted) {
                throw Advice.newerSchema(where, tables, version, wanted);
            }
            if (version == wanted) {
                new Rights(dialect, tables, where).check(session);
                return true;
            }
            if (!settings.createSchema()) {
                throw Advice.schemaIsYours(where, dialect, tables, version, wanted);
            }
            return false;
        }
    }

    private void migrate(Connection connection) throws SQLException {
        @Nullable String lock = dialect.schemaLock(tables);
        try (Session session = session(connection, lock == null ? Mode.SINGLE : Mode.TRANSACTION)) {
            if (lock != null) {
                session.execute(lock);
            }
            createNamespace(session);
            for (int next = versionInside(session, lock != null) + 1; next <= wanted; next++) {
                for (String statement : Scripts.statements(directory, next)) {
                    session.execute(tables.in(statement, dialect.qualifiesIndexes()));
                }
            }
            if (lock != null) {
                session.commit();
            }
        }
    }

    /** The schema of the setting {@code schema}, if it is not there. Where it is, no right to create one is needed. */
    private void createNamespace(Session session) throws SQLException {
        String schema = tables.schema();
        if (schema == null) {
            return;
        }
        try (PreparedStatement query =
                session.prepare("SELECT 1 FROM information_schema.schemata WHERE LOWER(schema_name) = LOWER(?)")) {
            query.setString(1, schema);
            try (ResultSet found = query.executeQuery()) {
                if (found.next()) {
                    return;
                }
            }
        }
        session.execute("CREATE SCHEMA IF NOT EXISTS " + schema);
    }

    /** A table that is missing ends some databases' transactions, unless there is a savepoint. */
    private int versionInside(Session session, boolean transaction) throws SQLException {
        if (!transaction) {
            return version(session);
        }
        Savepoint before = session.connection().setSavepoint();
        int version = version(session);
        session.connection().rollback(before);
        return version;
    }

    /** The version that is installed, 0 if none is. */
    private int version(Session session) throws SQLException {
        try (PreparedStatement query = session.prepare("SELECT MAX(version) FROM " + tables.version());
                ResultSet found = query.executeQuery()) {
            return found.next() ? found.getInt(1) : 0;
        } catch (SQLException failure) {
            if (dialect.fault(failure) == Fault.MISSING) {
                return 0;
            }
            throw failure;
        }
    }

    private void judge(SQLException failure, int attempt) throws SQLException {
        Fault fault = dialect.fault(failure);
        switch (fault) {
            case READ_ONLY -> throw Advice.readOnly(where, failure);
            case UNREACHABLE -> throw failure;
            default -> {
                // Somebody else may be doing the same; H2 even takes a table away while it changes it.
                boolean hopeless = fault == Fault.DENIED || (fault == Fault.MISSING && attempt >= ATTEMPTS);
                if (hopeless) {
                    throw Advice.noSchema(where, dialect, tables, failure);
                }
                if (attempt >= ATTEMPTS) {
                    throw failure;
                }
            }
        }
    }

    private Session session(Connection connection, Mode mode) throws SQLException {
        return Session.lend(connection, access, mode, bounds(dialect));
    }

    /** For what is done while the database is met. */
    static Session.Bounds bounds(Dialect dialect) {
        int seconds = Settings.SCHEMA_TIMEOUT_SECONDS;
        return new Session.Bounds(seconds, (seconds + 1) * 1_000, dialect.timeouts());
    }
}
