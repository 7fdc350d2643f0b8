package dev.terrace.cache.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.terrace.testkit.PostgresServer;
import dev.terrace.testkit.Proves;
import dev.terrace.testkit.WithPostgres;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Invalidations of other nodes are heard of, and not found by polling: polls are an hour apart. */
@WithPostgres
class PostgresListeningIT extends Nodes {

    private static final Duration NEVER = Duration.ofHours(1);
    private static final String LISTENING =
            "FROM pg_stat_activity WHERE datname = current_database() AND query LIKE" + " 'LISTEN%'";

    private final PostgresServer server;

    PostgresListeningIT(PostgresServer server) {
        this.server = server;
    }

    @Test
    @Proves("CACHE-2")
    void invalidation_ofAnotherNode_isHeardOf() throws Exception {
        Node one = node(closing(ofUrl().build()));
        Node other = node(closing(ofUrl().build()));
        awaitListening(2);

        for (int i = 0; i < 5; i++) {
            exchange(one, other, "value " + i);
            exchange(other, one, "value back " + i);
        }
    }

    @Test
    void invalidation_onAUsersPoolOfOneConnection_isHeardOfBesideIt() throws Exception {
        Node one = node(Jdbc.builder(usersPool(1)).pollInterval(NEVER).build());
        Node other = node(Jdbc.builder(usersPool(1)).pollInterval(NEVER).build());
        awaitListening(2);

        exchange(one, other, "value");
    }

    /** As data sources do that count, trace or route. */
    @Test
    void invalidation_onConnectionsThatWrapTheDrivers_isHeardOf() throws Exception {
        Node one = node(Jdbc.builder(server.dataSource())
                .listenOn(wrapping(server.dataSource()))
                .pollInterval(NEVER)
                .build());
        Node other = node(Jdbc.builder(server.dataSource())
                .listenOn(wrapping(server.dataSource()))
                .pollInterval(NEVER)
                .build());
        awaitListening(2);

        exchange(one, other, "value");
    }

    @Test
    void invalidation_whileTheListenerIsAway_isFoundWhenItIsBack() throws Exception {
        Node one = node(closing(ofUrl().build()));
        Node other = node(closing(ofUrl().build()));
        for (int round = 0; round < 3; round++) {
            awaitListening(2);
            Rows.execute(server.dataSource(), "SELECT pg_terminate_backend(pid) " + LISTENING);
            exchange(one, other, "value " + round);
        }
        awaitListening(2);
    }

    @Test
    void listen_switchedOff_leavesPolling() throws Exception {
        Node one = node(closing(
                ofUrl().listen(false).pollInterval(Duration.ofMillis(100)).build()));
        Node other = node(closing(
                ofUrl().listen(false).pollInterval(Duration.ofMillis(100)).build()));

        exchange(one, other, "value");

        assertThat(listening()).isZero();
    }

    /** The connections of a data source of another kind may be scarce. */
    @Test
    void listen_onADataSourceThatSaysNothingOfItself_takesNoConnection() throws Exception {
        Node one = node(Jdbc.builder(server.dataSource())
                .pollInterval(Duration.ofMillis(100))
                .build());
        Node other = node(Jdbc.builder(server.dataSource())
                .pollInterval(Duration.ofMillis(100))
                .build());

        exchange(one, other, "value");

        assertThat(listening()).isZero();
    }

    @Test
    void close_endsTheConnectionAtOnce() throws Exception {
        Node one = node(closing(ofUrl().build()));
        awaitListening(1);
        long start = System.nanoTime();

        one.close();

        awaitListening(0);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    private void exchange(Node from, Node to, String value) {
        to.get("key");
        source.put("key", value);
        from.invalidate();
        eventually(() -> assertThat(to.get("key")).isEqualTo(value));
    }

    private JdbcBuilder ofUrl() {
        return Jdbc.builder(server.jdbcUrl(), "", "").pollInterval(NEVER);
    }

    private HikariDataSource usersPool(int size) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.jdbcUrl());
        config.setMaximumPoolSize(size);
        return closing(new HikariDataSource(config));
    }

    private void awaitListening(long count) {
        eventually(() -> assertThat(listening()).isEqualTo(count));
    }

    private long listening() throws Exception {
        return Rows.number(server.dataSource(), "SELECT COUNT(*) " + LISTENING);
    }

    private static DataSource wrapping(DataSource source) {
        ClassLoader loader = PostgresListeningIT.class.getClassLoader();
        return (DataSource) Proxy.newProxyInstance(loader, new Class<?>[] {DataSource.class}, (proxy, call, none) -> {
            Connection real = source.getConnection();
            return Proxy.newProxyInstance(
                    loader,
                    new Class<?>[] {Connection.class},
                    (inner, method, arguments) -> Unreliable.invoke(real, method, arguments));
        });
    }
}
