package dev.terrace.cache.jdbc;

import dev.terrace.cache.spi.Host;
import dev.terrace.cache.spi.LogListener;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * One connection of its own, never one of a pool's, on which nothing is done but to listen. It is driven by turns on the host's threads,
 * one at a time, each of which blocks for TURN at most and then stands in line again. What is heard only wakes the reader, who polls as
 * well; so a connection that is lost, or cannot be had, costs nothing but time, and is tried again with growing pauses.
 *
 * When it is made, the reader is woken once, for whatever was rung meanwhile. When it is lost, there may be another server soon, which
 * lacks the end of what this one had: far tiers are not believed until the log was read again.
 *
 * A socket whose other end is gone says nothing: after a silence the server is asked. And behind a pooler that gives each transaction
 * another session, LISTEN is done and nothing is ever heard: this node's own rings come back to it, and if none does, it gives up for a
 * long while and says so.
 *
 * State, under this object's lock: `open`, `closed`. The rest belongs to whoever has the turn, but for `unheard`.
 */
/** Hears that something was appended by other nodes, where the database can tell. Thread-safe. */
final class LogListening {

    private static final Logger LOG = LoggerFactory.getLogger(LogListening.class);
    private static final Duration TURN = Duration.ofMillis(500);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration DEAF_PAUSE = Duration.ofMinutes(5);
    private static final Duration DEAF = Duration.ofSeconds(10);
    private static final Duration SILENCE = Duration.ofSeconds(5);

    private final LogPlace place;
    private final Host host;
    private final DataSource connections;
    private final LogListener listener;
    private @Nullable Connection open;
    private boolean closed;
    private Duration pause = SHORTEST_PAUSE;
    private long heardAt;
    private boolean warned;
    /** When this node rang the bell first without having heard it since; 0 if it has. */
    private volatile long unheard;

    LogListening(LogPlace place, DataSource connections, LogListener listener) {
        this.place = place;
        this.host = place.host();
        this.connections = connections;
        this.listener = listener;
    }

    /** Begins to listen, on another thread. */
    void start() {
        submit();
    }

    /** Notes that this node rings the bell, or that it could not. */
    void expect(boolean anEcho) {
        if (!anEcho) {
            unheard = 0;
        } else if (unheard == 0) {
            unheard = host.time().nanoTime() | 1;
        }
    }

    /** Ends the connection at once. */
    void close() {
        Connection left;
        synchronized (this) {
            closed = true;
            left = open;
            open = null;
        }
        if (left != null) {
            end(left);
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private void submit() {
        if (isClosed()) {
            return;
        }
        try {
            host.executor().execute(this::turn);
        } catch (RejectedExecutionException full) {
            later(LONGEST_PAUSE);
        }
    }

    private void later(Duration delay) {
        try {
            host.time().schedule(delay, this::submit);
        } catch (RejectedExecutionException over) {
            close(); // the host has ended
        }
    }

    private void turn() {
        try {
            Connection connection = connected();
            if (connection != null) {
                listen(connection);
                submit();
            }
        } catch (SQLException | RuntimeException failure) {
            lost(failure);
        } catch (LinkageError without) {
            LOG.info(
                    "{} is polled: its driver's classes are not there to listen with",
                    place.database().where());
            close();
        }
    }

    /** The connection, made if need be; null if nothing is to be done any more. */
    private @Nullable Connection connected() throws SQLException {
        Connection known;
        synchronized (this) {
            if (closed) {
                return null;
            }
            known = open;
        }
        return known != null ? known : connect();
    }

    private @Nullable Connection connect() throws SQLException {
        Connection made = connections.getConnection();
        boolean kept = false;
        try {
            Dialect dialect = Dialect.of(made.getMetaData().getDatabaseProductName());
            String statement = dialect == null ? null : dialect.listen(place.channel());
            if (statement == null || !PostgresNotices.canHear(made)) {
                close();
                return null;
            }
            made.setAutoCommit(true);
            try (Statement listen = made.createStatement()) {
                listen.setQueryTimeout(place.database().settings().statementSeconds());
                listen.execute(statement);
            }
            synchronized (this) {
                kept = !closed;
                open = kept ? made : null;
            }
        } finally {
            if (!kept) {
                end(made);
            }
        }
        heardAt = host.time().nanoTime();
        unheard = 0;
        pause = SHORTEST_PAUSE;
        if (kept) {
            listener.wake();
        }
        return kept ? made : null;
    }

    private void listen(Connection connection) throws SQLException {
        PostgresNotices heard = PostgresNotices.await(connection, place.self(), (int) TURN.toMillis());
        long now = host.time().nanoTime();
        if (heard.any()) {
            heardAt = now;
        }
        if (heard.own()) {
            unheard = 0;
        }
        if (heard.others()) {
            listener.wake();
        }
        if (now - heardAt > SILENCE.toNanos()) {
            heardAt = now;
            if (!connection.isValid(place.database().settings().statementSeconds())) {
                throw new SQLException("the server does not answer any more", "08006");
            }
        }
        long since = unheard;
        if (since != 0 && now - since > DEAF.toNanos()) {
            throw new DeafException();
        }
    }

    /** Nothing is heard on a connection that is well. */
    private static final class DeafException extends SQLException {
        private static final long serialVersionUID = 1;
    }

    private void lost(Exception failure) {
        Connection left;
        synchronized (this) {
            left = open;
            open = null;
            if (closed) {
                return;
            }
        }
        if (left != null) {
            end(left);
            listener.reconnected();
            listener.wake();
        }
        if (failure instanceof DeafException && !warned) {
            warned = true;
            LOG.warn(
                    "Nothing is heard of what is notified at {}, perhaps because a pooler gives each transaction another session:"
                            + " invalidations of others are found by polling. Give listenOn a DataSource that leads to the server"
                            + " itself, or set listen(false)",
                    place.database().where());
        }
        LOG.debug("Not listening at {}", place.database().where(), failure);
        later(failure instanceof DeafException ? DEAF_PAUSE : pause);
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
    }

    private static void end(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException | RuntimeException | AbstractMethodError broken) {
            LOG.debug("A connection that listened could not be ended", broken);
        }
        try {
            connection.close();
        } catch (SQLException | RuntimeException broken) {
            LOG.debug("A connection that listened could not be closed", broken);
        }
    }
}
