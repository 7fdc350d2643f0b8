package dev.terrace.cache.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * H2 with AUTO_SERVER: the first process opens the file and serves it to the others, which find its port and a random key in the
 * file <name>.lock.db; when it ends, one of the others takes over. H2 would listen on every interface (only who knows the key gets
 * further); it listens where the system property h2.bindAddress says, which it reads once, when its classes are first used. So
 * that is set to loopback here unless somebody has set it. If H2 was in use before, that comes too late; then the port is found to
 * be reachable from outside, and the file is opened for this process alone.
 *
 * Unless told otherwise H2 answers a commit before it writes it. If the process that serves is killed then, the others go on without what it had not
 * written: a log would give the same sequences to other names while its readers have passed them, and a ledger would lack what it has
 * acknowledged. So WRITE_DELAY is 0: who commits writes. CHECKPOINT alone does not do, with a delay: it finds nothing left to write where
 * H2's own writer has begun to, and answers before that has ended. FLUSH after an append waits for whoever else is writing.
 * What is written must also be found by whoever opens the file next: {@link HeadedFile} sees to that, in every process, since its name is in the URL.
 *
 * retry: a thread that is interrupted in the middle closes the file's channel, and with it H2 closes the database for everybody;
 * this opens the channel again.
 */
/** Opens a database in a file. */
final class Embedded {

    private static final Logger LOG = LoggerFactory.getLogger(Embedded.class);
    /** Writes what was committed. */
    static final String FLUSH = "CHECKPOINT";

    private static final int ATTEMPTS = 5;
    private static final int WRITE_DELAY_MILLIS = 0;
    private static final String BIND_ADDRESS = "h2.bindAddress";

    private final Path file;
    private final Settings settings;

    Embedded(Path file, Settings settings) {
        this.file = file.toAbsolutePath().normalize();
        this.settings = settings;
        if (this.file.toString().indexOf(';') >= 0) {
            throw new IllegalArgumentException(
                    "a database's file cannot have a semicolon in its path, which ends it in a JDBC URL: " + file);
        }
    }

    /** An open database, and a connection that keeps it so. */
    record Opened(UrlDataSource connections, Connection keeper) {}

    /**
     * Opens the file, and creates it if need be.
     *
     * @throws IllegalStateException if it cannot be opened, with the cure
     */
    Opened open() {
        if (System.getProperty(BIND_ADDRESS) == null) {
            System.setProperty(BIND_ADDRESS, InetAddress.getLoopbackAddress().getHostAddress());
        }
        Opened shared = open(true);
        if (!isExposed()) {
            return shared;
        }
        close(shared.keeper);
        LOG.warn(
                "{} is opened for this process alone: H2 would serve it to the network, because it was in use before"
                        + " Terrace. To share it with other processes, start the JVM with -D{}=127.0.0.1",
                file,
                BIND_ADDRESS);
        return open(false);
    }

    /** Opens the file. Who loses the race of several processes that start at once is told so by H2, and joins the winner. */
    private Opened open(boolean shared) {
        UrlDataSource connections = new UrlDataSource(url(shared), owner());
        HeadedPath.register();
        for (int attempt = 1; ; attempt++) {
            try {
                Connection keeper = connections.getConnection();
                check(keeper);
                return new Opened(connections, keeper);
            } catch (SQLException failure) {
                if (attempt == ATTEMPTS) {
                    throw new IllegalStateException(
                            "The database file " + file + ".mv.db cannot be opened (SQLSTATE " + Fault.state(failure)
                                    + "): Jdbc.embedded needs a path in a directory that this process may write, a"
                                    + " file that no other process holds without sharing it, and com.h2database:h2 2.4"
                                    + " or newer",
                            failure);
                }
            }
        }
    }

    private void check(Connection keeper) throws SQLException {
        DatabaseMetaData data = keeper.getMetaData();
        if (!isFit(data.getDatabaseMajorVersion(), data.getDatabaseMinorVersion())) {
            String version = data.getDatabaseProductVersion();
            close(keeper);
            throw new IllegalStateException("The database file " + file + ".mv.db is not opened by com.h2database:h2 "
                    + version + ", which may lose what was committed when it closes a file: use 2.4.240 or newer");
        }
    }

    /** Whether an H2 loses nothing of what was committed when it closes a file. */
    static boolean isFit(int major, int minor) {
        return major > 2 || (major == 2 && minor >= 4);
    }

    private String url(boolean shared) {
        long millis = settings.statementTimeout().toMillis();
        return "jdbc:h2:" + HeadedPath.SCHEME + ":retry:" + file
                + (shared ? ";AUTO_SERVER=TRUE" : "")
                + ";WRITE_DELAY=" + WRITE_DELAY_MILLIS
                + ";TRACE_LEVEL_FILE=0;LOCK_TIMEOUT=" + millis
                + ";QUERY_TIMEOUT=" + millis
                + ";NETWORK_TIMEOUT=" + settings.networkMillis();
    }

    /** Whoever may read the file may read the data: a password would have to lie beside it. */
    private static Properties owner() {
        Properties owner = new Properties();
        owner.setProperty("user", "terrace");
        owner.setProperty("password", "");
        return owner;
    }

    /** Whether the port that serves the file is taken on an address that others can reach. */
    private boolean isExposed() {
        @Nullable String server = server();
        if (server == null) {
            return false;
        }
        int port = Integer.parseInt(server.substring(server.lastIndexOf(':') + 1));
        try {
            for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                for (InetAddress address : Collections.list(each.getInetAddresses())) {
                    if (!address.isLoopbackAddress() && isTaken(address, port)) {
                        return true;
                    }
                }
            }
            return false;
        } catch (IOException unknown) {
            return true;
        }
    }

    private static boolean isTaken(InetAddress address, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(false);
            socket.bind(new InetSocketAddress(address, port));
            return false;
        } catch (IOException taken) {
            return true;
        }
    }

    /** Where the file is served, from H2's lock file; null if nobody serves it. */
    private @Nullable String server() {
        Path lock = Path.of(file + ".lock.db");
        Properties properties = new Properties();
        try (InputStream content = Files.newInputStream(lock)) {
            properties.load(content);
        } catch (IOException none) {
            return null;
        }
        return properties.getProperty("server");
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException gone) {
            LOG.debug("H2's connection did not close", gone);
        }
    }
}
