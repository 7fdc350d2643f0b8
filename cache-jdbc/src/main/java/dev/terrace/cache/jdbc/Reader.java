package dev.terrace.cache.jdbc;

import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.TierEntry;
import dev.terrace.cache.spi.Time;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * Whoever reads here is a thread of the service, which must have its answer in time. Two things see to that: the socket waits for no
 * longer than the limit, and if bytes come, but too slowly, the watch closes it. Neither costs a call anything: the one is set where the limit differs from
 * that of the call before, the other see Watch. The statement has no timeout of its own, for the driver would set a timer for each.
 *
 * Lives end by the database's clock. To ask for it takes PostgreSQL a tenth of the whole read, so it is asked for once, with the first entry that is
 * found, and told from this node's monotonic clock after that, for as long as the connection is at hand: a second. What is told is late by
 * the way there of that first read at most, and rounded up, so that nothing lives longer for it.
 *
 * Statements stay prepared. Everything goes back as it came when the session is closed.
 */
/** A connection on which whoever waits for an entry reads it himself. To be used by one thread at a time. */
final class Reader {

    private static final Logger LOG = LoggerFactory.getLogger(Reader.class);
    private static final int NANOS = 1_000_000;

    private final Session session;
    private final EntrySql sql;
    private final int longestMillis;
    private final Watch watch;
    private final long lentNanos;
    private long usedNanos;
    private int networkMillis;
    private @Nullable PreparedStatement withClock;
    private @Nullable PreparedStatement plain;
    private boolean clockIsKnown;
    private long clockMillis;
    private long clockNanos;
    private boolean sound;

    /**
     * Takes over a session that has just been of use.
     *
     * @param longestMillis how long the socket may wait, whatever the limit of a call
     */
    Reader(Session session, EntrySql sql, int longestMillis, Time time) {
        this.session = session;
        this.sql = sql;
        this.longestMillis = longestMillis;
        watch = new Watch(time, this::cut);
        lentNanos = time.nanoTime();
    }

    /** Reads one entry; takes no longer than the limit. */
    @Nullable
    TierEntry read(byte[] cacheId, Digest key, Duration limit) throws SQLException {
        sound = false;
        boolean clean = false;
        long now = watch.begin(limit);
        try {
            bound(limit);
            PreparedStatement query = clockIsKnown ? plain() : withClock();
            query.setBytes(1, cacheId);
            query.setBytes(2, key.bytes());
            TierEntry entry;
            try (ResultSet row = query.executeQuery()) {
                entry = row.next() ? entry(row, now) : null;
            }
            clean = query.getWarnings() == null && connection().getWarnings() == null;
            return entry;
        } finally {
            sound = watch.end() && clean;
        }
    }

    private @Nullable TierEntry entry(ResultSet row, long nowNanos) throws SQLException {
        if (!clockIsKnown) {
            clockMillis = row.getLong(6);
            clockNanos = nowNanos;
            clockIsKnown = true;
        }
        long passed = nowNanos - clockNanos;
        long left = row.getLong(4) - clockMillis - (passed + NANOS - 1) / NANOS;
        byte[] envelope = row.getBytes(1);
        return left <= 0 || EntryRead.isBareRemoval(envelope, row, 5)
                ? null
                : new TierEntry(new Position(row.getLong(2), row.getLong(3)), envelope, Duration.ofMillis(left));
    }

    private void bound(Duration limit) throws SQLException {
        int millis = (int)
                Math.max(1, Math.min(longestMillis, limit.plusNanos(NANOS - 1).toMillis()));
        if (millis != networkMillis) {
            connection().setNetworkTimeout(Runnable::run, millis);
            networkMillis = millis;
        }
    }

    private PreparedStatement plain() throws SQLException {
        PreparedStatement known = plain;
        if (known == null) {
            known = connection().prepareStatement(sql.readPlainly);
            plain = known;
        }
        return known;
    }

    private PreparedStatement withClock() throws SQLException {
        PreparedStatement known = withClock;
        if (known == null) {
            known = connection().prepareStatement(sql.readWithClock);
            withClock = known;
        }
        return known;
    }

    private Connection connection() {
        return session.connection();
    }

    /** Whether the last read was without fault, so that there may be another one. */
    boolean isSound() {
        return sound;
    }

    void used(long nowNanos) {
        usedNanos = nowNanos;
    }

    boolean isUnusedFor(Duration duration, long nowNanos) {
        return nowNanos - usedNanos >= duration.toNanos();
    }

    boolean isLentFor(Duration duration, long nowNanos) {
        return nowNanos - lentNanos >= duration.toNanos();
    }

    /** Gives the connection back to its pool. */
    void giveBack() {
        watch.close();
        close(withClock);
        close(plain);
        session.close();
    }

    private void close(@Nullable PreparedStatement statement) {
        try {
            if (statement != null) {
                statement.close();
            }
        } catch (SQLException | RuntimeException broken) {
            session.broken();
        }
    }

    /** Ends the connection. */
    void discard() {
        watch.close();
        session.broken();
        session.close();
    }

    /** Ends the wait for an answer; by the timers' thread. Closes a socket, and waits for nothing. */
    private void cut() {
        try {
            connection().abort(Runnable::run);
        } catch (SQLException | RuntimeException broken) {
            LOG.debug("A connection that does not answer could not be closed", broken);
        }
    }
}
