package dev.terrace.cache.jdbc;

import dev.terrace.cache.spi.Append;
import dev.terrace.cache.spi.Appended;
import dev.terrace.cache.spi.Bookmark;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Position;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Appends what several callers want appended by one statement, which stores their cargo as well, where the database has one and nothing is out of the ordinary;
 * else {@link LogAppend} does it in steps. Used once, by one thread.
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
        @Nullable String plain = sql.log().appendAtOnce;
        if (plain == null || sql.isolate()) {
            possible = false;
            return null;
        }
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
        LogCargo cargo = LogCargo.of(appends, before);
        @Nullable String statement = cargo.isEmpty() ? plain : sql.log().appendWithCargo;
        if (statement == null || !cargo.goesAtOnce(LogAppend.knownEpoch(appends))) {
            return null;
        }
        try {
            return append(session, statement, before, places, count, cargo);
        } catch (SQLException failure) {
            if (sql.dialect().fault(failure) != Fault.DUPLICATE) {
                throw failure;
            }
            met = true;
            return null;
        }
    }

    private @Nullable List<Appended> append(
            Session session, String sql, Map<String, Long> before, Map<Name, Long> places, long count, LogCargo cargo)
            throws SQLException {
        long token = LogToken.random();
        try (PreparedStatement statement = session.prepare(sql)) {
            Parameters parameters = new Parameters(session.connection(), statement);
            condition(parameters);
            if (!cargo.isEmpty()) {
                cargo.condition(parameters);
            }
            appends(parameters, before);
            parameters.number(count).number(token);
            names(parameters, places);
            if (!cargo.isEmpty()) {
                cargo.entries(parameters, place.namespace());
            }
            parameters.number(count);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return null;
                }
                LogHead was = LogHead.of(row);
                Set<String> leftOut = cargo.isEmpty() ? Set.of() : cargo.leftOut(was.sequence(), stored(row));
                head = was.appended(was.sequence() + count, 0, 0);
                return appends.stream()
                        .map(append -> new Appended(
                                was.epoch(),
                                was.sequence() + before.getOrDefault(append.id(), 0L) + 1,
                                !leftOut.contains(append.id()),
                                token))
                        .toList();
            }
        }
    }

    private void condition(Parameters parameters) throws SQLException {
        Bookmark bookmark = LogAppend.bookmark(appends);
        Position at = bookmark.position();
        parameters
                .bytes(place.id())
                .number(LogHead.FORMAT)
                .number(LogAppend.knownEpoch(appends))
                .number(at.epoch())
                .number(at.sequence())
                .number(at.epoch())
                .number(at.sequence())
                .bytes(place.id())
                .number(at.sequence())
                .number(bookmark.token());
    }

    private static void appends(Parameters parameters, Map<String, Long> before) throws SQLException {
        parameters
                .array("bytea", before.keySet().stream().map(Ids::append).toArray(byte[][]::new))
                .array("int8", before.values().toArray(Long[]::new));
    }

    private static void names(Parameters parameters, Map<Name, Long> places) throws SQLException {
        List<byte[]> names = new ArrayList<>();
        List<String> kinds = new ArrayList<>();
        List<byte[]> texts = new ArrayList<>();
        for (Name name : places.keySet()) {
            names.add(Ids.name(name));
            kinds.add(String.valueOf(name.kind().code()));
            texts.add(name.text().getBytes(StandardCharsets.UTF_8));
        }
        parameters
                .array("bytea", names.toArray(byte[][]::new))
                .array("text", kinds.toArray(String[]::new))
                .array("bytea", texts.toArray(byte[][]::new))
                .array("int8", places.values().toArray(Long[]::new));
    }

    /** The sequences of the entries that were stored as they came. */
    private static Set<Long> stored(ResultSet row) throws SQLException {
        return Set.of((Long[]) row.getArray(8).getArray());
    }
}
