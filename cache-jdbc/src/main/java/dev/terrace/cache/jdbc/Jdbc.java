package dev.terrace.cache.jdbc;

import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.Lease;
import dev.terrace.cache.spi.Ledger;
import dev.terrace.cache.spi.Tier;
import java.nio.file.Path;
import javax.sql.DataSource;

/**
 * A database as an optional partner of Terrace: far tiers, invalidation logs, leases and ledgers in its tables.
 *
 * <p>PostgreSQL (12 and newer), H2 (2.3 and newer, 2.4 for a file of this process), MariaDB (10.6 and newer) and SQLite (3.42
 * and newer) are supported, and MySQL (8.0 and newer) by the statements of MariaDB, though no test runs on it. The tables are
 * created when they are first needed, and the user's own tables are not touched. A tier and a log may share a database, and so
 * may any number of services and namespaces.
 *
 * {@snippet file="dev/terrace/cache/jdbc/JdbcSamplesIT.java" region="open"}
 *
 * <p><b>Failure.</b> A database that cannot be reached is never an error at start: one warning is logged, calls fail in time, and
 * the first one that gets through prepares the tables. What can be reached and will never work (missing rights, wrong
 * credentials, an unknown product, tables of a newer version) is an {@link IllegalStateException} when a tier or another of these is opened,
 * which names the setting and the cure. Calls fail with a {@link JdbcException}.
 *
 * <p><b>What blocks.</b> Making one for a file opens the file. Otherwise nothing here blocks; opening a tier or a log does.
 *
 * <p>Thread-safe.
 *
 * @since 0.1.0
 */
public final class Jdbc implements AutoCloseable {

    private final DataSource dataSource;
    private final Database database;
    private final AutoCloseable owned;

    Jdbc(DataSource dataSource, Database database, AutoCloseable owned) {
        this.dataSource = dataSource;
        this.database = database;
        this.owned = owned;
    }

    /**
     * Uses a pool that the service has, with all defaults.
     *
     * @param dataSource connections to the primary; each is given back as it came, with its auto-commit, isolation and timeouts
     * @return a partner whose {@link #close()} leaves the pool alone
     */
    public static Jdbc on(DataSource dataSource) {
        return builder(dataSource).build();
    }

    /**
     * Makes a pool of its own, with all defaults: at most 20 connections, 30 s to wait for one, 10 minutes to keep an idle one.
     *
     * @param url a JDBC URL, such as {@code jdbc:postgresql://localhost:5432/shop}
     * @param user the user, empty if the URL names one
     * @param password the password; it is never logged
     * @return a partner whose {@link #close()} closes the pool
     * @throws IllegalStateException if no driver on the class path takes the URL
     */
    public static Jdbc at(String url, String user, String password) {
        return builder(url, user, password).build();
    }

    /**
     * Keeps everything in a file of this machine, with all defaults: persistence with nothing installed. Processes that name the
     * same file share it, over loopback. Whoever may read the file may read what is in it.
     *
     * @param file the path without the ending {@code .mv.db}; missing directories are created
     * @return a partner whose {@link #close()} closes the file
     * @throws IllegalStateException if the file cannot be opened, with the cure
     * @see JdbcBuilder for what is promised when a process dies
     */
    public static Jdbc embedded(Path file) {
        return builder(file).build();
    }

    /**
     * Begins to configure a partner on a pool that the service has.
     *
     * @param dataSource see {@link #on}
     * @return a builder
     */
    public static JdbcBuilder builder(DataSource dataSource) {
        return JdbcBuilder.on(dataSource);
    }

    /**
     * Begins to configure a partner with a pool of its own.
     *
     * @param url see {@link #at}
     * @param user see {@link #at}
     * @param password see {@link #at}
     * @return a builder
     */
    public static JdbcBuilder builder(String url, String user, String password) {
        return JdbcBuilder.at(url, user, password);
    }

    /**
     * Begins to configure a partner in a file.
     *
     * @param file see {@link #embedded}
     * @return a builder
     */
    public static JdbcBuilder builder(Path file) {
        return JdbcBuilder.in(file);
    }

    /**
     * Makes a far tier, named {@code jdbc}. Entries outlive the process; expired ones are deleted by purges, and until then only
     * hidden.
     *
     * @return a new tier, for one namespace
     */
    public Tier tier() {
        return new JdbcTier(database);
    }

    /**
     * Makes an invalidation log.
     *
     * <p>Appends of all nodes of a namespace happen one after the other, each as a short transaction that holds the row of the
     * log's head; a node coalesces its own. Nodes read by polling, and on PostgreSQL also as soon as they hear of an append, see {@link
     * JdbcBuilder#listen}. On PostgreSQL what is put into a {@linkplain #tier() tier} of this same object is stored with the append that announces it, in one
     * statement, unless the database could not be reached when the cache was built.
     *
     * @return a new log, for one namespace
     */
    public InvalidationLog log() {
        return new JdbcInvalidationLog(database);
    }

    /**
     * Makes leases. Each is a row that stays when the lease has ended.
     *
     * @return leases, for one namespace
     */
    public Lease lease() {
        return new JdbcLease(database);
    }

    /**
     * Makes a ledger.
     *
     * <p>Changes of one collection by all nodes happen one after the other, each as a short transaction that holds the row of the
     * collection's head. A commit survives what the database's commits survive. After an older copy of the database was restored,
     * raise {@code epoch} in the table {@code terrace_ledger} by hand, so that readers notice.
     *
     * @return a ledger, for one namespace
     */
    public Ledger ledger() {
        return new JdbcLedger(database);
    }

    /**
     * The connections in use: the user's own pool, or the one that was made.
     *
     * @return the data source; the one that was made is closed with this object
     */
    public DataSource dataSource() {
        return dataSource;
    }

    /** Closes the pool or the file if they were opened here; calls that still come fail. Idempotent. */
    @Override
    public void close() {
        try {
            owned.close();
        } catch (Exception e) {
            throw new JdbcException("Closing " + database.where() + " failed", null, e);
        }
    }

    @Override
    public String toString() {
        return "Jdbc[" + database.where() + "]";
    }
}
