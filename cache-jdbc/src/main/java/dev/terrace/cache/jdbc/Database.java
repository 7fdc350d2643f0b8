package dev.terrace.cache.jdbc;

import dev.terrace.cache.jdbc.Session.Mode;
import dev.terrace.cache.spi.Host;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** One database as all tiers and logs of a {@link Jdbc} share it. Thread-safe; everything here blocks. */
final class Database {

    private static final int ATTEMPTS = 8;

    private final Access access;
    private final Settings settings;
    private final Meeting meeting;
    private final Gate gate = new Gate();
    private final LastSeen logs = new LastSeen();
    private final Spare spare;
    private final Map<Host, AtHand> atHand = new ConcurrentHashMap<>();

    /** One that keeps no connections at hand. */
    Database(Access access, Settings settings) {
        this(access, settings, Spare.none());
    }

    Database(Access access, Settings settings, Spare spare) {
        this.access = access;
        this.settings = settings;
        this.spare = spare;
        this.meeting = new Meeting(access, settings);
    }

    Settings settings() {
        return settings;
    }

    /** What this process was told last of the logs that are kept here. */
    LastSeen logs() {
        return logs;
    }

    /** Makes connections that no pool lacks; null if there are none. */
    @Nullable
    DataSource outside() {
        return access.outside();
    }

    /** What and where the database is, without secrets. */
    String where() {
        return meeting.where();
    }

    /**
     * Meets the database. Does nothing if that was done, and no more than warn if it does not answer.
     *
     * @return whether it was met
     * @throws IllegalStateException if it answers and will never work, with the cure
     */
    boolean open() {
        if (meeting.isOver()) {
            return true;
        }
        try (Connection connection = access.direct().getConnection()) {
            meeting.patiently(connection);
            gate.answers(where());
            return true;
        } catch (SQLException failure) {
            Fault fault = Dialect.faultOfAny(failure);
            if (fault == Fault.REFUSED || fault == Fault.DENIED) {
                throw Advice.refused(where(), failure);
            }
            gate.doesNotAnswer(where(), "it cannot be reached", Fault.state(failure));
            return false;
        }
    }

    /** Does something with each statement a transaction of its own. */
    <T extends @Nullable Object> T single(Work<T> work, Patience patience) throws SQLException {
        return retried(Mode.SINGLE, work, patience, null);
    }

    /** Does something in one READ COMMITTED transaction, and commits it. */
    <T extends @Nullable Object> T transaction(Work<T> work, Patience patience) throws SQLException {
        return retried(Mode.TRANSACTION, work, patience, null);
    }

    /**
     * The same, and does not return before what was committed survives the end of the process that serves the database, at whatever
     * moment that comes. A server's commit does that by itself. In a file H2 writes with each commit, this waits for whoever else is
     * writing, and {@link HeadedFile} sees to it that what is written is found again; the end of the machine it need not survive.
     */
    <T extends @Nullable Object> T durable(Work<T> work, Patience patience) throws SQLException {
        return retried(Mode.TRANSACTION, work, patience, access.kind() == Access.Kind.FILE ? Embedded.FLUSH : null);
    }

    /**
     * Reads what is of one moment: by statements of their own, or where snapshots may be torn in a transaction, in which the work holds
     * the head first.
     */
    <T extends @Nullable Object> T whole(Work<T> work, Patience patience) throws SQLException {
        return retried(null, work, patience, null);
    }

    /** Whether appends to logs here may carry entries, as far as is known by now. */
    boolean carries() {
        Sql known = meeting.known();
        return known != null && known.log().appendWithCargo != null && !known.isolate();
    }

    /** What a driver's exception is to callers: with a message that may be shown. */
    JdbcException failed(String what, SQLException failure) {
        Fault fault = Dialect.faultOfAny(failure);
        return new JdbcException(
                what + " failed at " + where() + " (" + Fault.shown(failure) + ", " + fault + ")" + fault.cure(),
                Fault.state(failure),
                failure);
    }

    /** What is at hand for a host's callers; to be left as often as it was asked for. */
    AtHand atHand(Host host) {
        return atHand.compute(host, (same, known) -> (known == null ? new AtHand(this, spare, host) : known).opened());
    }

    /** One who has asked for what is at hand uses it no more. */
    void leave(Host host) {
        atHand.computeIfPresent(host, (same, known) -> known.closed() ? null : known);
    }

    /** Tells that a caller has waited for a connection for longer than anybody wants to. */
    void stalled() {
        gate.doesNotAnswer(where(), "none was had in time", null);
    }

    private <T extends @Nullable Object> T retried(
            @Nullable Mode mode, Work<T> work, Patience patience, @Nullable String last) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                return once(mode, work, patience, last);
            } catch (SQLException failure) {
                Fault fault = Dialect.faultOfAny(failure);
                boolean conflict = fault == Fault.CONTENDED || fault == Fault.DUPLICATE;
                if (!conflict || attempt == ATTEMPTS || patience.isOver()) {
                    throw failure;
                }
            }
        }
    }

    private <T extends @Nullable Object> T once(
            @Nullable Mode fixed, Work<T> work, Patience patience, @Nullable String last) throws SQLException {
        Connection connection = connect(patience);
        Sql known = met(connection, patience);
        Mode mode = fixed != null ? fixed : known.dialect().forShare() == null ? Mode.SINGLE : Mode.TRANSACTION;
        try (Session session = Session.begin(connection, access, mode, bounds(known), known.isolate())) {
            try {
                return run(session, known, mode, work, last);
            } catch (SQLException failure) {
                Fault fault = known.dialect().fault(failure);
                if (fault == Fault.UNREACHABLE || fault == Fault.TOO_LARGE) {
                    session.broken(); // servers hang up on whoever sends too much
                }
                throw failure;
            }
        }
    }

    private <T extends @Nullable Object> T run(
            Session session, Sql known, Mode mode, Work<T> work, @Nullable String last) throws SQLException {
        if (mode == Mode.SINGLE) {
            return work.run(session, known);
        }
        @Nullable String guard = known.dialect().guard(Duration.ofMillis(settings.networkMillis()));
        if (guard != null) {
            session.execute(guard, known.dialect().unguard());
        }
        T result = work.run(session, known);
        session.commit();
        if (last != null) {
            session.execute(last);
        }
        return result;
    }

    private Session.Bounds bounds(Sql known) {
        Session.Timeouts where = access.kind() == Access.Kind.FILE
                ? Session.Timeouts.URL
                : known.dialect().timeouts();
        return new Session.Bounds(settings.statementSeconds(), settings.networkMillis(), where);
    }

    private Sql met(Connection connection, Patience patience) throws SQLException {
        try {
            Sql known = meeting.atOnce(connection);
            if (patience.isOver()) {
                throw new JdbcException("Given up while waiting for a connection to " + where(), null, null);
            }
            return known;
        } catch (SQLException | RuntimeException failure) {
            connection.close();
            if (failure instanceof IllegalStateException hopeless) {
                meeting.report(hopeless);
            }
            throw failure;
        }
    }

    private Connection connect(Patience patience) throws SQLException {
        boolean probing = gate.enter(where());
        patience.waitsForConnection(true);
        try {
            Connection connection = access.pool().getConnection();
            gate.answers(where());
            return connection;
        } catch (SQLException failure) {
            gate.doesNotAnswer(where(), "none was to be had", Fault.state(failure));
            throw failure;
        } finally {
            patience.waitsForConnection(false);
            if (probing) {
                gate.leave();
            }
        }
    }
}
