package dev.terrace.cache.jdbc;

import dev.terrace.cache.spi.LogRecord;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Slice;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/*
 * One statement reads head and records, so they are of one moment. The statement does not know the log's epoch beforehand: where
 * it turns out to be another than the reader's, or where there is no log yet, a second one reads from the start.
 */
/** Reads what comes after a position. Stateless but for its arguments. */
final class LogRead {

    private final LogPlace place;
    private final Position after;
    private final int limit;

    LogRead(LogPlace place, Position after, int limit) {
        this.place = place;
        this.after = after;
        this.limit = limit;
    }

    Slice run(Patience patience) throws SQLException {
        long from = after.sequence();
        while (true) {
            long start = from;
            Slice slice = place.database().single((session, sql) -> read(session, sql.log(), start), patience);
            if (slice == null || LogPlace.isBehind(slice.reached(), after)) {
                place.database().transaction(this::begin, patience);
                from = 0;
            } else if (slice.reached().epoch() != after.epoch() && from != 0) {
                from = 0;
            } else {
                return slice;
            }
        }
    }

    private @Nullable Slice read(Session session, LogSql sql, long from) throws SQLException {
        try (PreparedStatement query = session.prepare(sql.read)) {
            query.setBytes(1, place.id());
            query.setLong(2, from);
            query.setLong(3, limit + 1L);
            query.setBytes(4, place.id());
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? slice(rows) : null;
            }
        }
    }

    private Slice slice(ResultSet rows) throws SQLException {
        long epoch = rows.getLong(1);
        long reached = rows.getLong(2);
        long horizon = rows.getLong(3);
        long keyHorizon = rows.getLong(4);
        place.checkFormat(rows.getInt(5));
        List<LogRecord> records = new ArrayList<>();
        boolean more = false;
        do {
            String kind = rows.getString(7);
            if (kind == null) {
                break;
            }
            if (records.size() == limit) {
                more = true;
                reached = records.get(limit - 1).sequence();
                break;
            }
            String text = new String(rows.getBytes(8), StandardCharsets.UTF_8);
            records.add(new LogRecord(rows.getLong(6), new Name(Name.Kind.of(kind.charAt(0)), text)));
        } while (rows.next());
        return new Slice(new Position(epoch, reached), horizon, keyHorizon, records, more);
    }

    /** Makes the log that is missing, or another one of the log that is not what the reader has followed. */
    private LogHead begin(Session session, Sql all) throws SQLException {
        LogSql sql = all.log();
        LogHead head = LogHead.lock(session, sql, place);
        if (head == null) {
            return LogHead.create(session, sql, place, place.newEpoch(after.epoch()));
        }
        if (LogPlace.isBehind(head.position(), after)) {
            head = head.ofEpoch(place.newEpoch(after.epoch()));
            head.write(session, sql, place);
        }
        return head;
    }
}
