package dev.terrace.cache.jdbc;

import dev.terrace.cache.spi.Position;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A namespace's row: where its log stands. Read under the row's lock, and written back changed. Immutable. */
record LogHead(long epoch, long sequence, long horizon, long keyHorizon, long dependencies, long keys) {

    /** The format of the records that this code reads and writes. */
    static final int FORMAT = 1;

    /** Locks the row until the transaction ends; null if there is none. */
    static @Nullable LogHead lock(Session session, LogSql sql, LogPlace place) throws SQLException {
        try (PreparedStatement query = session.prepare(sql.lockHead)) {
            query.setBytes(1, place.id());
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    return null;
                }
                place.checkFormat(row.getInt(7));
                return of(row);
            }
        }
    }

    /** What stands in the first six columns of a row. */
    static LogHead of(ResultSet row) throws SQLException {
        return new LogHead(
                row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5), row.getLong(6));
    }

    /** Makes the row of a log that nobody has written to. Fails as a duplicate if somebody else does so at the same time. */
    static LogHead create(Session session, LogSql sql, LogPlace place, long epoch) throws SQLException {
        try (PreparedStatement insert = session.prepare(sql.insertHead)) {
            insert.setBytes(1, place.id());
            insert.setString(2, place.namespace());
            insert.setInt(3, FORMAT);
            insert.setLong(4, epoch);
            insert.executeUpdate();
        }
        return new LogHead(epoch, 0, 0, 0, 0, 0);
    }

    void write(Session session, LogSql sql, LogPlace place) throws SQLException {
        try (PreparedStatement update = session.prepare(sql.updateHead)) {
            update.setLong(1, epoch);
            update.setLong(2, sequence);
            update.setLong(3, horizon);
            update.setLong(4, keyHorizon);
            update.setLong(5, dependencies);
            update.setLong(6, keys);
            update.setBytes(7, place.id());
            update.executeUpdate();
        }
    }

    Position position() {
        return new Position(epoch, sequence);
    }

    /**
     * The same log as another one, for somebody who knows of an epoch. It leaves a token: two halves of a log that was split may begin
     * the same epoch where their clocks stand behind.
     */
    LogHead another(Session session, LogSql sql, LogPlace place, long knownEpoch) throws SQLException {
        long next = place.newEpoch(Math.max(epoch, knownEpoch));
        LogToken.write(session, sql, place, new Position(next, sequence), sequence, LogToken.random());
        return new LogHead(next, sequence, horizon, keyHorizon, dependencies, keys);
    }

    LogHead appended(long last, long newDependencies, long newKeys) {
        return new LogHead(epoch, last, horizon, keyHorizon, dependencies + newDependencies, keys + newKeys);
    }

    LogHead withoutDependencies(long upTo, long count) {
        return new LogHead(epoch, sequence, upTo, keyHorizon, Math.max(0, dependencies - count), keys);
    }

    LogHead withoutKeys(long upTo, long count) {
        return new LogHead(epoch, sequence, horizon, upTo, dependencies, Math.max(0, keys - count));
    }
}
