package dev.terrace.cache.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.terrace.cache.Receipt;
import dev.terrace.cache.spi.Append;
import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Position;
import dev.terrace.testkit.FaultProxy;
import dev.terrace.testkit.FaultProxy.Direction;
import dev.terrace.testkit.PostgresServer;
import dev.terrace.testkit.Proves;
import dev.terrace.testkit.WithPostgres;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What a database and its connections do to a node that goes on. */
@WithPostgres
class PostgresFaultsIT extends Nodes {

    private static final Duration STATEMENT = Duration.ofMillis(500);

    /** Twice the statement's and a second, as the builder says; and what a busy machine takes. */
    private static final Duration IN_TIME = Duration.ofSeconds(6);

    private final PostgresServer server;

    PostgresFaultsIT(PostgresServer server) {
        this.server = server;
    }

    @Test
    void append_readAndBeat_whoseBackendIsKilledInTheMiddle_failAtOnceAndWorkAgain() throws Exception {
        Jdbc jdbc = closing(Jdbc.builder(server.jdbcUrl(), "", "")
                .statementTimeout(GENEROUS)
                .build());
        InvalidationLog log = log(jdbc);
        append(log, Name.dependency("first"));
        Append append = appendOf(Name.dependency("a"), Name.dependency("b"));
        for (Call call : List.<Call>of(
                () -> log.append(append), () -> log.read(Position.NONE, 10), log::beat, () -> log.append(append))) {
            CompletionStage<?> stage;
            try (Connection other = server.dataSource().getConnection()) {
                other.setAutoCommit(false);
                other.createStatement().execute("LOCK TABLE terrace_log IN ACCESS EXCLUSIVE MODE");
                stage = call.make();
                eventually(() -> assertThat(Rows.number(
                                server.dataSource(),
                                "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname ="
                                        + " current_database() AND application_name = 'terrace' AND wait_event_type ="
                                        + " 'Lock'"))
                        .isPositive());
                other.rollback();
            }
            assertThat(failure(stage)).isInstanceOf(JdbcException.class);
        }

        assertThat(answer(log.append(append)).first()).isEqualTo(2);
        assertThat(answer(log.read(Position.NONE, 10)).reached().sequence()).isEqualTo(3);
        answer(log.beat());
    }

    @Test
    @Proves("CACHE-4")
    void nodes_whoseBackendsAreKilledAgainAndAgain_converge() throws Exception {
        Node one = node(closing(Jdbc.at(server.jdbcUrl(), "", "")));
        Node other = node(closing(Jdbc.at(server.jdbcUrl(), "", "")));
        long epochs = other.epochs();
        for (int round = 0; round < 20; round++) {
            source.put("key", "value " + round);
            one.terrace().invalidateDependencyAsync(DEPENDENCY);
            other.get("key");
            Rows.execute(
                    server.dataSource(),
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND"
                            + " application_name = 'terrace'");
        }

        eventually(() -> assertThat(other.get("key")).isEqualTo("value 19"));
        eventually(() -> assertThat(one.terrace().logStats().pending()).isZero());
        assertThat(one.get("key")).isEqualTo("value 19");
        assertThat(other.epochs()).as("the log was never lost").isEqualTo(epochs);
    }

    /** All connections of the service's pool are taken for seconds; what is to be heard is heard beside it. */
    @Test
    @Proves("CACHE-7")
    void pool_exhausted_leavesTheHeapAndQueuesInvalidations() throws Exception {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.jdbcUrl());
        config.setMaximumPoolSize(2);
        HikariDataSource users = closing(new HikariDataSource(config));
        Node node = node(Jdbc.builder(users).statementTimeout(STATEMENT).build());
        Node other = node(closing(Jdbc.at(server.jdbcUrl(), "", "")));
        source.put("key", "old");
        assertThat(node.get("key")).isEqualTo("old");
        assertThat(other.get("key")).isEqualTo("old");

        List<Connection> taken = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            taken.add(users.getConnection());
        }
        source.put("key", "new");
        inTime(() -> assertThat(node.invalidate()).isEqualTo(Receipt.QUEUED));
        inTime(() -> assertThat(node.get("key")).isEqualTo("new"));
        inTime(() -> assertThat(node.get("another")).isEqualTo("none"));
        inTime(() -> assertThat(node.get("key")).isEqualTo("new"));
        assertThat(node.terrace().logStats().pending()).isPositive();
        for (Connection connection : taken) {
            connection.close();
        }

        eventually(() -> assertThat(other.get("key")).isEqualTo("new"));
        eventually(() -> assertThat(node.terrace().logStats().pending()).isZero());
        assertThat(node.invalidate()).isEqualTo(Receipt.LOGGED);
    }

    /** A cable is cut: nothing comes back, and nobody says so. */
    @Test
    @Proves("CACHE-7")
    void sockets_halfOpen_leaveTheHeapAndAreReplaced() throws Exception {
        FaultProxy proxy = closing(FaultProxy.to(server.jdbcUrl()));
        Node node = node(closing(
                Jdbc.builder(proxy.uri(), "", "").statementTimeout(STATEMENT).build()));
        Node other = node(closing(Jdbc.at(server.jdbcUrl(), "", "")));
        source.put("key", "old");
        assertThat(node.get("key")).isEqualTo("old");
        assertThat(other.get("key")).isEqualTo("old");

        proxy.swallow(Direction.TO_SERVER);
        proxy.swallow(Direction.TO_CLIENT);
        source.put("key", "new");
        inTime(() -> assertThat(node.invalidate()).isEqualTo(Receipt.QUEUED));
        inTime(() -> assertThat(node.get("key")).isEqualTo("new"));
        assertThat(other.get("key")).isEqualTo("old");
        proxy.heal();

        eventually(() -> assertThat(other.get("key")).isEqualTo("new"));
        source.put("key", "newer");
        eventually(() -> assertThat(other.invalidate()).isEqualTo(Receipt.LOGGED));
        eventually(() -> assertThat(node.get("key")).isEqualTo("newer"));
    }

    private static void inTime(Check check) throws Exception {
        long start = System.nanoTime();
        check.run();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(IN_TIME);
    }

    /** A call of a log. */
    private interface Call {
        CompletionStage<?> make();
    }
}
