package dev.terrace.cache.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Takes a lease in one transaction, and answers its token, or 0 if somebody else holds it. The update holds the row, so what is
 * read after it is what it wrote. Who loses the race to make the row fails as a duplicate, and tries again.
 *
 * @param holder not to be modified
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record LeaseTake(String namespace, String name, byte[] holder, long millis) implements Work<Long> {

    @Override
    public Long run(Session session, Sql all) throws SQLException {
        LeaseSql sql = all.lease();
        byte[] id = Ids.lease(namespace, name);
        boolean taken = take(session, sql, id);
        Long token = token(session, sql, id);
        if (token != null) {
            return taken ? token : 0L;
        }
        insert(session, sql, id);
        Long first = token(session, sql, id);
        return first == null ? 0L : first;
    }

    private boolean take(Session session, LeaseSql sql, byte[] id) throws SQLException {
        try (PreparedStatement update = session.prepare(sql.take)) {
            update.setBytes(1, holder);
            update.setLong(2, millis);
            update.setBytes(3, id);
            update.setBytes(4, holder);
            return update.executeUpdate() == 1;
        }
    }

    private static @Nullable Long token(Session session, LeaseSql sql, byte[] id) throws SQLException {
        try (PreparedStatement query = session.prepare(sql.token)) {
            query.setBytes(1, id);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getLong(1) : null;
            }
        }
    }

    private void insert(Session session, LeaseSql sql, byte[] id) throws SQLException {
        try (PreparedStatement insert = session.prepare(sql.insert)) {
            insert.setBytes(1, id);
            insert.setString(2, namespace);
            insert.setString(3, name);
            insert.setBytes(4, holder);
            insert.setLong(5, millis);
            insert.executeUpdate();
        }
    }
}
