package dev.terrace.cache.jdbc;

import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/*
 * One writer at a time has the whole file; who waits for it, waits by looking again and again (busy_timeout, which the driver sets from
 * the timeout of each statement). A transaction that has read and then wants to write is refused at once if somebody has written
 * meanwhile. So each transaction takes the right to write before anything else: ours by BEGIN IMMEDIATE, those on connections of
 * users by a statement that does nothing but that. From there on all is in the order of commits, without locks on rows.
 *
 * Everybody reads what was committed when his statement began, beside the writer: this needs the write-ahead log, without which readers and
 * writers shut each other out.
 */
/** SQLite 3.42 and newer, in a file of this machine with a write-ahead log. */
final class SqliteDialect implements Dialect {

    private static final String NOW = "CAST(ROUND(unixepoch('subsec') * 1000) AS INTEGER)";

    /** Writes nothing, unless the file was told to shrink by itself; but it needs the right to write, and no table. */
    private static final String BEGIN_TO_WRITE = "PRAGMA incremental_vacuum(1)";

    @Override
    public String product() {
        return "SQLite";
    }

    @Override
    public String now() {
        return NOW;
    }

    @Override
    public String greatest(String one, String other) {
        return "MAX(" + one + ", " + other + ")";
    }

    @Override
    public String forUpdate() {
        return "";
    }

    /** They are serializable, and nothing else can be had. */
    @Override
    public boolean isolates() {
        return false;
    }

    @Override
    public void check(Session session, Tables tables, String where) throws SQLException {
        SqliteFlaws.find(session, tables, where);
    }

    @Override
    public String upsertEntry(String table) {
        return "INSERT INTO " + table
                + " AS held (entry_id, cache_id, epoch, sequence, tombstone, expires_at, envelope)"
                + " VALUES (?, ?, ?, ?, ?, " + NOW + " + ?, ?) ON CONFLICT (entry_id, cache_id) DO UPDATE SET epoch ="
                + " excluded.epoch, sequence = excluded.sequence, tombstone = excluded.tombstone, expires_at ="
                + " excluded.expires_at, envelope = excluded.envelope WHERE held.epoch < excluded.epoch OR"
                + " (held.epoch = excluded.epoch AND (held.sequence < excluded.sequence OR (held.sequence ="
                + " excluded.sequence AND NOT excluded.tombstone))) OR held.expires_at <= " + NOW;
    }

    @Override
    public @Nullable String appendAtOnce(Tables tables) {
        return null;
    }

    @Override
    public @Nullable String ring() {
        return null;
    }

    @Override
    public @Nullable String listen(String channel) {
        return null;
    }

    /** Nobody ends the transaction of a process that stops, short of its end; but here is where transactions begin. */
    @Override
    public String guard(Duration idle) {
        return BEGIN_TO_WRITE;
    }

    @Override
    public String schemaLock(Tables tables) {
        return BEGIN_TO_WRITE;
    }

    @Override
    public boolean qualifiesIndexes() {
        return true;
    }

    @Override
    public Session.Timeouts timeouts() {
        return Session.Timeouts.STATEMENT;
    }

    /** By SQLite's result codes: its driver gives no SQLSTATE. */
    @Override
    public Fault fault(SQLException failure) {
        @Nullable String state = Fault.state(failure);
        if (state != null) {
            return Fault.of(state);
        }
        return switch (Fault.code(failure)) {
            case 1 -> isMissing(failure) ? Fault.MISSING : Fault.OTHER;
            case 3, 23 -> Fault.DENIED; // permissions, authorizer
            case 5, 6 -> Fault.CONTENDED; // busy, locked
            case 8 -> Fault.READ_ONLY;
            case 14, 26 -> Fault.REFUSED; // cannot be opened, not a database
            case 18 -> Fault.TOO_LARGE;
            case 19 -> Fault.DUPLICATE;
            default -> Fault.OTHER;
        };
    }

    private static boolean isMissing(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (String.valueOf(cause.getMessage()).contains("no such table")) {
                return true;
            }
        }
        return false;
    }
}
