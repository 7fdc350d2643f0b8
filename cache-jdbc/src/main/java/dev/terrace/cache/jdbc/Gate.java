package dev.terrace.cache.jdbc;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * A pool makes its callers wait for a connection, HikariCP for 30 s, and each of them holds one of the namespace's threads. So
 * while the database is known not to answer, one caller at a time waits and finds out; the others fail at once.
 */
/** Knows whether the database answers, and says once when that changes. Thread-safe. */
final class Gate {

    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

    private final AtomicBoolean probing = new AtomicBoolean();
    private volatile boolean down;

    /**
     * Asks to go for a connection.
     *
     * @return whether the caller is the one who finds out, and has to {@link #leave}
     * @throws JdbcException if the database does not answer and somebody else is finding out
     */
    boolean enter(String where) {
        if (!down) {
            return false;
        }
        if (!probing.compareAndSet(false, true)) {
            throw new JdbcException(
                    "No connection to " + where + ": it does not answer, and is being tried", null, null);
        }
        return true;
    }

    void leave() {
        probing.set(false);
    }

    void answers(String where) {
        if (down) {
            down = false;
            LOG.info("{} answers again", where);
        }
    }

    void doesNotAnswer(String where, String what, @Nullable String sqlState) {
        boolean first = !down;
        down = true;
        if (first) {
            LOG.warn(
                    "No connection to {}: {} (SQLSTATE {}). Calls fail until it answers; check that it runs, that it"
                            + " can be reached from here, and that its pool is not exhausted",
                    where,
                    what,
                    sqlState);
        }
    }
}
