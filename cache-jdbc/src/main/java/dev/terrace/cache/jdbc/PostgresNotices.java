package dev.terrace.cache.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * What PostgreSQL's driver has heard. The only class that needs that driver's own types: it is not touched unless the database is one of
 * PostgreSQL, and who touches it without the driver gets a {@link LinkageError}.
 *
 * @param own whether this node has rung
 * @param others whether another has
 */
record PostgresNotices(boolean own, boolean others) {

    /** Whether a connection, or what it wraps, is the driver's. */
    static boolean canHear(Connection connection) throws SQLException {
        return connection.isWrapperFor(PGConnection.class);
    }

    /** Waits until something is heard, or for so long. */
    static PostgresNotices await(Connection connection, String self, int millis) throws SQLException {
        PGNotification @Nullable [] heard =
                connection.unwrap(PGConnection.class).getNotifications(millis);
        boolean own = false;
        boolean others = false;
        if (heard != null) {
            for (PGNotification notice : heard) {
                boolean isOwn = self.equals(notice.getParameter());
                own |= isOwn;
                others |= !isOwn;
            }
        }
        return new PostgresNotices(own, others);
    }

    boolean any() {
        return own || others;
    }
}
