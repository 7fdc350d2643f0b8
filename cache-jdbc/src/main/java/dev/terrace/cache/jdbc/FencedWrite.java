package dev.terrace.cache.jdbc;

import dev.terrace.cache.spi.Bookmark;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.TierWrite;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/*
 * A pool gives connections to whatever server answers now: perhaps a standby that was promoted without the end of the log, or one that
 * was restored from a backup, before any reader has noticed. There the positions that this process knows are yet to be issued, for
 * something else, and who follows that log would believe an entry that bears one. So the server is asked over the connection that
 * writes. No server becomes another one while a connection lasts, so the two statements need no transaction.
 */
/** Writes entries if the database's log is the one that gave them their positions. Immutable; may be run again. */
final class FencedWrite implements Work<Integer> {

    private final byte[] logId;
    private final Bookmark known;
    private final EntryWrite write;

    /** A write of those entries that are of the log's epoch; of all where no log of the namespace is known here. */
    static Work<Integer> of(Database database, String namespace, byte[] cacheId, List<TierWrite> writes) {
        Bookmark log = database.logs().of(namespace);
        if (log == null) {
            return new EntryWrite(cacheId, writes);
        }
        List<TierWrite> ofTheLog = writes.stream()
                .filter(write -> write.position().epoch() == log.position().epoch())
                .toList();
        return new FencedWrite(Ids.log(namespace), log, new EntryWrite(cacheId, ofTheLog));
    }

    private FencedWrite(byte[] logId, Bookmark known, EntryWrite write) {
        this.logId = logId;
        this.known = known;
        this.write = write;
    }

    @Override
    public Integer run(Session session, Sql sql) throws SQLException {
        return isKnown(session, sql.log()) ? write.run(session, sql) : 0;
    }

    private boolean isKnown(Session session, LogSql sql) throws SQLException {
        try (PreparedStatement query = session.prepare(sql.place)) {
            LogToken.at(query, logId, known.position());
            query.setBytes(5, logId);
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    return false;
                }
                Position head = new Position(row.getLong(1), row.getLong(2));
                long token = row.getLong(3);
                LogToken.Verdict verdict = LogToken.judge(head, known, row.wasNull() ? null : token);
                return head.epoch() == known.position().epoch() && verdict != LogToken.Verdict.ANOTHER;
            }
        }
    }
}
