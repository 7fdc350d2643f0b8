package dev.terrace.cache.jdbc;

import dev.terrace.cache.spi.Name;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/*
 * The head counts the names of each bounded kind. When there are a sixteenth more than are to be retained, steps begin, each a
 * short transaction of its own under the head's lock, which forgets the oldest and raises the horizon in the same moment; they
 * go on until the bound is kept. So the work is spread over the appends that caused it, and no append waits for more than a step.
 */
/** Keeps a log within its bounds. Not thread-safe: it belongs to the lane. */
final class LogTrimmer {

    /** The most names that one step forgets. */
    static final int STEP = 500;

    /** How many sequences back an append is recognised when it is repeated. */
    static final long APPENDS_REMEMBERED = 100_000;

    /** How many sequences back a log is known again. */
    static final long TOKENS_REMEMBERED = 1_000_000;

    private static final long APPENDS_STEP = 1_000;
    private static final int SLACK = 16;

    private final LogPlace place;
    private final int dependenciesRetained;
    private final int keysRetained;
    private boolean dependenciesDue;
    private boolean keysDue;
    private boolean appendsDue;
    private long sequence;
    private long appendsTrimmedAt;

    LogTrimmer(LogPlace place, Settings settings) {
        this.place = place;
        this.dependenciesRetained = settings.dependenciesRetained();
        this.keysRetained = settings.keysRetained();
    }

    /** Notes where the log stands after an append or a step. */
    void saw(LogHead head) {
        dependenciesDue = isDue(head.dependencies(), dependenciesRetained, dependenciesDue);
        keysDue = isDue(head.keys(), keysRetained, keysDue);
        sequence = head.sequence();
        appendsDue = sequence > APPENDS_REMEMBERED && sequence - appendsTrimmedAt >= APPENDS_STEP;
    }

    private static boolean isDue(long count, int retained, boolean alreadyDue) {
        return count > (alreadyDue ? retained : retained + (long) retained / SLACK);
    }

    boolean isDue() {
        return dependenciesDue || keysDue || appendsDue;
    }

    /** Does one step. A failure ends the trimming until the next append. */
    void step(Patience patience) throws SQLException {
        boolean dependencies = dependenciesDue;
        boolean keys = keysDue && !dependencies;
        boolean appends = !dependencies && !keys;
        dependenciesDue &= !dependencies;
        keysDue &= !keys;
        appendsDue &= !appends;
        if (appends) {
            appendsTrimmedAt = sequence;
            place.database().single(this::trimAppends, patience);
            return;
        }
        Name.Kind kind = dependencies ? Name.Kind.DEPENDENCY : Name.Kind.KEY;
        LogHead head = place.database().transaction((session, sql) -> trim(session, sql.log(), kind), patience);
        if (head != null) {
            dependenciesDue |= dependencies;
            keysDue |= keys;
            saw(head);
        }
    }

    private @Nullable LogHead trim(Session session, LogSql sql, Name.Kind kind) throws SQLException {
        LogHead head = LogHead.lock(session, sql, place);
        if (head == null) {
            return null;
        }
        boolean dependencies = kind == Name.Kind.DEPENDENCY;
        long excess = dependencies ? head.dependencies() - dependenciesRetained : head.keys() - keysRetained;
        if (excess <= 0) {
            return head;
        }
        long horizon = dependencies ? head.horizon() : head.keyHorizon();
        long upTo = last(session, sql, kind, horizon, Math.min(excess, STEP));
        if (upTo <= horizon) {
            return null;
        }
        long gone = forget(session, sql, kind, horizon, upTo);
        LogHead trimmed = dependencies ? head.withoutDependencies(upTo, gone) : head.withoutKeys(upTo, gone);
        trimmed.write(session, sql, place);
        return trimmed;
    }

    /** The sequence of the last of so many names after a horizon, or the horizon if there are not so many. */
    private long last(Session session, LogSql sql, Name.Kind kind, long horizon, long count) throws SQLException {
        try (PreparedStatement query = session.prepare(sql.trimTo)) {
            query.setBytes(1, place.id());
            query.setString(2, String.valueOf(kind.code()));
            query.setLong(3, horizon);
            query.setLong(4, count - 1);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getLong(1) : horizon;
            }
        }
    }

    private long forget(Session session, LogSql sql, Name.Kind kind, long horizon, long upTo) throws SQLException {
        try (PreparedStatement delete = session.prepare(sql.trim)) {
            delete.setBytes(1, place.id());
            delete.setString(2, String.valueOf(kind.code()));
            delete.setLong(3, horizon);
            delete.setLong(4, upTo);
            return delete.executeUpdate();
        }
    }

    private int trimAppends(Session session, Sql sql) throws SQLException {
        return trimBefore(session, sql.log().trimAppends, sequence - APPENDS_REMEMBERED)
                + trimBefore(session, sql.log().trimTokens, sequence - TOKENS_REMEMBERED);
    }

    private int trimBefore(Session session, String sql, long before) throws SQLException {
        try (PreparedStatement delete = session.prepare(sql)) {
            delete.setBytes(1, place.id());
            delete.setLong(2, before);
            return delete.executeUpdate();
        }
    }
}
