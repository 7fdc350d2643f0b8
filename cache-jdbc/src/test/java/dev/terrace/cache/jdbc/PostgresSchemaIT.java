package dev.terrace.cache.jdbc;

import dev.terrace.testkit.PostgresServer;
import dev.terrace.testkit.WithPostgres;
import javax.sql.DataSource;

@WithPostgres
class PostgresSchemaIT extends SchemaContract {

    private final PostgresServer server;

    PostgresSchemaIT(PostgresServer server) {
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
        return new PostgresDialect();
    }
}
