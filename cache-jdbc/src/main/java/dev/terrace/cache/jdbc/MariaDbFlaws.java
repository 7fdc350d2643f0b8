package dev.terrace.cache.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds what makes a MariaDB or MySQL unsuitable. Stateless. */
final class MariaDbFlaws {

    private MariaDbFlaws() {}

    /** Throws if there is something, with the cure. */
    static void find(Session session, Tables tables, String where) throws SQLException {
        String schema = tables.schema() == null ? "DATABASE()" : "'" + tables.schema() + "'";
        String names = Stream.concat(Stream.of(tables.version()), tables.data().stream())
                .map(name -> "'" + name.substring(name.indexOf('.') + 1) + "'")
                .collect(Collectors.joining(", "));
        String query = "SELECT VERSION(), " + schema + ", @@log_bin, @@binlog_format, @@sql_mode,"
                + " (SELECT support FROM information_schema.engines WHERE engine = 'InnoDB'),"
                + " (SELECT MIN(CONCAT(table_name, ' is of ', engine)) FROM information_schema.tables WHERE table_schema = "
                + schema + " AND engine <> 'InnoDB' AND table_name IN (" + names + "))";
        try (PreparedStatement statement = session.prepare(query);
                ResultSet row = statement.executeQuery()) {
            row.next();
            version(row.getString(1), where);
            if (row.getString(2) == null) {
                throw Advice.unsuitable(
                        where, "no database is chosen", "name one in the URL (.../shop) or by schema(\"shop\")");
            }
            if (row.getBoolean(3) && "STATEMENT".equals(row.getString(4))) {
                throw Advice.unsuitable(
                        where,
                        "binlog_format is STATEMENT, with which InnoDB refuses writes that are READ COMMITTED",
                        "set binlog_format to ROW or MIXED");
            }
            String mode = row.getString(5);
            if (mode != null && mode.contains("SIMULTANEOUS_ASSIGNMENT")) {
                throw Advice.unsuitable(
                        where,
                        "sql_mode has SIMULTANEOUS_ASSIGNMENT, with which half of an entry would be written",
                        "take it out, for Terrace's connections at least (sessionVariables in the URL)");
            }
            engines(row.getString(6), row.getString(7), where);
        }
    }

    /** Throws if a server of this version lacks something. */
    static void version(String version, String where) {
        boolean maria = version.contains("MariaDB");
        String[] numbers = version.replaceFirst("^5\\.5\\.5-(?=\\d+\\.\\d+\\.\\d+-MariaDB)", "")
                .split("[.-]", 3);
        int major = Integer.parseInt(numbers[0]);
        int minor = Integer.parseInt(numbers[1]);
        if (maria ? major < 10 || (major == 10 && minor < 6) : major < 8) {
            throw Advice.unsuitable(
                    where,
                    "it is of version " + version,
                    "use " + (maria ? "MariaDB 10.6" : "MySQL 8.0") + " or newer, or a database of another kind");
        }
    }

    private static void engines(@Nullable String inno, @Nullable String other, String where) {
        if (!"YES".equals(inno) && !"DEFAULT".equals(inno)) {
            throw Advice.unsuitable(
                    where, "InnoDB is off, without which there are no transactions", "start the server with it");
        }
        if (other != null) {
            throw Advice.unsuitable(
                    where,
                    other + ", which has no transactions or locks whole tables",
                    "ALTER TABLE ... ENGINE = InnoDB, or drop it and let it be made again");
        }
    }
}
