package dev.terrace.cache.jdbc;

import dev.terrace.testkit.MariaDbServer;
import dev.terrace.testkit.WithMariaDb;
import java.util.HexFormat;
import javax.sql.DataSource;

@WithMariaDb
class MariaDbEntryIT extends EntryContract {

    private final MariaDbServer server;

    MariaDbEntryIT(MariaDbServer server) {
        this.server = server;
    }

    @Override
    DataSource dataSource() {
        return server.dataSource();
    }

    @Override
    JdbcBuilder builder() {
        return Jdbc.builder(server.jdbcUrl(), "", "");
    }

    @Override
    String plan(String sql) throws Exception {
        return Rows.text(dataSource(), "EXPLAIN FORMAT=JSON " + sql);
    }

    @Override
    String primaryKey() {
        return "PRIMARY";
    }

    @Override
    String binary(byte[] bytes) {
        return "X'" + HexFormat.of().formatHex(bytes) + "'";
    }

    @Override
    void analyse() throws Exception {
        Rows.execute(dataSource(), "ANALYZE TABLE terrace_entry");
    }
}
