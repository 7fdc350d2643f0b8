package dev.terrace.cache.jdbc;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What differs from database to database. Implementations are stateless. */
sealed interface Dialect permits H2Dialect, MariaDbDialect, PostgresDialect, SqliteDialect {

    /** Every dialect, each tried in turn: first the one that goes by the server's own codes, which say more than an SQLSTATE. */
    static List<Dialect> all() {
        return List.of(new MariaDbDialect(), new PostgresDialect(), new H2Dialect(), new SqliteDialect());
    }

    /** The name that the driver gives the product in its metadata. */
    String product();

    /** Whether a product of this name, as the driver gives it, speaks this dialect. */
    default boolean isOf(String name) {
        return product().equals(name);
    }

    /** The directory of the DDL. */
    default String directory() {
        return product().toLowerCase(Locale.ROOT);
    }

    /** The database's clock in SQL: milliseconds since 1970, a BIGINT. */
    String now();

    /** A parameter that is a number, where the database would not know by itself. */
    default String number() {
        return "CAST(? AS BIGINT)";
    }

    /** The greater of two numbers. */
    default String greatest(String one, String other) {
        return "GREATEST(" + one + ", " + other + ")";
    }

    /** What locks the rows that a query finds until its transaction ends; empty where whoever writes has the database for himself. */
    default String forUpdate() {
        return " FOR UPDATE";
    }

    /**
     * What keeps the rows that a query finds from being changed until its transaction ends, where a snapshot may show a commit without
     * the one before it, so that whoever reads has to hold the head; null where snapshots are whole.
     */
    default @Nullable String forShare() {
        return null;
    }

    /** Whether transactions have to be told to be READ COMMITTED. */
    default boolean isolates() {
        return true;
    }

    /**
     * Finds out, before anything is made, what makes the database unsuitable for good.
     *
     * @throws IllegalStateException if something does, with the cure
     */
    default void check(Session session, Tables tables, String where) throws SQLException {}

    /** The most bytes that a statement may have with all its parameters. */
    default long largestStatement(Session session) throws SQLException {
        return Long.MAX_VALUE;
    }

    /**
     * Stores an entry unless a newer one stands there that has not expired. The parameters: entry, cache, epoch, sequence,
     * tombstone, life in milliseconds, envelope. The update count is 1 if it was stored.
     */
    String upsertEntry(String table);

    /**
     * One statement that appends to a log, so that no process which stops in the middle holds the log's head, and nothing goes back and
     * forth; null where the database has no such thing. It does nothing, and answers nothing, unless the log exists, is of a format
     * that is known, and is the one that the sender knows; it fails as a duplicate if one of the appends is known. No name
     * may occur twice. The parameters: log, format, least epoch, epoch of the bookmark, its sequence, those of {@link LogSql#token}
     * at the bookmark, its token; ids of the appends, what stands before the first name of each; how many sequences, their token; ids of
     * the names, kinds, texts, their places from 1; how many sequences. It answers the head as it was before, but the counts as they are
     * after.
     */
    @Nullable
    String appendAtOnce(Tables tables);

    /**
     * The same with entries that are stored under the positions of their names; null where the database has no such thing. The head must be, besides, of an
     * epoch, and not before nor behind two sequences. Instead of a value that would replace what stands behind a sequence, in the log's epoch, a removal
     * without an envelope is stored. More parameters: after the bookmark's token epoch, least and greatest sequence; before the last one ids of entries, their
     * caches, the places of their names from 1, whether they are removals, lives in milliseconds, envelopes; twice the sequence. The last column is an array of
     * the sequences of those that were stored as they came.
     */
    default @Nullable String appendWithCargo(Tables tables) {
        return null;
    }

    /** A statement that wakes whoever listens: channel, who does so. Null where nobody can. */
    @Nullable
    String ring();

    /** A statement after which the connection hears what is rung on a channel; null where none can. */
    @Nullable
    String listen(String channel);

    /**
     * A statement that begins a transaction with bounds which the server itself keeps, so that a client that stops in the middle
     * does not hold its locks; null where the server knows no such thing. It ends with the transaction, or by {@link #unguard}.
     */
    @Nullable
    String guard(Duration idle);

    /** A statement that takes back what {@link #guard} has set; null where it ends with the transaction. */
    default @Nullable String unguard() {
        return null;
    }

    /** A statement that lets one process at a time change the schema until its transaction ends; null where DDL commits. */
    @Nullable
    String schemaLock(Tables tables);

    /** Whether {@code CREATE INDEX} takes the schema with the index's name. */
    boolean qualifiesIndexes();

    /** By what means the time of a statement is bounded. */
    Session.Timeouts timeouts();

    /**
     * Whether whoever waits for an answer throws at once when another thread aborts the connection, which itself waits for nothing; and the
     * driver's network timeout holds.
     */
    default boolean endsWhenAborted() {
        return false;
    }

    /** What a refusal means. */
    Fault fault(SQLException failure);

    /** The dialect of a product, null if there is none. */
    static @Nullable Dialect of(String product) {
        for (Dialect dialect : all()) {
            if (dialect.isOf(product)) {
                return dialect;
            }
        }
        return null;
    }

    /** What a refusal means before the product is known: nobody's codes contradict anybody else's. */
    static Fault faultOfAny(SQLException failure) {
        for (Dialect dialect : all()) {
            Fault fault = dialect.fault(failure);
            if (fault != Fault.OTHER) {
                return fault;
            }
        }
        return Fault.OTHER;
    }
}
