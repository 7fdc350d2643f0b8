package dev.terrace.examples.quickstart;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.LongConsumer;
import org.h2.jdbcx.JdbcConnectionPool;

/** The shop's own database, the source of truth: plain JDBC that knows nothing of any cache. Thread-safe. */
final class Catalogue implements AutoCloseable {

    private static final int CONNECTIONS = 3 * Options.MAXIMUM_THREADS;

    private final JdbcConnectionPool pool;
    private final ConcurrentLinkedDeque<Reader> idle = new ConcurrentLinkedDeque<>();
    private final Samples finds = new Samples();

    /** A connection with its query, prepared once: H2 parses anew whatever is prepared again. For one thread at a time. */
    private record Reader(Connection connection, PreparedStatement select) {

        static Reader open(JdbcConnectionPool pool) throws SQLException {
            Connection connection = pool.getConnection();
            try {
                return new Reader(
                        connection,
                        connection.prepareStatement("SELECT name, price_in_cents, version FROM product WHERE id = ?"));
            } catch (SQLException failure) {
                connection.close();
                throw failure;
            }
        }

        Product find(long id) throws SQLException {
            select.setLong(1, id);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw new NoSuchElementException("the catalogue has no such product");
                }
                return new Product(id, row.getString(1), row.getLong(2), row.getLong(3));
            }
        }

        void close() throws SQLException {
            connection.close();
        }
    }

    Catalogue(String url) {
        pool = JdbcConnectionPool.create(url, "sa", "");
        pool.setMaxConnections(CONNECTIONS);
    }

    Product find(long id) throws SQLException {
        long began = System.nanoTime();
        Reader reader = idle.poll();
        if (reader == null) {
            reader = Reader.open(pool);
        }
        try {
            Product found = reader.find(id);
            idle.push(reader);
            return found;
        } catch (SQLException | RuntimeException failure) {
            reader.close();
            throw failure;
        } finally {
            finds.add(System.nanoTime() - began);
        }
    }

    /**
     * Changes a product's price.
     *
     * @param beforeCommit is told the new version, just before it is committed
     */
    void change(long id, LongConsumer beforeCommit) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement update = connection.prepareStatement(
                        "UPDATE product SET price_in_cents = price_in_cents + 1, version = version + 1 WHERE id = ?");
                PreparedStatement select = connection.prepareStatement("SELECT version FROM product WHERE id = ?")) {
            connection.setAutoCommit(false);
            update.setLong(1, id);
            update.executeUpdate();
            select.setLong(1, id);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                beforeCommit.accept(row.getLong(1));
            }
            connection.commit();
        }
    }

    /** How long {@link #find} took. */
    Percentiles findTimes() {
        return finds.percentiles();
    }

    @Override
    public void close() throws SQLException {
        for (Reader reader = idle.poll(); reader != null; reader = idle.poll()) {
            reader.close();
        }
        pool.dispose();
    }
}
