package dev.terrace.faults;

import dev.terrace.benchmarks.Signal;
import dev.terrace.testkit.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL, and a proxy for each node. To be used by one thread. */
final class PostgresSite implements Site {

    private static final String OTHERS =
            " FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";

    private final PostgresServer server;
    private final Proxies proxies;
    private final List<Long> stopped = new ArrayList<>();
    private @Nullable Connection locks;

    private PostgresSite(PostgresServer server, Proxies proxies) {
        this.server = server;
        this.proxies = proxies;
    }

    static PostgresSite open() {
        PostgresServer server = PostgresServer.launch();
        return new PostgresSite(server, Proxies.to(server.jdbcUrl()));
    }

    Proxies proxies() {
        return proxies;
    }

    @Override
    public String address(int node) {
        return proxies.address(node);
    }

    @Override
    public boolean isDatabase() {
        return true;
    }

    /** HikariCP's longest pause between two attempts to connect, which cannot be set. */
    @Override
    public Duration reconnects() {
        return Duration.ofSeconds(5);
    }

    /** Ends the server's side of all connections. */
    void killBackends() {
        try (Connection connection = server.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_terminate_backend(pid)" + OTHERS);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Stops the server's side of all connections. */
    void stopBackends() {
        try (Connection connection = server.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet pids = statement.executeQuery("SELECT pid" + OTHERS)) {
            while (pids.next()) {
                stopped.add(pids.getLong(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        stopped.forEach(pid -> Signal.STOP.send(pid));
    }

    /** Somebody else holds all tables, so that every statement waits. */
    void lockTables() {
        try {
            Connection connection = server.dataSource().getConnection();
            locks = connection;
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("LOCK TABLE terrace_log, terrace_log_record, terrace_entry IN ACCESS EXCLUSIVE MODE");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void mend() {
        proxies.heal();
        stopped.forEach(pid -> Signal.CONT.send(pid));
        stopped.clear();
        Connection held = locks;
        locks = null;
        if (held != null) {
            try {
                held.close();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void close() {
        mend();
        proxies.close();
        server.close();
    }
}
