package dev.terrace.cache.jdbc;

import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.TierWrite;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/*
 * Each write is one statement that decides by itself whether it is newer, so nothing is read first and nothing is locked between
 * statements but the rows that were written. Those are written in the order of their keys by everybody, so that two batches
 * cannot wait for each other in a circle.
 */
/** Writes entries, each if nothing newer stands there. Immutable; may be run again. */
final class EntryWrite implements Work<Integer> {

    /** In which all writers lock the rows. A digest says its cache as well as its key. */
    static final Comparator<Digest> ORDER =
            Comparator.comparingLong(Digest::high).thenComparingLong(Digest::low);

    private static final int BATCH = 256;
    private static final int STATEMENT_BYTES = 4_096;
    private static final Duration LONGEST = Duration.ofDays(100 * 365);

    /**
     * A write, and whose entry it is.
     *
     * @param cacheId not to be modified
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Row(byte[] cacheId, TierWrite write) {

        Digest key() {
            return write.key();
        }
    }

    private final List<Row> rows;

    /** Writes of one cache. */
    EntryWrite(byte[] cacheId, List<TierWrite> writes) {
        this(writes.stream().map(write -> new Row(cacheId, write)).toList());
    }

    EntryWrite(List<Row> rows) {
        this.rows = rows.stream().sorted(Comparator.comparing(Row::key, ORDER)).toList();
    }

    @Override
    public Integer run(Session session, Sql sql) throws SQLException {
        for (Row row : rows) {
            checkSize(row.write.envelope(), sql.largest());
        }
        try (PreparedStatement upsert = session.prepare(sql.entry().upsert)) {
            if (rows.size() == 1) {
                bind(upsert, rows.get(0));
                return count(new int[] {upsert.executeUpdate()});
            }
            int stored = 0;
            int waiting = 0;
            for (Row row : rows) {
                bind(upsert, row);
                upsert.addBatch();
                if (++waiting == BATCH) {
                    stored += count(upsert.executeBatch());
                    waiting = 0;
                }
            }
            return waiting == 0 ? stored : stored + count(upsert.executeBatch());
        }
    }

    /** Drivers that put values into the statement's text write some bytes twice. */
    private static void checkSize(byte[] envelope, long largest) {
        long size = envelope.length + (long) STATEMENT_BYTES;
        if (size + envelope.length <= largest) {
            return;
        }
        for (byte each : envelope) {
            size += each == 0 || each == '\'' || each == '"' || each == '\\' ? 1 : 0;
        }
        if (size > largest) {
            throw new JdbcException(
                    "An entry of " + envelope.length + " bytes is larger than what the database takes in one statement"
                            + " (max_allowed_packet is " + largest
                            + "): raise that, or lower the cache's maximumValueBytes",
                    null,
                    null);
        }
    }

    private static void bind(PreparedStatement upsert, Row row) throws SQLException {
        TierWrite write = row.write;
        upsert.setBytes(1, write.key().bytes());
        upsert.setBytes(2, row.cacheId);
        upsert.setLong(3, write.position().epoch());
        upsert.setLong(4, write.position().sequence());
        upsert.setBoolean(5, write.tombstone());
        upsert.setLong(6, millis(write.life()));
        upsert.setBytes(7, write.envelope());
    }

    /** Whole milliseconds, rounded up so that no life is none, and not so many that a clock plus them overflows. */
    static long millis(Duration life) {
        return life.compareTo(LONGEST) > 0
                ? LONGEST.toMillis()
                : Math.max(1, life.plusNanos(999_999).toMillis());
    }

    private static int count(int[] updates) {
        int stored = 0;
        for (int update : updates) {
            stored += Math.min(1, Math.abs(update)); // -2: done, not counted; 2: MariaDB's way to say updated
        }
        return stored;
    }
}
