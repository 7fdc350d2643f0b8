package dev.terrace.cache.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Finds what makes a SQLite unsuitable. Stateless. */
final class SqliteFlaws {

    private static final int MINOR = 42; // unixepoch('subsec')

    private SqliteFlaws() {}

    /** Throws if there is something, with the cure. */
    static void find(Session session, Tables tables, String where) throws SQLException {
        String version = text(session, "SELECT sqlite_version()");
        if (Integer.parseInt(version.split("\\.", 3)[1]) < MINOR) {
            throw Advice.unsuitable(
                    where, "it is SQLite " + version, "use org.xerial:sqlite-jdbc 3." + MINOR + ".0.0 or newer");
        }
        if (tables.schema() != null) {
            throw Advice.unsuitable(where, "SQLite has no schemas", "leave schema(...) out, or use tablePrefix(...)");
        }
        String journal = text(session, "PRAGMA main.journal_mode");
        if (journal.equals("memory")
                || text(session, "SELECT file FROM pragma_database_list WHERE name = 'main'")
                        .isEmpty()) {
            throw Advice.unsuitable(
                    where,
                    "the database is in memory, where each connection has one of its own",
                    "name a file in the URL (jdbc:sqlite:/var/cache/shop.db), or use H2 or no far tier");
        }
        if (!journal.equals("wal")) {
            throw Advice.unsuitable(
                    where,
                    "its journal mode is " + journal + ", in which readers and writers shut each other out",
                    "run PRAGMA journal_mode = WAL once, on a file of a local disk; or let Terrace do so by"
                            + " Jdbc.at(url, \"\", \"\")");
        }
    }

    private static String text(Session session, String sql) throws SQLException {
        try (PreparedStatement query = session.prepare(sql);
                ResultSet row = query.executeQuery()) {
            return row.next() ? String.valueOf(row.getString(1)) : "";
        }
    }
}
