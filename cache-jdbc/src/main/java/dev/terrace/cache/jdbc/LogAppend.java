package dev.terrace.cache.jdbc;

import dev.terrace.cache.spi.Append;
import dev.terrace.cache.spi.Appended;
import dev.terrace.cache.spi.Bookmark;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Position;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/*
 * The head's row is locked before anything else is done and until the commit. So appends of a namespace happen one after the
 * other, in every process: who sees sequence n has been shown everything up to n, and a roll-back leaves no hole. It also means
 * that names need no upsert: nobody else writes them meanwhile.
 *
 * What travels with names is written as removals, in the same transaction, see LogCargo: who comes here is late, or knows another log, or what he
 * wants is out of the ordinary.
 *
 * Appends are new nearly always. The first attempt takes that for granted and lets the primary key of terrace_log_append object;
 * only then it looks for those that are known.
 */
/** One transaction that appends what several callers want appended. Used once, by one thread; {@link #run} may be repeated. */
final class LogAppend implements Work<List<Appended>> {

    private final LogPlace place;
    private final List<Append> appends;
    private final long knownEpoch;
    private final Bookmark bookmark;
    private boolean repeated;
    /** Whether the log could tell that it is the one of the bookmark, or there was nothing to tell. */
    private boolean vouched = true;

    private @Nullable LogHead head;

    LogAppend(LogPlace place, List<Append> appends) {
        this.place = place;
        this.appends = appends;
        this.knownEpoch = knownEpoch(appends);
        this.bookmark = bookmark(appends);
    }

    /** The last epoch that a sender has followed, or was told of. */
    static long knownEpoch(List<Append> appends) {
        return appends.stream()
                .mapToLong(append -> Math.max(
                        append.known().epoch(), append.bookmark().position().epoch()))
                .max()
                .orElse(0);
    }

    /** The last of the senders' bookmarks: who has it knows what stands before it as well. */
    static Bookmark bookmark(List<Append> appends) {
        return appends.stream()
                .map(Append::bookmark)
                .filter(Bookmark::isKnown)
                .max(Comparator.comparing(Bookmark::position))
                .orElse(Bookmark.NONE);
    }

    /** Looks from the start for those that are known. */
    LogAppend afterConflict() {
        repeated = true;
        return this;
    }

    /** What the head was made to be, null before a run. */
    @Nullable
    LogHead head() {
        return head;
    }

    @Override
    public List<Appended> run(Session session, Sql all) throws SQLException {
        LogSql sql = all.log();
        boolean lookForKnown = repeated;
        repeated = true;
        LogHead before = lockHead(session, sql);
        long token = LogToken.random();

        Map<String, Appended> answers = new HashMap<>();
        Map<String, Appended> fresh = new LinkedHashMap<>();
        Map<String, Long> starts = new HashMap<>();
        Map<Name, Long> names = new LinkedHashMap<>();
        long last = before.sequence();
        for (Append append : appends) {
            Appended known = answers.get(append.id());
            if (known == null && lookForKnown) {
                known = find(session, sql, append, before.epoch());
            }
            if (known == null) {
                known = new Appended(before.epoch(), last + 1, true, vouched ? token : 0);
                fresh.put(append.id(), known);
                starts.put(append.id(), last);
                for (Name name : append.names()) {
                    names.put(name, ++last);
                }
            }
            answers.put(append.id(), known);
        }
        remember(session, sql, fresh);
        if (last > before.sequence()) {
            Position first = new Position(before.epoch(), before.sequence() + 1);
            LogToken.write(session, sql, place, first, last, token);
        }
        List<Name> added = LogNames.write(session, sql, place, names);
        head = before.appended(last, count(added, Name.Kind.DEPENDENCY), count(added, Name.Kind.KEY));
        head.write(session, sql, place);
        LogCargo.of(appends, starts)
                .writeRemovals(session, all, place, before.epoch())
                .forEach(id -> answers.computeIfPresent(id, (same, went) -> without(went)));
        return appends.stream().map(append -> answers.get(append.id())).toList();
    }

    /** The answer of an append whose cargo is not all there. */
    private static Appended without(Appended went) {
        return new Appended(went.epoch(), went.first(), false, went.token());
    }

    private LogHead lockHead(Session session, LogSql sql) throws SQLException {
        LogHead locked = LogHead.lock(session, sql, place);
        if (locked == null) {
            return LogHead.create(session, sql, place, place.newEpoch(knownEpoch));
        }
        LogToken.Verdict verdict = LogToken.judge(session, sql, place, locked.position(), bookmark);
        vouched = verdict != LogToken.Verdict.FORGOTTEN;
        boolean older = LogPlace.isBehind(locked.position(), new Position(knownEpoch, 0));
        return older || verdict == LogToken.Verdict.ANOTHER ? locked.another(session, sql, place, knownEpoch) : locked;
    }

    /** Where an append went earlier, what has become of its cargo being forgotten; one that went to another epoch is forgotten, and goes to this one as well. */
    private @Nullable Appended find(Session session, LogSql sql, Append append, long epoch) throws SQLException {
        try (PreparedStatement query = session.prepare(sql.findAppend)) {
            query.setBytes(1, Ids.append(append.id()));
            query.setBytes(2, place.id());
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    return null;
                }
                if (row.getLong(1) == epoch) {
                    boolean carried = append.cargo().isEmpty();
                    Appended went = new Appended(epoch, row.getLong(2), carried);
                    Position end = went.position(append.names().size() - 1);
                    Long token = vouched ? LogToken.find(session, sql, place, end) : null;
                    return token == null ? went : new Appended(epoch, went.first(), carried, token);
                }
            }
        }
        try (PreparedStatement delete = session.prepare(sql.deleteAppend)) {
            delete.setBytes(1, Ids.append(append.id()));
            delete.setBytes(2, place.id());
            delete.executeUpdate();
        }
        return null;
    }

    private static long count(List<Name> names, Name.Kind kind) {
        return names.stream().filter(name -> name.kind() == kind).count();
    }

    private void remember(Session session, LogSql sql, Map<String, Appended> fresh) throws SQLException {
        if (fresh.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = session.prepare(sql.insertAppend)) {
            for (Map.Entry<String, Appended> append : fresh.entrySet()) {
                insert.setBytes(1, Ids.append(append.getKey()));
                insert.setBytes(2, place.id());
                insert.setLong(3, append.getValue().epoch());
                insert.setLong(4, append.getValue().first());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }
}
