package dev.terrace.cache.jdbc;

import java.sql.SQLException;
import java.util.List;

/** Finds out at open what would otherwise be found out at the first read, write or purge. */
final class Rights {

    private final Dialect dialect;
    private final Tables tables;
    private final String where;

    Rights(Dialect dialect, Tables tables, String where) {
        this.dialect = dialect;
        this.tables = tables;
        this.where = where;
    }

    /** Does everything to no rows: databases check rights before they look for rows. */
    void check(Session session) throws SQLException {
        List<String> all = tables.data();
        for (int i = 0; i < all.size(); i++) {
            String table = all.get(i);
            String column = tables.columns().get(i);
            List<String> attempts = List.of(
                    "SELECT * FROM " + table + " WHERE 1 = 0",
                    "INSERT INTO " + table + " SELECT * FROM " + table + " WHERE 1 = 0",
                    "UPDATE " + table + " SET " + column + " = " + column + " WHERE 1 = 0",
                    "DELETE FROM " + table + " WHERE 1 = 0");
            for (String attempt : attempts) {
                attempt(session, table, attempt);
            }
        }
    }

    private void attempt(Session session, String table, String sql) throws SQLException {
        try {
            session.execute(sql);
        } catch (SQLException failure) {
            switch (dialect.fault(failure)) {
                case DENIED -> throw Advice.noRight(where, tables, table, failure);
                case MISSING -> throw Advice.broken(where, dialect, tables, table, failure);
                case READ_ONLY -> throw Advice.readOnly(where, failure);
                default -> throw failure;
            }
        }
    }
}
