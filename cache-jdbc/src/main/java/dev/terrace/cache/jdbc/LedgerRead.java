package dev.terrace.cache.jdbc;

import dev.terrace.cache.spi.LedgerRecord;
import dev.terrace.cache.spi.LedgerState;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Trail;
import dev.terrace.cache.spi.TrailRecord;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads of a collection, each of one moment, and makes its head if there is none, so that every reader has an epoch. */
record LedgerRead(LedgerPlace place) {

    /** A read that answers null where the collection has no head. */
    private interface Query<T> {
        @Nullable
        T run(Session session, LedgerSql sql) throws SQLException;
    }

    LedgerState all(Patience patience) throws SQLException {
        return withHead(
                (session, sql) -> {
                    try (PreparedStatement query = session.prepare(sql.readAll)) {
                        query.setBytes(1, place.id());
                        return state(query, null);
                    }
                },
                patience);
    }

    LedgerState one(String key, Patience patience) throws SQLException {
        return withHead(
                (session, sql) -> {
                    try (PreparedStatement query = session.prepare(sql.readOne)) {
                        query.setBytes(1, Ids.key(key));
                        query.setBytes(2, place.id());
                        return state(query, new LedgerRecord(key, 0, null));
                    }
                },
                patience);
    }

    private @Nullable LedgerState state(PreparedStatement query, @Nullable LedgerRecord absent) throws SQLException {
        try (ResultSet rows = query.executeQuery()) {
            if (!rows.next()) {
                return null;
            }
            Position at = position(rows);
            List<LedgerRecord> records = new ArrayList<>();
            do {
                byte[] key = rows.getBytes(4);
                if (key != null) {
                    records.add(new LedgerRecord(
                            new String(key, StandardCharsets.UTF_8), rows.getLong(5), rows.getBytes(6)));
                } else if (absent != null) {
                    records.add(absent);
                }
            } while (rows.next());
            return new LedgerState(at, records);
        }
    }

    Trail trail(long after, int limit, Patience patience) throws SQLException {
        return withHead(
                (session, sql) -> {
                    try (PreparedStatement query = session.prepare(sql.readTrail)) {
                        query.setBytes(1, place.id());
                        query.setLong(2, after);
                        query.setInt(3, limit);
                        query.setBytes(4, place.id());
                        return trail(query, after);
                    }
                },
                patience);
    }

    private @Nullable Trail trail(PreparedStatement query, long after) throws SQLException {
        try (ResultSet rows = query.executeQuery()) {
            if (!rows.next()) {
                return null;
            }
            Position last = position(rows);
            List<TrailRecord> records = new ArrayList<>();
            do {
                byte[] content = rows.getBytes(5);
                if (content != null) {
                    records.add(new TrailRecord(rows.getLong(4), content));
                }
            } while (rows.next());
            long reached = Math.min(after + records.size(), last.sequence());
            return new Trail(new Position(last.epoch(), reached), records, reached < last.sequence());
        }
    }

    private Position position(ResultSet rows) throws SQLException {
        place.checkFormat(rows.getInt(1));
        return new Position(rows.getLong(2), rows.getLong(3));
    }

    private <T> @Nullable T whole(Session session, LedgerSql sql, Query<T> query) throws SQLException {
        session.hold(sql.holdHead, place.id());
        return query.run(session, sql);
    }

    private <T> T withHead(Query<T> query, Patience patience) throws SQLException {
        while (true) {
            T answer = place.database()
                    .<@Nullable T>whole((session, sql) -> whole(session, sql.ledger(), query), patience);
            if (answer != null) {
                return answer;
            }
            place.database().durable((session, sql) -> LedgerHead.lock(session, sql.ledger(), place, 0), patience);
        }
    }
}
