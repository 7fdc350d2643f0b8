package dev.terrace.cache.jdbc;

import dev.terrace.testkit.SqliteDatabase;
import dev.terrace.testkit.WithSqlite;
import javax.sql.DataSource;

@WithSqlite
class SqliteLogIT extends LogContract {

    private final SqliteDatabase database;

    SqliteLogIT(SqliteDatabase database) {
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
}
