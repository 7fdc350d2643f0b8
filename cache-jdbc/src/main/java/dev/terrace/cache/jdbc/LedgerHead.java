package dev.terrace.cache.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A collection's row: where its trail stands, and how much it holds. Read under the row's lock, written back changed. Immutable. */
record LedgerHead(long epoch, long sequence, long records, long bytes) {

    /** The format that this code reads and writes. */
    static final int FORMAT = 1;

    /** Locks the row until the transaction ends, and makes it if there is none. */
    static LedgerHead lock(Session session, LedgerSql sql, LedgerPlace place, long knownEpoch) throws SQLException {
        LedgerHead head = lock(session, sql, place);
        return head == null ? create(session, sql, place, place.newEpoch(knownEpoch)) : head;
    }

    private static @Nullable LedgerHead lock(Session session, LedgerSql sql, LedgerPlace place) throws SQLException {
        try (PreparedStatement query = session.prepare(sql.lockHead)) {
            query.setBytes(1, place.id());
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    return null;
                }
                place.checkFormat(row.getInt(1));
                return new LedgerHead(row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5));
            }
        }
    }

    /** Fails as a duplicate if somebody else does so at the same time. */
    private static LedgerHead create(Session session, LedgerSql sql, LedgerPlace place, long epoch)
            throws SQLException {
        try (PreparedStatement insert = session.prepare(sql.insertHead)) {
            insert.setBytes(1, place.id());
            insert.setString(2, place.host().namespace());
            insert.setString(3, place.collection());
            insert.setInt(4, FORMAT);
            insert.setLong(5, epoch);
            insert.executeUpdate();
        }
        return new LedgerHead(epoch, 0, 0, 0);
    }

    void write(Session session, LedgerSql sql, LedgerPlace place) throws SQLException {
        try (PreparedStatement update = session.prepare(sql.updateHead)) {
            update.setLong(1, sequence);
            update.setLong(2, records);
            update.setLong(3, bytes);
            update.setBytes(4, place.id());
            update.executeUpdate();
        }
    }
}
