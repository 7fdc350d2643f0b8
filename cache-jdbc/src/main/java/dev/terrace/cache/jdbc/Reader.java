package dev.terrace.cache.jdbc;

import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.TierEntry;
import dev.terrace.cache.spi.Time;
import java.sql.Connection;
import java.sql.PreparedStatement;
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
 * The statement stays prepared. Everything goes back as it came when the session is closed.
 */
/** A connection on which whoever waits for an entry reads it himself. To be used by one thread at a time. */
final class Reader {

    private static final Logger LOG = LoggerFactory.getLogger(Reader.class);

    private final Session session;
    private final String sql;
    private final int longestMillis;
    private final Watch watch;
    private final long lentNanos;
    private long usedNanos;
    private int networkMillis;
    private @Nullable PreparedStatement query;
    private boolean sound;

    /**
     * Takes over a session that has just been of use.
     *
     * @param longestMillis how long the socket may wait, whatever the limit of a call
     */
    Reader(Session session, String sql, int longestMillis, Time time) {
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
        watch.begin(limit);
        try {
            bound(limit);
            PreparedStatement prepared = prepared();
            TierEntry entry = EntryRead.one(prepared, cacheId, key);
            clean = prepared.getWarnings() == null && connection().getWarnings() == null;
            return entry;
        } finally {
            sound = watch.end() && clean;
        }
    }

    private void bound(Duration limit) throws SQLException {
        int millis = (int) Math.max(1, Math.min(longestMillis, limit.plusNanos(999_999).toMillis()));
        if (millis != networkMillis) {
            connection().setNetworkTimeout(Runnable::run, millis);
            networkMillis = millis;
        }
    }

    private PreparedStatement prepared() throws SQLException {
        PreparedStatement known = query;
        if (known == null) {
            known = connection().prepareStatement(sql);
            query = known;
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
        PreparedStatement known = query;
        if (known != null) {
            try {
                known.close();
            } catch (SQLException | RuntimeException broken) {
                session.broken();
            }
        }
        session.close();
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
