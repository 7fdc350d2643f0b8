package dev.terrace.cache.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.testkit.PostgresServer;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class PostgresWarmIT extends WarmContract implements OneDatabase.OfPostgres {

    private final PostgresServer server;

    PostgresWarmIT(PostgresServer server) {
        this.server = server;
    }

    @Override
    DataSource dataSource() {
        return server.dataSource();
    }

    @Override
    String numbers(long most) {
        return "SELECT generate_series(1, " + most + ")";
    }

    /** Two thousand million rows: who reads all of them before he answers does not get far. */
    @Test
    void keys_areStreamed() {
        JdbcKeys<Long> keys = JdbcKeys.query(dataSource(), numbers(2_000_000_000L), row -> row.getLong(1));
        assertThat(keys.next(2)).containsExactly(1L, 2L);
        keys.close();
    }
}
