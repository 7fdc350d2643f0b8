package dev.terrace.cache.jdbc;

import dev.terrace.testkit.PostgresServer;
import dev.terrace.testkit.WithPostgres;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@WithPostgres
class PostgresLogIT extends LogContract {

    private final PostgresServer server;

    PostgresLogIT(PostgresServer server) {
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

    @Test
    void append_byEightThreadsWhileConnectionsAreKilled_isSeenInOrderByEveryFollower() throws Exception {
        Jdbc jdbc = closing(builder().statementTimeout(GENEROUS).build());

        appendAndFollow(
                jdbc,
                () -> Rows.execute(
                        dataSource(),
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                                + " AND application_name = 'terrace' AND random() < 0.3"));
    }
}
