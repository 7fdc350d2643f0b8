package dev.terrace.testkit;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;

/**
 * An H2 database of its own for a test: new, empty, and gone when it is closed. Tests get one as a parameter, see {@link WithH2}.
 *
 * <p>Thread-safe.
 *
 * @since 0.1.0
 */
public final class H2Database implements AutoCloseable {

    private final String jdbcUrl;
    private final @Nullable TempDirectory directory;
    private final @Nullable ExitHook hook;
    private final AtomicBoolean closed = new AtomicBoolean();

    private H2Database(String jdbcUrl, @Nullable TempDirectory directory) {
        this.jdbcUrl = jdbcUrl;
        this.directory = directory;
        this.hook = directory == null ? null : new ExitHook("h2", directory::close);
    }

    /** Where an H2 database keeps its rows. */
    public enum Storage {
        /** In this JVM's memory, under a name of its own; it lives until it is closed, also without a connection. */
        MEMORY,
        /** In a file of a temporary directory, open to this JVM only. What is committed outlives the last connection. */
        FILE,
        /** In such a file, open to other processes too ({@code AUTO_SERVER}). */
        SHARED_FILE
    }

    /**
     * Names a new database. It comes into being with the first connection.
     *
     * @param storage where it keeps its rows
     * @return the database; the caller closes it
     * @throws TestServerException if there is no temporary directory for it
     */
    public static H2Database open(Storage storage) {
        if (storage == Storage.MEMORY) {
            return new H2Database("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", null);
        }
        TempDirectory directory = TempDirectory.create("h2");
        String url = "jdbc:h2:file:" + directory.file("db").toAbsolutePath();
        return new H2Database(storage == Storage.FILE ? url : url + ";AUTO_SERVER=TRUE", directory);
    }

    /**
     * The address of the database.
     *
     * @return a URL, to be used with {@link #user()} and {@link #password()}
     */
    public String jdbcUrl() {
        return jdbcUrl;
    }

    /**
     * The user who owns the database.
     *
     * @return {@code sa}
     */
    public String user() {
        return "sa";
    }

    /**
     * The password of that user.
     *
     * @return the empty string
     */
    public String password() {
        return "";
    }

    /**
     * Connections to this database, made anew each time: no pool.
     *
     * @return a new data source
     */
    public DataSource dataSource() {
        JdbcDataSource source = new JdbcDataSource();
        source.setUrl(jdbcUrl);
        source.setUser(user());
        source.setPassword(password());
        return source;
    }

    /**
     * Shuts the database down under whoever is connected to it, and deletes it. Idempotent.
     *
     * @throws TestServerException if it cannot be shut down
     */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        if (hook != null) {
            hook.cancel();
        }
        try (directory;
                Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            // Else it waits four seconds for connections that somebody has left open.
            statement.execute("SET DEFAULT_LOCK_TIMEOUT 0");
            statement.execute("SHUTDOWN IMMEDIATELY");
        } catch (SQLException e) {
            throw new TestServerException("H2 does not shut down: " + jdbcUrl, e);
        }
    }

    @Override
    public String toString() {
        return "H2Database[" + jdbcUrl + "]";
    }
}
