package dev.terrace.cache.jdbc;

import dev.terrace.cache.spi.Time;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/*
 * PostgreSQL takes a lock of the whole server, at commit and until it is over, for whoever notifies. So this is never done in the
 * transaction that appends, whose commit waits for the disk, let alone in one of the user; but by a statement of its own, which writes
 * nothing and waits for no disk, after the append was acknowledged. And not more often than once in PAUSE: the first append rings at
 * once, those that come within the pause share the next ring.
 *
 * Its state belongs to whoever drives the lane. A ring that fails is not repeated: all nodes poll.
 */
/** Tells the nodes that listen that something was appended. Not thread-safe. */
final class LogBell {

    static final Duration PAUSE = Duration.ofMillis(10);

    private final LogPlace place;
    private final @Nullable LogListening ear;
    private final Time time;
    private boolean wanted;
    private boolean mute;
    private boolean everRung;
    private long rungAt;

    /** A bell that has not rung; the ear, if this node has one, expects to hear it. */
    LogBell(LogPlace place, @Nullable LogListening ear) {
        this.place = place;
        this.ear = ear;
        time = place.host().time();
        mute = !place.database().settings().listen();
    }

    /** Notes that something was appended. */
    void appended() {
        wanted = !mute;
    }

    boolean isDue() {
        return wanted && pause() <= 0;
    }

    /** How long until it may ring, if it is wanted to. */
    Duration due() {
        return wanted ? Duration.ofNanos(Math.max(0, pause())) : Duration.ZERO;
    }

    private long pause() {
        return everRung ? PAUSE.toNanos() - (time.nanoTime() - rungAt) : 0;
    }

    /** Rings, if the database has a bell. */
    void ring() throws SQLException {
        wanted = false;
        everRung = true;
        rungAt = time.nanoTime();
        mute = !place.database().<Boolean>single(this::ring, Patience.ENDLESS);
    }

    private boolean ring(Session session, Sql sql) throws SQLException {
        String statement = sql.dialect().ring();
        if (statement == null) {
            return false;
        }
        boolean rung = false;
        expect(true);
        try (PreparedStatement ring = session.prepare(statement)) {
            ring.setString(1, place.channel());
            ring.setString(2, place.self());
            rung = ring.execute();
        } finally {
            if (!rung) {
                expect(false);
            }
        }
        return true;
    }

    private void expect(boolean anEcho) {
        if (ear != null) {
            ear.expect(anEcho);
        }
    }
}
