package dev.terrace.cache.jdbc;

import dev.terrace.cache.spi.Bookmark;
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
 * One statement reads head, tokens and records, so they are of one moment. The statement does not know the log's epoch beforehand: where
 * it turns out to be another than the reader's, or where there is no log yet, a second one reads from the start. A log that is
 * not what the reader has followed is made another one first.
 *
 * Where one statement may see a commit without the one before it (see MariaDbDialect), what is new is read again under a lock of the head. Most
 * polls find nothing new, and take none: a head that has not moved hides nothing.
 */
/** Reads what comes after a position. Stateless but for its arguments. */
final class LogRead {

    private final LogPlace place;
    private final Position after;
    private final Bookmark bookmark;
    private final int limit;

    LogRead(LogPlace place, Position after, Bookmark bookmark, int limit) {
        this.place = place;
        this.after = after;
        this.bookmark = bookmark;
        this.limit = limit;
    }

    Slice run(Patience patience) throws SQLException {
        long from = after.sequence();
        while (true) {
            long start = from;
            Look look = place.database().single((session, sql) -> look(session, sql.log(), start), patience);
            Slice slice = look.slice;
            if (!look.isWhole) {
                slice = place.database().transaction((session, sql) -> held(session, sql.log(), start), patience);
            }
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

    /** What one statement shows, and whether that is of one moment for certain. */
    private record Look(@Nullable Slice slice, boolean isWhole) {}

    private Look look(Session session, LogSql sql, long from) throws SQLException {
        Slice slice = read(session, sql, from);
        boolean hasMoved = slice != null && !slice.reached().equals(after);
        return new Look(slice, sql.holdHead == null || !hasMoved);
    }

    private @Nullable Slice held(Session session, LogSql sql, long from) throws SQLException {
        session.hold(sql.holdHead, place.id());
        return read(session, sql, from);
    }

    /** The slice; null if there is no log, or another one than the bookmark is in. */
    private @Nullable Slice read(Session session, LogSql sql, long from) throws SQLException {
        try (PreparedStatement query = session.prepare(sql.read)) {
            LogToken.at(query, place.id(), bookmark.position());
            query.setBytes(5, place.id());
            query.setBytes(6, place.id());
            query.setLong(7, from);
            query.setLong(8, limit + 1L);
            Slice slice;
            try (ResultSet rows = query.executeQuery()) {
                slice = rows.next() ? slice(rows) : null;
            }
            if (slice == null || !slice.more()) {
                return slice;
            }
            Long token = LogToken.find(session, sql, place, slice.reached());
            return token == null ? slice : with(slice, slice.keyHorizon(), token);
        }
    }

    private @Nullable Slice slice(ResultSet rows) throws SQLException {
        Position end = new Position(rows.getLong(1), rows.getLong(2));
        long horizon = rows.getLong(3);
        long keyHorizon = rows.getLong(4);
        place.checkFormat(rows.getInt(5));
        long token = rows.getLong(9);
        LogToken.Verdict verdict = LogToken.judge(end, bookmark, tokenOrNull(rows));
        if (verdict == LogToken.Verdict.ANOTHER) {
            return null;
        }
        List<LogRecord> records = new ArrayList<>();
        boolean more = false;
        do {
            String kind = rows.getString(7);
            if (kind == null) {
                break;
            }
            if (records.size() == limit) {
                more = true;
                break;
            }
            String text = new String(rows.getBytes(8), StandardCharsets.UTF_8);
            records.add(new LogRecord(rows.getLong(6), new Name(Name.Kind.of(kind.charAt(0)), text)));
        } while (rows.next());
        long reached = more ? records.get(limit - 1).sequence() : end.sequence();
        Slice slice =
                new Slice(new Position(end.epoch(), reached), horizon, keyHorizon, records, more, more ? 0 : token);
        return verdict == LogToken.Verdict.FORGOTTEN ? with(slice, end.sequence() + 1, slice.token()) : slice;
    }

    /** What the log has at the bookmark; drivers differ in what they make of a number that may be null. */
    private static @Nullable Long tokenOrNull(ResultSet rows) throws SQLException {
        long there = rows.getLong(10);
        return rows.wasNull() ? null : Long.valueOf(there);
    }

    private static Slice with(Slice slice, long keyHorizon, long token) {
        return new Slice(slice.reached(), slice.horizon(), keyHorizon, slice.records(), slice.more(), token);
    }

    /** Makes the log that is missing, or another one of the log that is not what the reader has followed. */
    private LogHead begin(Session session, Sql all) throws SQLException {
        LogSql sql = all.log();
        LogHead head = LogHead.lock(session, sql, place);
        long knownEpoch = Math.max(after.epoch(), bookmark.position().epoch());
        if (head == null) {
            return LogHead.create(session, sql, place, place.newEpoch(knownEpoch));
        }
        boolean behind = LogPlace.isBehind(head.position(), after);
        if (behind || LogToken.judge(session, sql, place, head.position(), bookmark) == LogToken.Verdict.ANOTHER) {
            head = head.another(session, sql, place, knownEpoch);
            head.write(session, sql, place);
        }
        return head;
    }
}
