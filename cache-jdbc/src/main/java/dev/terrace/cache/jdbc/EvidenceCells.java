package dev.terrace.cache.jdbc;

import dev.terrace.cache.spi.Evidence;
import dev.terrace.cache.spi.Limits;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/*
 * Each statement is a transaction of its own and waits for no head: cells are independent of each other. Sources that come at
 * the same moment may so exceed the most sources by as many as come together, which does no harm.
 */
/** The cells of one key. Immutable. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record EvidenceCells(Database database, byte[] collection, byte[] key) {

    boolean merge(Session session, EvidenceSql sql, String source, long version, byte[] bytes) throws SQLException {
        byte[] id = Ids.source(source);
        try (PreparedStatement update = session.prepare(sql.update)) {
            update.setLong(1, version);
            update.setBytes(2, bytes);
            update.setBytes(3, collection);
            update.setBytes(4, key);
            update.setBytes(5, id);
            update.setLong(6, version);
            if (update.executeUpdate() == 1) {
                return true;
            }
        }
        return !isHeld(session, sql, id) && insert(session, sql, id, source, version, bytes);
    }

    private boolean isHeld(Session session, EvidenceSql sql, byte[] source) throws SQLException {
        try (PreparedStatement query = session.prepare(sql.count)) {
            query.setBytes(1, source);
            query.setBytes(2, collection);
            query.setBytes(3, key);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                boolean held = row.getLong(1) != 0;
                if (!held && row.getLong(2) >= Limits.MAXIMUM_SOURCES) {
                    throw Limits.tooManySources(JdbcLedger.description(database));
                }
                return held;
            }
        }
    }

    /** Fails as a duplicate if the same source does so at the same time, and is then tried again. */
    private boolean insert(Session session, EvidenceSql sql, byte[] id, String source, long version, byte[] bytes)
            throws SQLException {
        try (PreparedStatement insert = session.prepare(sql.insert)) {
            insert.setBytes(1, collection);
            insert.setBytes(2, key);
            insert.setBytes(3, id);
            insert.setBytes(4, source.getBytes(StandardCharsets.UTF_8));
            insert.setLong(5, version);
            insert.setBytes(6, bytes);
            return insert.executeUpdate() == 1;
        }
    }

    List<Evidence> read(Session session, EvidenceSql sql) throws SQLException {
        try (PreparedStatement query = session.prepare(sql.read)) {
            query.setBytes(1, collection);
            query.setBytes(2, key);
            List<Evidence> cells = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    cells.add(new Evidence(
                            new String(rows.getBytes(1), StandardCharsets.UTF_8),
                            rows.getLong(2),
                            Duration.ofMillis(rows.getLong(3)),
                            rows.getBytes(4)));
                }
            }
            return cells;
        }
    }

    int purge(Session session, EvidenceSql sql, long ageMillis) throws SQLException {
        try (PreparedStatement delete = session.prepare(sql.purge)) {
            delete.setBytes(1, collection);
            delete.setBytes(2, key);
            delete.setLong(3, ageMillis);
            return delete.executeUpdate();
        }
    }
}
