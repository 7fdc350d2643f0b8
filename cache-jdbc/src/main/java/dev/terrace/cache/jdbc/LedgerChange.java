package dev.terrace.cache.jdbc;

import dev.terrace.cache.spi.Change;
import dev.terrace.cache.spi.LedgerRecord;
import dev.terrace.cache.spi.LedgerWrite;
import dev.terrace.cache.spi.Limits;
import dev.terrace.cache.spi.Outcome;
import dev.terrace.cache.spi.Position;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/*
 * The head's row is locked before anything else is done and until the commit, so changes of a collection happen one after the
 * other, in every process: their order is that of the trail, a roll-back leaves no hole, and nobody else writes records meanwhile.
 *
 * Records are not written as a batch: drivers and pools put the values of a batch that fails into exceptions and logs.
 */
/** One transaction that makes a change. {@link #run} may be repeated. */
record LedgerChange(LedgerPlace place, Change change) implements Work<Outcome> {

    @Override
    public Outcome run(Session session, Sql all) throws SQLException {
        LedgerSql sql = all.ledger();
        LedgerHead head = LedgerHead.lock(session, sql, place, change.epoch());
        Outcome known = known(session, sql, head);
        if (known != null) {
            return known;
        }
        List<LedgerRecord> current = current(session, sql);
        if (conflicts(head, current)) {
            return new Outcome.Conflict(new Position(head.epoch(), head.sequence()), current);
        }
        LedgerHead moved = moved(head, current);
        List<Long> versions =
                current.stream().map(record -> record.version() + 1).toList();
        write(session, sql, current);
        addToTrail(session, sql, moved.sequence(), versions);
        moved.write(session, sql, place);
        return new Outcome.Committed(new Position(moved.epoch(), moved.sequence()), versions);
    }

    /** What became of this change when it came before. */
    private @Nullable Outcome known(Session session, LedgerSql sql, LedgerHead head) throws SQLException {
        try (PreparedStatement query = session.prepare(sql.findChange)) {
            query.setBytes(1, Ids.change(change.id()));
            query.setBytes(2, place.id());
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    return null;
                }
                List<Long> versions = Stream.of(row.getString(2).split(","))
                        .map(Long::valueOf)
                        .toList();
                return new Outcome.Committed(new Position(head.epoch(), row.getLong(1)), versions);
            }
        }
    }

    private List<LedgerRecord> current(Session session, LedgerSql sql) throws SQLException {
        Map<String, LedgerRecord> held = new HashMap<>();
        try (PreparedStatement query =
                session.prepare(sql.current(change.writes().size()))) {
            int parameter = 1;
            query.setBytes(parameter++, place.id());
            for (LedgerWrite write : change.writes()) {
                query.setBytes(parameter++, Ids.key(write.key()));
            }
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    String key = new String(rows.getBytes(1), StandardCharsets.UTF_8);
                    held.put(key, new LedgerRecord(key, rows.getLong(2), rows.getBytes(3)));
                }
            }
        }
        return change.writes().stream()
                .map(write -> held.getOrDefault(write.key(), new LedgerRecord(write.key(), 0, null)))
                .toList();
    }

    private boolean conflicts(LedgerHead head, List<LedgerRecord> current) {
        if (change.epoch() != 0 && change.epoch() != head.epoch()) {
            return true;
        }
        for (int i = 0; i < current.size(); i++) {
            long expected = change.writes().get(i).expected();
            LedgerRecord record = current.get(i);
            boolean free = expected == 0 && !record.isPresent();
            if (expected != record.version() && !free) {
                return true;
            }
        }
        return false;
    }

    /** The head after the change, which may find no room. */
    private LedgerHead moved(LedgerHead head, List<LedgerRecord> current) {
        long records = head.records();
        long bytes = head.bytes();
        for (int i = 0; i < current.size(); i++) {
            records += current.get(i).version() == 0 ? 1 : 0;
            bytes += length(change.writes().get(i).bytes())
                    - length(current.get(i).bytes());
        }
        if (records > Limits.MAXIMUM_RECORDS || (bytes > Limits.MAXIMUM_COLLECTION_BYTES && bytes > head.bytes())) {
            throw Limits.full(JdbcLedger.description(place.database()), records > Limits.MAXIMUM_RECORDS);
        }
        return new LedgerHead(head.epoch(), head.sequence() + 1, records, bytes);
    }

    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private void write(Session session, LedgerSql sql, List<LedgerRecord> current) throws SQLException {
        List<Integer> fresh = new ArrayList<>();
        List<Integer> held = new ArrayList<>();
        for (int i = 0; i < current.size(); i++) {
            (current.get(i).version() == 0 ? fresh : held).add(i);
        }
        write(session, sql.updateRecord, held, current, false);
        write(session, sql.insertRecord, fresh, current, true);
    }

    private void write(Session session, String sql, List<Integer> which, List<LedgerRecord> current, boolean named)
            throws SQLException {
        if (which.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = session.prepare(sql)) {
            for (int i : which) {
                LedgerWrite write = change.writes().get(i);
                statement.setLong(1, current.get(i).version() + 1);
                statement.setBytes(2, write.bytes());
                statement.setBytes(3, place.id());
                statement.setBytes(4, Ids.key(write.key()));
                if (named) {
                    statement.setBytes(5, write.key().getBytes(StandardCharsets.UTF_8));
                }
                statement.executeUpdate();
            }
        }
    }

    private void addToTrail(Session session, LedgerSql sql, long sequence, List<Long> versions) throws SQLException {
        try (PreparedStatement insert = session.prepare(sql.insertTrail)) {
            insert.setBytes(1, place.id());
            insert.setLong(2, sequence);
            insert.setBytes(3, Ids.change(change.id()));
            insert.setString(4, versions.stream().map(String::valueOf).collect(Collectors.joining(",")));
            insert.setBytes(5, change.trail());
            insert.executeUpdate();
        }
    }
}
