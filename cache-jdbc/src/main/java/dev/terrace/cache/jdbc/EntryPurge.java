package dev.terrace.cache.jdbc;

import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.Position;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/*
 * Rows are found first, by an index and without locks, and then deleted in the order in which writers lock them, each if what made
 * it superfluous still holds. So a purge and a batch of writes cannot wait for each other in a circle, on any database, and a row
 * that was written again in between stays.
 *
 * What has expired is nobody's, so it is removed whichever cache it belonged to: also what belonged to a cache that no service
 * uses any more.
 */
/** Removes a bounded number of rows that no reader would accept, and of claims that are over. Used once. */
final class EntryPurge {

    /** The most rows that one transaction deletes. */
    private static final int STEP = 200;

    private static final Comparator<Row> ORDER =
            Comparator.<Row>comparingLong(row -> row.entry.high()).thenComparingLong(row -> row.entry.low());

    private record Row(Digest entry, Digest cache) {}

    private final Database database;
    private final byte[] cacheId;
    private final Position floor;
    private final int limit;

    EntryPurge(Database database, byte[] cacheId, Position floor, int limit) {
        this.database = database;
        this.cacheId = cacheId;
        this.floor = floor;
        this.limit = limit;
    }

    int run(Patience patience) throws SQLException {
        database.single((session, sql) -> ClaimEnd.purge(session, sql.claim(), Math.min(STEP, limit)), patience);
        int removed = remove(true, limit, patience);
        return floor.isKnown() ? removed + remove(false, limit - removed, patience) : removed;
    }

    private int remove(boolean expired, int most, Patience patience) throws SQLException {
        int removed = 0;
        int inStep = 1;
        while (inStep > 0 && removed < most && !patience.isOver()) {
            int step = Math.min(STEP, most - removed);
            List<Row> rows = database.single(
                    (session, sql) -> expired ? expired(session, sql.entry(), step) : below(session, sql.entry(), step),
                    patience);
            inStep = delete(rows, expired, patience);
            removed += inStep;
        }
        return removed;
    }

    private int delete(List<Row> rows, boolean expired, Patience patience) throws SQLException {
        if (rows.isEmpty()) {
            return 0;
        }
        return database.transaction((session, sql) -> delete(session, sql.entry(), rows, expired), patience);
    }

    private int delete(Session session, EntrySql sql, List<Row> rows, boolean expired) throws SQLException {
        try (PreparedStatement delete = session.prepare(expired ? sql.deleteExpired : sql.deleteBelow)) {
            for (Row row : rows.stream().sorted(ORDER).toList()) {
                delete.setBytes(1, row.entry.bytes());
                delete.setBytes(2, row.cache.bytes());
                if (!expired) {
                    delete.setLong(3, floor.epoch());
                    delete.setLong(4, floor.epoch());
                    delete.setLong(5, floor.sequence());
                }
                delete.addBatch();
            }
            int removed = 0;
            for (int count : delete.executeBatch()) {
                removed += Math.max(0, count);
            }
            return removed;
        }
    }

    private static List<Row> expired(Session session, EntrySql sql, int step) throws SQLException {
        try (PreparedStatement query = session.prepare(sql.expired)) {
            query.setInt(1, step);
            return rows(query);
        }
    }

    private List<Row> below(Session session, EntrySql sql, int step) throws SQLException {
        List<Row> found;
        try (PreparedStatement query = session.prepare(sql.belowEpoch)) {
            query.setBytes(1, cacheId);
            query.setLong(2, floor.epoch());
            query.setInt(3, step);
            found = rows(query);
        }
        if (!found.isEmpty()) {
            return found;
        }
        try (PreparedStatement query = session.prepare(sql.belowSequence)) {
            query.setBytes(1, cacheId);
            query.setLong(2, floor.epoch());
            query.setLong(3, floor.sequence());
            query.setInt(4, step);
            return rows(query);
        }
    }

    private static List<Row> rows(PreparedStatement query) throws SQLException {
        List<Row> found = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                found.add(new Row(Digest.of(rows.getBytes(1)), Digest.of(rows.getBytes(2))));
            }
        }
        return found;
    }
}
