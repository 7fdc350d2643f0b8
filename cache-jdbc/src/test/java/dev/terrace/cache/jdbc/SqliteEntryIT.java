package dev.terrace.cache.jdbc;

import dev.terrace.testkit.SqliteDatabase;
import dev.terrace.testkit.WithSqlite;
import java.util.HexFormat;
import javax.sql.DataSource;

@WithSqlite
class SqliteEntryIT extends EntryContract {

    private final SqliteDatabase database;

    SqliteEntryIT(SqliteDatabase database) {
        this.database = database;
    }

    @Override
    DataSource dataSource() {
        return database.dataSource();
    }

    @Override
    JdbcBuilder builder() {
        return Jdbc.builder(database.jdbcUrl(), "", "");
    }

    @Override
    String plan(String sql) throws Exception {
        StringBuilder plan = new StringBuilder();
        try (var connection = dataSource().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("EXPLAIN QUERY PLAN " + sql)) {
            while (rows.next()) {
                plan.append(rows.getString("detail")).append('\n');
            }
        }
        return plan.toString();
    }

    @Override
    String primaryKey() {
        return "sqlite_autoindex_terrace_entry_1";
    }

    @Override
    String binary(byte[] bytes) {
        return "X'" + HexFormat.of().formatHex(bytes) + "'";
    }
}
