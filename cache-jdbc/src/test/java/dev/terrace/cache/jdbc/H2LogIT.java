package dev.terrace.cache.jdbc;

import dev.terrace.testkit.H2Database;
import dev.terrace.testkit.WithH2;
import javax.sql.DataSource;

@WithH2
class H2LogIT extends LogContract {

    private final H2Database database;

    H2LogIT(H2Database database) {
        this.database = database;
    }

    @Override
    DataSource dataSource() {
        return database.dataSource();
    }

    @Override
    JdbcBuilder builder() {
        return Jdbc.builder(database.jdbcUrl(), database.user(), database.password());
    }
}
