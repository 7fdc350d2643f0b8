package dev.terrace.cache.jdbc;

import dev.terrace.testkit.PostgresServer;
import dev.terrace.testkit.WithPostgres;
import java.util.HexFormat;
import javax.sql.DataSource;

@WithPostgres
class PostgresEntryIT extends EntryContract {

    private final PostgresServer server;

    PostgresEntryIT(PostgresServer server) {
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
        return Rows.text(dataSource(), "EXPLAIN " + sql);
    }

    @Override
    String primaryKey() {
        return "terrace_entry_pkey";
    }

    @Override
    String binary(byte[] bytes) {
        return "'\\x" + HexFormat.of().formatHex(bytes) + "'::bytea";
    }
}
