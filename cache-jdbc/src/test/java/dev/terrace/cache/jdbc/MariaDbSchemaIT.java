package dev.terrace.cache.jdbc;

import dev.terrace.testkit.MariaDbServer;
import dev.terrace.testkit.WithMariaDb;
import javax.sql.DataSource;

@WithMariaDb
class MariaDbSchemaIT extends SchemaContract {

    private final MariaDbServer server;

    MariaDbSchemaIT(MariaDbServer server) {
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
    Dialect dialect() {
        return new MariaDbDialect();
    }
}
