package dev.terrace.cache.jdbc;

import dev.terrace.cache.spi.Append;
import dev.terrace.cache.spi.Appended;
import dev.terrace.cache.spi.Bookmark;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Position;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Appends what several callers want appended by one statement, where the database has one and nothing is out of the ordinary; else
 * {@link LogAppend} does it in steps. Used once, by one thread.
 */
final class LogAppendAtOnce implements Work<@Nullable List<Appended>> {

    private final LogPlace place;
    private final List<Append> appends;
    private boolean possible = true;
    private boolean met;
    private @Nullable LogHead head;

    LogAppendAtOnce(LogPlace place, List<Append> appends) {
        this.place = place;
        this.appends = appends;
    }

    /** Whether the database and its connections are such that this can be done at all. */
    boolean isPossible() {
        return possible;
    }

    /** Whether an append was known already. */
    boolean met() {
        return met;
    }

    /** What the head was made to be, null where nothing was appended. */
    @Nullable
    LogHead head() {
        return head;
    }

    /** Answers null if nothing was appended. */
    @Override
    public @Nullable List<Appended> run(Session session, Sql sql) throws SQLException {
        @Nullable String statement = sql.log().appendAtOnce;
        if (statement == null || sql.isolate()) {
            possible = false;
            return null;
        }
        try {
            return append(session, statement);
        } catch (SQLException failure) {
            if (sql.dialect().fault(failure) != Fault.DUPLICATE) {
                throw failure;
            }
            met = true;
            return null;
        }
    }

    private @Nullable List<Appended> append(Session session, String sql) throws SQLException {
        Map<String, Long> before = new LinkedHashMap<>();
        Map<Name, Long> places = new LinkedHashMap<>();
        long count = 0;
        for (Append append : appends) {
            if (before.putIfAbsent(append.id(), count) == null) {
                for (Name name : append.names()) {
                    places.put(name, ++count);
                }
            }
        }
        long token = LogToken.random();
        try (PreparedStatement statement = session.prepare(sql)) {
            condition(statement);
            contents(session.connection(), statement, before, places);
            statement.setLong(13, count);
            statement.setLong(14, token);
            statement.setLong(19, count);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return null;
                }
                LogHead was = LogHead.of(row);
                head = was.appended(was.sequence() + count, 0, 0);
                return appends.stream()
                        .map(append -> new Appended(
                                was.epoch(), was.sequence() + before.getOrDefault(append.id(), 0L) + 1, true, token))
                        .toList();
            }
        }
    }

    private void condition(PreparedStatement statement) throws SQLException {
        Bookmark bookmark = LogAppend.bookmark(appends);
        Position at = bookmark.position();
        statement.setBytes(1, place.id());
        statement.setInt(2, LogHead.FORMAT);
        statement.setLong(3, LogAppend.knownEpoch(appends));
        statement.setLong(4, at.epoch());
        statement.setLong(5, at.sequence());
        statement.setLong(6, at.epoch());
        statement.setLong(7, at.sequence());
        statement.setBytes(8, place.id());
        statement.setLong(9, at.sequence());
        statement.setLong(10, bookmark.token());
    }

    private static void contents(
            Connection connection, PreparedStatement statement, Map<String, Long> before, Map<Name, Long> places)
            throws SQLException {
        List<byte[]> ids = new ArrayList<>();
        before.keySet().forEach(id -> ids.add(Ids.append(id)));
        List<byte[]> names = new ArrayList<>();
        List<String> kinds = new ArrayList<>();
        List<byte[]> texts = new ArrayList<>();
        for (Name name : places.keySet()) {
            names.add(Ids.name(name));
            kinds.add(String.valueOf(name.kind().code()));
            texts.add(name.text().getBytes(StandardCharsets.UTF_8));
        }
        array(connection, statement, 11, "bytea", ids.toArray(byte[][]::new));
        array(connection, statement, 12, "int8", before.values().toArray(Long[]::new));
        array(connection, statement, 15, "bytea", names.toArray(byte[][]::new));
        array(connection, statement, 16, "text", kinds.toArray(String[]::new));
        array(connection, statement, 17, "bytea", texts.toArray(byte[][]::new));
        array(connection, statement, 18, "int8", places.values().toArray(Long[]::new));
    }

    private static void array(
            Connection connection, PreparedStatement statement, int parameter, String type, Object[] values)
            throws SQLException {
        statement.setArray(parameter, connection.createArrayOf(type, values));
    }
}
