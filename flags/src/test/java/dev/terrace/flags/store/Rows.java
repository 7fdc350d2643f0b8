package dev.terrace.flags.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** What tests do to tables behind Terrace's back. */
final class Rows {

    private Rows() {}

    /** Removes everything that a namespace's ledger is. */
    static void lose(DataSource source, String namespace) throws SQLException {
        String collections = " WHERE collection_id IN (SELECT collection_id FROM terrace_ledger WHERE namespace = '"
                + namespace + "')";
        execute(
                source,
                "DELETE FROM terrace_ledger_record" + collections,
                "DELETE FROM terrace_ledger_trail" + collections,
                "DELETE FROM terrace_ledger WHERE namespace = '" + namespace + "'");
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
