package dev.terrace.cache.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import javax.sql.DataSource;

/** What tests do to tables behind Terrace's back, and read in them. */
final class Rows {

    private Rows() {}

    private static final List<String> LOG =
            List.of("terrace_log_append", "terrace_log_token", "terrace_log_record", "terrace_log");

    /** Copies everything that a namespace's log is, as a backup does, into tables of its own. */
    static void copy(DataSource source, String namespace) throws SQLException {
        String id = HexFormat.of().formatHex(Ids.log(namespace));
        for (String table : LOG) {
            execute(
                    source,
                    "DROP TABLE IF EXISTS " + table + "_copy",
                    "CREATE TABLE " + table + "_copy AS SELECT * FROM " + table + " WHERE log_id = "
                            + binary(source, id));
        }
    }

    /** Puts back what was copied. */
    static void restore(DataSource source, String namespace) throws SQLException {
        lose(source, namespace);
        for (String table : List.of("terrace_log", "terrace_log_record", "terrace_log_token", "terrace_log_append")) {
            execute(source, "INSERT INTO " + table + " SELECT * FROM " + table + "_copy");
        }
    }

    private static String binary(DataSource source, String hex) throws SQLException {
        try (Connection connection = source.getConnection()) {
            boolean postgres = connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
            return postgres ? "decode('" + hex + "', 'hex')" : "X'" + hex + "'";
        }
    }

    /** Removes everything that a namespace's log is, as a lost database does. */
    static void lose(DataSource source, String namespace) throws SQLException {
        for (String table : LOG) {
            try (Connection connection = source.getConnection();
                    PreparedStatement delete =
                            connection.prepareStatement("DELETE FROM " + table + " WHERE log_id = ?")) {
                delete.setBytes(1, Ids.log(namespace));
                delete.executeUpdate();
            }
        }
    }

    static void makeNewer(DataSource source, String namespace) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement update =
                        connection.prepareStatement("UPDATE terrace_log SET format = format + 1 WHERE namespace = ?")) {
            update.setString(1, namespace);
            update.executeUpdate();
        }
    }

    /** Removes all leases of a namespace with their tokens. */
    static void loseLeases(DataSource source, String namespace) throws SQLException {
        execute(source, "DELETE FROM terrace_lease WHERE namespace = '" + namespace + "'");
    }

    /** Removes everything that a namespace's ledger is. */
    static void loseLedger(DataSource source, String namespace) throws SQLException {
        String collections = " WHERE collection_id IN (SELECT collection_id FROM terrace_ledger WHERE namespace = '"
                + namespace + "')";
        execute(
                source,
                "DELETE FROM terrace_ledger_record" + collections,
                "DELETE FROM terrace_ledger_trail" + collections,
                "DELETE FROM terrace_ledger_evidence" + collections,
                "DELETE FROM terrace_ledger WHERE namespace = '" + namespace + "'");
    }

    static void makeNewer(DataSource source, String namespace, String collection) throws SQLException {
        execute(
                source,
                "UPDATE terrace_ledger SET format = format + 1 WHERE namespace = '" + namespace + "' AND name = '"
                        + collection + "'");
    }

    /** The number that a query answers. */
    static long number(DataSource source, String query) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** The rows that a query answers, their first column, one to a line. */
    static String text(DataSource source, String query) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            StringBuilder text = new StringBuilder();
            while (rows.next()) {
                text.append(rows.getString(1)).append('\n');
            }
            return text.toString();
        }
    }

    static void execute(DataSource source, String... statements) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
