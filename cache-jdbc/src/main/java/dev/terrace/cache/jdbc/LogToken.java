package dev.terrace.cache.jdbc;

import dev.terrace.cache.spi.Bookmark;
import dev.terrace.cache.spi.Position;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/*
 * A database that was restored from a backup, or a standby that was promoted without the end of what the primary had, has an older log. Once
 * others have appended past the place where a reader stands, epoch and sequence cannot tell him. So each transaction that appends draws a
 * token, and a reader names the last place whose token he was told. Tokens are trimmed, later than appends.
 *
 * A token is random, and not an append's id: an append that is sent again after the restoration would bring its id with it, and hide that
 * what stood before it is gone. A transaction's row says how far it went: processes of older versions append without one.
 */
/** By what a log is known again. Stateless. */
final class LogToken {

    /** What a log is to somebody who has a bookmark in it. */
    enum Verdict {
        /** The log that he knows, or he knows none. */
        SAME,
        /** One that went back, and has perhaps gone on since. */
        ANOTHER,
        /** It does not remember that far. */
        FORGOTTEN
    }

    private LogToken() {}

    /** A new one, never 0. */
    static long random() {
        return UUID.randomUUID().getLeastSignificantBits(); // two of its bits are fixed
    }

    /**
     * Judges a log.
     *
     * @param head where the log stands
     * @param there the token that it has at the bookmark; 0 if it has another epoch's or none, null if it remembers
     *     nothing that old
     */
    static Verdict judge(Position head, Bookmark bookmark, @Nullable Long there) {
        Position known = bookmark.position();
        if (!bookmark.isKnown() || known.epoch() < head.epoch()) {
            return Verdict.SAME;
        }
        if (known.compareTo(head) > 0) {
            return Verdict.ANOTHER;
        }
        if (there == null) {
            return Verdict.FORGOTTEN;
        }
        return there == bookmark.token() ? Verdict.SAME : Verdict.ANOTHER;
    }

    /** Judges a log by a question of its own. */
    static Verdict judge(Session session, LogSql sql, LogPlace place, Position head, Bookmark bookmark)
            throws SQLException {
        boolean isOpen = judge(head, bookmark, null) == Verdict.FORGOTTEN;
        return judge(head, bookmark, isOpen ? find(session, sql, place, bookmark.position()) : null);
    }

    /** The token at a place, as {@link #judge} wants it. */
    static @Nullable Long find(Session session, LogSql sql, LogPlace place, Position at) throws SQLException {
        try (PreparedStatement query = session.prepare(sql.token)) {
            at(query, place.id(), at);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? (Long) row.getLong(1) : null;
            }
        }
    }

    /** Sets the parameters of a token's place, the first four. */
    static void at(PreparedStatement query, byte[] logId, Position at) throws SQLException {
        query.setLong(1, at.epoch());
        query.setLong(2, at.sequence());
        query.setBytes(3, logId);
        query.setLong(4, at.sequence());
    }

    /** Writes the token of what stands from one sequence to another. */
    static void write(Session session, LogSql sql, LogPlace place, Position first, long last, long token)
            throws SQLException {
        try (PreparedStatement insert = session.prepare(sql.insertToken)) {
            insert.setBytes(1, place.id());
            insert.setLong(2, first.sequence());
            insert.setLong(3, first.epoch());
            insert.setLong(4, last);
            insert.setLong(5, token);
            insert.executeUpdate();
        }
    }
}
