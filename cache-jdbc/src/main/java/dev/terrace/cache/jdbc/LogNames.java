package dev.terrace.cache.jdbc;

import dev.terrace.cache.spi.Name;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes names with their sequences, under the lock of the log's head. */
final class LogNames {

    private LogNames() {}

    /** Gives every name its sequence, and answers those that were not there before. */
    static List<Name> write(Session session, LogSql sql, LogPlace place, Map<Name, Long> sequences)
            throws SQLException {
        List<Name> names = List.copyOf(sequences.keySet());
        List<Name> added = new ArrayList<>();
        if (names.isEmpty()) {
            return added;
        }
        try (PreparedStatement update = session.prepare(sql.updateRecord)) {
            for (Name name : names) {
                update.setLong(1, sequences.getOrDefault(name, 0L));
                update.setBytes(2, Ids.name(name));
                update.setBytes(3, place.id());
                update.addBatch();
            }
            int[] counts = update.executeBatch();
            for (int i = 0; i < counts.length; i++) {
                if (counts[i] == 0 || (counts[i] < 0 && !isThere(session, sql, place, names.get(i)))) {
                    added.add(names.get(i));
                }
            }
        }
        insert(session, sql, place, added, sequences);
        return added;
    }

    /** For drivers that send a batch in one piece, and cannot tell of each name whether it was there. */
    private static boolean isThere(Session session, LogSql sql, LogPlace place, Name name) throws SQLException {
        try (PreparedStatement query = session.prepare(sql.findRecord)) {
            query.setBytes(1, Ids.name(name));
            query.setBytes(2, place.id());
            try (ResultSet row = query.executeQuery()) {
                return row.next();
            }
        }
    }

    private static void insert(Session session, LogSql sql, LogPlace place, List<Name> names, Map<Name, Long> sequences)
            throws SQLException {
        if (names.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = session.prepare(sql.insertRecord)) {
            for (Name name : names) {
                insert.setBytes(1, Ids.name(name));
                insert.setBytes(2, place.id());
                insert.setString(3, String.valueOf(name.kind().code()));
                insert.setBytes(4, name.text().getBytes(StandardCharsets.UTF_8));
                insert.setLong(5, sequences.getOrDefault(name, 0L));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }
}
