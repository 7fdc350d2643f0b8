package dev.terrace.cache.jdbc;

import dev.terrace.testkit.H2Database;
import dev.terrace.testkit.WithH2;
import java.util.HexFormat;
import javax.sql.DataSource;

@WithH2
class H2EntryIT extends EntryContract {

    private final H2Database database;

    H2EntryIT(H2Database database) {
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

    @Override
    String plan(String sql) throws Exception {
        return Rows.text(dataSource(), "EXPLAIN " + sql);
    }

    @Override
    String primaryKey() {
        return "PRIMARY_KEY";
    }

    @Override
    String binary(byte[] bytes) {
        return "X'" + HexFormat.of().formatHex(bytes) + "'";
    }
}
