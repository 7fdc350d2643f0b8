package dev.terrace.testkit;

import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * A SQLite database of its own for a test: a new, empty file, gone when it is closed. Tests get one as a parameter, see {@link
 * WithSqlite}. The driver, {@code org.xerial:sqlite-jdbc}, is to be added by whoever uses this: it does not come with the testkit.
 *
 * <p>Thread-safe.
 *
 * @since 0.1.0
 */
public final class SqliteDatabase implements AutoCloseable {

    private final TempDirectory directory = TempDirectory.create("sqlite");
    private final ExitHook hook = new ExitHook("sqlite", directory::close);
    private final AtomicBoolean closed = new AtomicBoolean();

    private SqliteDatabase() {}

    /**
     * Names a new database. Its file comes into being with the first connection.
     *
     * @return the database; the caller closes it
     * @throws TestServerException if there is no temporary directory for it
     */
    public static SqliteDatabase open() {
        return new SqliteDatabase();
    }

    /**
     * The address of the database.
     *
     * @return a URL, enough to connect
     */
    public String jdbcUrl() {
        return "jdbc:sqlite:" + directory.file("shop.db").toAbsolutePath();
    }

    /**
     * Connections to this database, made anew each time: no pool. The write-ahead log is on, for the file and so for whoever opens it
     * afterwards, and nobody waits for the disk; all else is as the driver has it by default.
     *
     * @return a new data source
     */
    public DataSource dataSource() {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.OFF);
        return source(config);
    }

    /**
     * The same connections, but with nothing set: a file that they make has a rollback journal.
     *
     * @return a new data source
     */
    public DataSource plainDataSource() {
        return source(new SQLiteConfig());
    }

    private DataSource source(SQLiteConfig config) {
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl(jdbcUrl());
        return source;
    }

    /** Deletes the file, also under whoever is connected to it. Idempotent. */
    @Override
    public void close() {
        if (!closed.getAndSet(true)) {
            hook.cancel();
            directory.close();
        }
    }

    @Override
    public String toString() {
        return "SqliteDatabase[" + jdbcUrl() + "]";
    }
}
