package dev.terrace.cache.jdbc;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/*
 * HikariCP waits longer and longer between two attempts to connect, up to several seconds, and nothing can wake it: a node whose database was
 * away for a minute would find out late that it is back. So the pool is not told of failures but of the first. The thread on which
 * it connects, of which there is one, knocks again and again in here.
 */
/** Connections for a pool, which waits in here until one is to be had. Thread-safe. */
final class KnockingDataSource implements DataSource, AutoCloseable {

    private static final long FIRST_PAUSE_MILLIS = 10;
    private static final long LONGEST_PAUSE_MILLIS = 250;

    private final DataSource connections;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean failing;

    KnockingDataSource(DataSource connections) {
        this.connections = connections;
    }

    /** Fails if the last one was had, so that the pool knows why there is none; else it waits. */
    @Override
    public Connection getConnection() throws SQLException {
        for (long pause = FIRST_PAUSE_MILLIS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS)) {
            try {
                Connection connection = connections.getConnection();
                failing = false;
                return connection;
            } catch (SQLException failure) {
                if (!failing || isClosedWithin(pause)) {
                    failing = true;
                    throw failure;
                }
            }
        }
    }

    private boolean isClosedWithin(long millis) {
        try {
            return closed.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Lets whoever knocks give up. */
    @Override
    public void close() {
        closed.countDown();
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return connections.getConnection(user, password);
    }

    @Override
    public @Nullable PrintWriter getLogWriter() throws SQLException {
        return connections.getLogWriter();
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
        connections.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        connections.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return connections.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws java.sql.SQLFeatureNotSupportedException {
        return connections.getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return connections.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return connections.isWrapperFor(type);
    }

    @Override
    public String toString() {
        return connections.toString();
    }
}
