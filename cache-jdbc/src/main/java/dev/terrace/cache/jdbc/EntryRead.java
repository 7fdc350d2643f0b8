package dev.terrace.cache.jdbc;

import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.TierEntry;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/*
 * One statement for the batch. It takes a power of two of keys, the last one repeated, so that drivers and databases see few
 * different texts; above MAXIMUM_KEYS there are several.
 */
/** Reads entries by their keys. Immutable. */
final class EntryRead implements Work<List<@Nullable TierEntry>> {

    private static final int MAXIMUM_KEYS = 1_024;

    private final byte[] cacheId;
    private final List<Digest> keys;

    EntryRead(byte[] cacheId, List<Digest> keys) {
        this.cacheId = cacheId;
        this.keys = keys;
    }

    @Override
    public List<@Nullable TierEntry> run(Session session, Sql sql) throws SQLException {
        Map<Digest, TierEntry> found = new HashMap<>();
        for (int from = 0; from < keys.size(); from += MAXIMUM_KEYS) {
            read(session, sql.entry(), keys.subList(from, Math.min(from + MAXIMUM_KEYS, keys.size())), found);
        }
        List<@Nullable TierEntry> entries = new ArrayList<>(keys.size());
        for (Digest key : keys) {
            entries.add(found.get(key));
        }
        return entries;
    }

    private void read(Session session, EntrySql sql, List<Digest> some, Map<Digest, TierEntry> found)
            throws SQLException {
        int places = places(some.size());
        try (PreparedStatement query = session.prepare(sql.read(places))) {
            query.setBytes(1, cacheId);
            for (int i = 0; i < places; i++) {
                query.setBytes(2 + i, some.get(Math.min(i, some.size() - 1)).bytes());
            }
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    TierEntry entry = entry(rows);
                    if (entry != null) {
                        found.put(Digest.of(rows.getBytes(1)), entry);
                    }
                }
            }
        }
    }

    /** What a row holds; null if it has expired, which the database need not find out a second time, or is a removal and nothing else. */
    private static @Nullable TierEntry entry(ResultSet row) throws SQLException {
        long left = row.getLong(3);
        byte[] envelope = row.getBytes(2);
        return left <= 0 || isBareRemoval(envelope, row, 6)
                ? null
                : new TierEntry(new Position(row.getLong(4), row.getLong(5)), envelope, Duration.ofMillis(left));
    }

    /** Whether a row is a removal without an envelope, as {@link LogCargo} leaves it in the place of a value. */
    static boolean isBareRemoval(byte[] envelope, ResultSet row, int tombstone) throws SQLException {
        return envelope.length == 0 && row.getBoolean(tombstone);
    }

    private static int places(int keys) {
        return keys == 1 ? 1 : Integer.highestOneBit(keys - 1) << 1;
    }
}
