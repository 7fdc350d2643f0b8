package dev.terrace.cache.jdbc;

import dev.terrace.cache.spi.KeySource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * PostgreSQL's driver fetches a part at a time only inside a transaction, and reads all rows into memory elsewhere; so there is one, for reading, on every
 * database. It ends with a rollback, since nothing was written, and the connection goes back with the auto-commit that it came with.
 */
/**
 * Keys for warming from a query of the user's own, streamed: as many rows are in memory as one part has.
 *
 * {@snippet :
 * warming.start(() -> JdbcKeys.query(dataSource, "SELECT id FROM product ORDER BY sold DESC", row -> row.getLong(1)));
 * }
 *
 * <p>Holds a connection from its first {@link #next} until it is closed, and a transaction on it. H2 keeps results of its own process in memory; MySQL's driver
 * streams with {@code useCursorFetch=true} alone.
 *
 * <p>Not thread-safe, as every source of keys.
 *
 * @param <K> the type of the keys
 * @since 0.1.0
 */
public final class JdbcKeys<K> implements KeySource<K> {

    private static final Logger LOG = LoggerFactory.getLogger(JdbcKeys.class);
    private static final int FETCHED = 1_000;

    /**
     * Takes the key out of a row.
     *
     * @param <K> the type of the keys
     */
    @FunctionalInterface
    public interface RowKey<K> {

        /**
         * The key of the row at which the result stands.
         *
         * @param row the result; not to be moved or closed
         * @return the key
         * @throws SQLException as the result throws it; the source fails then
         */
        K of(ResultSet row) throws SQLException;
    }

    private final DataSource dataSource;
    private final String sql;
    private final RowKey<? extends K> key;
    private @Nullable Connection connection;
    private @Nullable PreparedStatement statement;
    private @Nullable ResultSet rows;
    private boolean autoCommitBefore;
    private boolean over;

    private JdbcKeys(DataSource dataSource, String sql, RowKey<? extends K> key) {
        this.dataSource = dataSource;
        this.sql = sql;
        this.key = key;
    }

    /**
     * The keys that a query finds.
     *
     * @param dataSource where, such as {@link Jdbc#dataSource()}; may be a replica
     * @param sql a query, without parameters; its order is the order of warming
     * @param key takes the key out of a row
     * @param <K> the type of the keys
     * @return a source, which does nothing yet
     */
    public static <K> JdbcKeys<K> query(DataSource dataSource, String sql, RowKey<? extends K> key) {
        return new JdbcKeys<>(dataSource, sql, key);
    }

    @Override
    public List<K> next(int most) {
        List<K> keys = new ArrayList<>();
        if (over) {
            return keys;
        }
        try {
            ResultSet open = rows == null ? open() : rows;
            while (!over && keys.size() < most) {
                if (open.next()) {
                    keys.add(key.of(open));
                } else {
                    over = true;
                }
            }
            return keys;
        } catch (SQLException failure) {
            throw new JdbcException(
                    "A query of keys to warm failed, " + Fault.shown(failure), Fault.state(failure), failure);
        }
    }

    private ResultSet open() throws SQLException {
        Connection opened = dataSource.getConnection();
        connection = opened;
        autoCommitBefore = opened.getAutoCommit();
        opened.setAutoCommit(false);
        PreparedStatement query = opened.prepareStatement(sql, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
        statement = query;
        query.setFetchSize(FETCHED);
        ResultSet found = query.executeQuery();
        rows = found;
        return found;
    }

    /** Gives the connection back. */
    @Override
    public void close() {
        over = true;
        Connection open = connection;
        connection = null;
        if (open == null) {
            return;
        }
        try (open) {
            if (statement != null) {
                statement.close(); // and its rows
            }
            open.rollback();
            open.setAutoCommit(autoCommitBefore);
        } catch (SQLException failure) {
            LOG.debug("Giving back the connection of a query of keys failed, {}", Fault.shown(failure));
        }
    }
}
