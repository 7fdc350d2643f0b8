package dev.terrace.cache.jdbc;

import dev.terrace.cache.spi.Claim;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The ends of claims: by a write, by being given up, by themselves. Stateless. */
final class ClaimEnd {

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Row(byte[] entry, byte[] cache) {}

    private ClaimEnd() {}

    /** In one transaction. Whoever takes a claim over waits for its row, and finds it gone and the entry stored. */
    static boolean fulfil(Session session, Sql sql, byte[] cacheId, Claim claim, Work<Integer> write)
            throws SQLException {
        return release(session, sql.claim(), cacheId, claim) && write.run(session, sql) == 1;
    }

    static boolean release(Session session, ClaimSql sql, byte[] cacheId, Claim claim) throws SQLException {
        try (PreparedStatement delete = session.prepare(sql.release)) {
            delete.setBytes(1, claim.key().bytes());
            delete.setBytes(2, cacheId);
            delete.setLong(3, claim.token());
            return delete.executeUpdate() == 1;
        }
    }

    /**
     * Removes rows of claims that are over and that nobody has taken again, which is what dead processes leave behind. Each is a
     * transaction of its own, so that nobody waits for two of them.
     */
    static int purge(Session session, ClaimSql sql, int limit) throws SQLException {
        int removed = 0;
        for (Row row : over(session, sql, limit)) {
            try (PreparedStatement delete = session.prepare(sql.deleteOver)) {
                delete.setBytes(1, row.entry);
                delete.setBytes(2, row.cache);
                removed += delete.executeUpdate();
            }
        }
        return removed;
    }

    private static List<Row> over(Session session, ClaimSql sql, int limit) throws SQLException {
        List<Row> found = new ArrayList<>();
        try (PreparedStatement query = session.prepare(sql.over)) {
            query.setInt(1, limit);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    found.add(new Row(rows.getBytes(1), rows.getBytes(2)));
                }
            }
        }
        return found;
    }
}
