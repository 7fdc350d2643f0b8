package dev.terrace.cache.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/*
 * InnoDB makes what a transaction did visible before it lets its locks go, so whoever has waited for the head's row sees everything up to
 * it, and the order of sequences is that of commits. But MariaDB's snapshots are torn: they are taken by walking over the running
 * transactions while these come and go, and may meet the first of two appends still running and the second, which waited for it, no more.
 * Such a snapshot has the second append and not the first, and a reader would pass it for ever. So what is new is read under a shared
 * lock of the head: by then all appends have ended, and none begins. (MySQL takes its snapshots under a mutex.)
 *
 * Reads are statements of their own, each with a snapshot of its own, also where connections come with REPEATABLE READ; transactions are
 * made READ COMMITTED, which takes the locks on gaps away for which inserts would wait for each other in circles. What is left of these
 * ends as 1213 and is tried again.
 *
 * The clock is read in UTC: UNIX_TIMESTAMP(NOW()) goes through the session's time zone, which has an hour twice in autumn.
 *
 * A process that stops in the middle of a transaction is told by nobody that it holds locks. `wait_timeout` bounds how long a server
 * waits for the next statement, for MariaDB and MySQL alike; so it is short while a transaction is open, and put back behind it.
 */
/** MariaDB 10.6 and newer; MySQL 8.0 and newer by the same statements. Tables are InnoDB's. */
final class MariaDbDialect implements Dialect {

    private static final String NOW =
            "(TIMESTAMPDIFF(MICROSECOND, TIMESTAMP'1970-01-01 00:00:00', UTC_TIMESTAMP(6)) DIV 1000)";

    @Override
    public String product() {
        return "MariaDB";
    }

    /** MySQL's own driver calls both of them so. */
    @Override
    public boolean isOf(String name) {
        return name.equals("MariaDB") || name.equals("MySQL");
    }

    @Override
    public String now() {
        return NOW;
    }

    @Override
    public String number() {
        return "?";
    }

    @Override
    public String forShare() {
        return " LOCK IN SHARE MODE";
    }

    @Override
    public void check(Session session, Tables tables, String where) throws SQLException {
        MariaDbFlaws.find(session, tables, where);
    }

    /** The server hangs up on whoever sends more, without a word that would reach him. */
    @Override
    public long largestStatement(Session session) throws SQLException {
        try (PreparedStatement query = session.prepare("SELECT @@max_allowed_packet");
                ResultSet row = query.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    /**
     * Assignments see what those before them have assigned, so the condition can be asked once only: by {@code write_id}, which
     * is new in each write. Rows that are left as they are count 0 where connections count what has changed ({@code
     * useAffectedRows=true}, which a pool of ours has); others count them as stored, which no more than statistics show.
     */
    @Override
    public String upsertEntry(String table) {
        String wins = "epoch < VALUES(epoch) OR epoch = VALUES(epoch) AND (sequence < VALUES(sequence) OR sequence ="
                + " VALUES(sequence) AND NOT VALUES(tombstone)) OR expires_at <= " + NOW;
        return "INSERT INTO " + table
                + " (entry_id, cache_id, epoch, sequence, tombstone, expires_at, envelope, write_id) VALUES (?, ?, ?, ?, ?, "
                + NOW + " + ?, ?, UUID_SHORT()) ON DUPLICATE KEY UPDATE write_id = IF(" + wins
                + ", VALUES(write_id), write_id)" + ifWon("epoch") + ifWon("sequence") + ifWon("tombstone")
                + ifWon("expires_at") + ifWon("envelope");
    }

    private static String ifWon(String column) {
        return ", " + column + " = IF(write_id = VALUES(write_id), VALUES(" + column + "), " + column + ")";
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

    @Override
    public String guard(Duration idle) {
        return "SET @terrace_wait_timeout = @@SESSION.wait_timeout, SESSION wait_timeout = " + idle.toSeconds();
    }

    @Override
    public String unguard() {
        return "SET SESSION wait_timeout = @terrace_wait_timeout";
    }

    @Override
    public @Nullable String schemaLock(Tables tables) {
        return null;
    }

    @Override
    public boolean qualifiesIndexes() {
        return false;
    }

    @Override
    public Session.Timeouts timeouts() {
        return Session.Timeouts.STATEMENT;
    }

    /** By the server's own codes: its SQLSTATEs say HY000 of much. */
    @Override
    public Fault fault(SQLException failure) {
        return switch (Fault.code(failure)) {
            case 1040, 1203, 1226, 1927, 4031 -> Fault.UNREACHABLE; // too many, too many, too many, killed, idle
            case 1044, 1049, 1129, 1130, 1698 -> Fault.REFUSED; // no such database for this user, host blocked, unknown
            case 1142, 1143, 1227 -> Fault.DENIED; // on a table, a column, anything
            case 1146 -> Fault.MISSING;
            case 1290, 1792, 1836 -> Fault.READ_ONLY; // read_only, the transaction, InnoDB
            case 1062, 1586 -> Fault.DUPLICATE;
            case 1020, 1205, 1213 -> Fault.CONTENDED; // changed since read, lock timeout, deadlock
            case 1153, 1301 -> Fault.TOO_LARGE; // max_allowed_packet
            default -> Fault.of(Fault.state(failure));
        };
    }
}
