package dev.terrace.testkit;

import static dev.terrace.testkit.FaultProxy.Direction.TO_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class FaultProxyIT {

    // @start region="sample"
    @Test
    @WithRedis
    void cutAfter_replyOfRedis_commandWasAppliedAllTheSame(RedisServer redis) {
        try (FaultProxy proxy = FaultProxy.to(redis.uri())) {
            RedisServer seen = RedisServer.at(proxy.uri());
            seen.command("SET", "counter", "1");

            proxy.cutAfter(TO_CLIENT, 0);

            assertThatThrownBy(() -> seen.command("INCR", "counter")).isInstanceOf(TestServerException.class);
            assertThat(seen.command("GET", "counter")).isEqualTo("2");
        }
    }
    // @end

    @Test
    @WithPostgres
    void cutAfter_replyToCommit_transactionIsThereAllTheSame(PostgresServer postgres) throws SQLException {
        try (FaultProxy proxy = FaultProxy.to(postgres.jdbcUrl());
                Connection connection = DriverManager.getConnection(proxy.uri());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (id INT)");
            connection.setAutoCommit(false);
            statement.execute("INSERT INTO t VALUES (1)");

            proxy.cutAfter(TO_CLIENT, 0);

            assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
            try (Connection next = DriverManager.getConnection(proxy.uri());
                    Statement query = next.createStatement();
                    var rows = query.executeQuery("SELECT id FROM t")) {
                assertThat(rows.next()).isTrue();
            }
        }
    }
}
