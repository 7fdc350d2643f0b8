package dev.terrace.cache.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Tier;
import dev.terrace.cache.spi.TierWrite;
import dev.terrace.testkit.H2Database;
import dev.terrace.testkit.PostgresServer;
import dev.terrace.testkit.WithH2;
import dev.terrace.testkit.WithPostgres;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Connections that belong to somebody else: they come in any state, and go back in the same. */
class UsersPoolIT extends Scene {

    @Test
    void calls_onPostgresConnectionsOfAnyState_workAndLeaveItAsItWas(@WithPostgres PostgresServer server)
            throws Exception {
        try (Connection lent = server.dataSource().getConnection()) {
            lent.setAutoCommit(false);
            lent.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            lent.setNetworkTimeout(Runnable::run, 77_000);

            useAll(Jdbc.builder(always(lent)).statementTimeout(GENEROUS).build());

            assertThat(lent.getAutoCommit()).isFalse();
            assertThat(lent.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
            assertThat(lent.getNetworkTimeout()).isEqualTo(77_000);
            assertThat(setting(lent, "SHOW idle_in_transaction_session_timeout"))
                    .isEqualTo("0");
        }
    }

    @Test
    void calls_onH2ConnectionsOfAnyState_workAndLeaveItAsItWas(@WithH2 H2Database database) throws Exception {
        try (Connection lent = database.dataSource().getConnection();
                Statement statement = lent.createStatement()) {
            lent.setAutoCommit(false);
            lent.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            statement.setQueryTimeout(77);

            useAll(Jdbc.builder(always(lent)).statementTimeout(GENEROUS).build());

            assertThat(lent.getAutoCommit()).isFalse();
            assertThat(lent.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
            assertThat(statement.getQueryTimeout()).isEqualTo(77);
        }
    }

    /** The driver then turns a batch of inserts into one, and does not say what became of each. */
    @Test
    void put_whereTheDriverRewritesBatches_stillCounts(@WithPostgres PostgresServer server) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.jdbcUrl() + "&reWriteBatchedInserts=true");
        config.setMaximumPoolSize(3);
        HikariDataSource users = closing(new HikariDataSource(config));
        Jdbc jdbc = Jdbc.builder(users).statementTimeout(GENEROUS).build();
        Tier tier = tier(jdbc);
        List<TierWrite> writes = new ArrayList<>();
        for (Digest key : keys(20)) {
            put(tier, entry(key, at(1, writes.size() < 5 ? 9 : 1), HOUR));
            writes.add(entry(key, at(1, 5), HOUR));
        }

        assertThat(answer(tier.put(CACHE, writes))).isEqualTo(15);
        useAll(jdbc);
    }

    /** With one connection for everything: nothing here needs two at a time. */
    @Test
    void calls_onAPoolOfOne_work(@WithPostgres PostgresServer server) throws Exception {
        Jdbc jdbc = closing(Jdbc.builder(server.jdbcUrl(), "", "")
                .maximumPoolSize(1)
                .statementTimeout(GENEROUS)
                .build());

        inParallel(4, number -> useAll(jdbc));
    }

    private void useAll(Jdbc jdbc) {
        Tier tier = tier(jdbc);
        InvalidationLog log = log(jdbc);
        List<Digest> keys = keys(3);
        List<TierWrite> writes =
                keys.stream().map(key -> entry(key, at(1, 1), HOUR)).toList();
        assertThat(answer(tier.put(CACHE, writes))).isEqualTo(3);
        put(tier, entry(keys.get(0), at(1, 2), HOUR));
        assertThat(answer(tier.get(CACHE, keys))).doesNotContainNull();
        answer(tier.purge(CACHE, at(1, 1), 10));
        append(log, Name.dependency("a"), Name.key(keys.get(0)));
        assertThat(answer(log.read(Position.NONE, 10)).records()).isNotEmpty();
    }

    private static String setting(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    /** A pool of one connection, which stays open when it is given back, and is lent to one at a time. */
    private static DataSource always(Connection connection) {
        ClassLoader loader = UsersPoolIT.class.getClassLoader();
        Object lent = Proxy.newProxyInstance(
                loader,
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) ->
                        method.getName().equals("close") ? null : Unreliable.invoke(connection, method, arguments));
        return (DataSource) Proxy.newProxyInstance(
                loader,
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> method.getName().equals("isWrapperFor") ? (Object) false : lent);
    }
}
