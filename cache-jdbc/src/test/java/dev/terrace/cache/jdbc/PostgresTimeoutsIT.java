package dev.terrace.cache.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Tier;
import dev.terrace.testkit.PostgresServer;
import dev.terrace.testkit.WithPostgres;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What others do in the database at the same time must not hold anybody up for longer than was agreed. */
@WithPostgres
class PostgresTimeoutsIT extends Scene {

    private final PostgresServer server;
    private final Jdbc jdbc;

    PostgresTimeoutsIT(PostgresServer server) {
        this.server = server;
        jdbc = closing(Jdbc.builder(server.jdbcUrl(), "", "")
                .statementTimeout(Duration.ofSeconds(1))
                .build());
    }

    @Test
    void put_ofARowThatSomebodyHasLocked_failsInTimeAndIsNotDoneLater() throws Exception {
        Tier tier = tier(jdbc);
        Digest key = key();
        put(tier, entry(key, at(1, 1), HOUR));
        try (Connection other = server.dataSource().getConnection()) {
            other.setAutoCommit(false);
            other.createStatement().execute("SELECT 1 FROM terrace_entry FOR UPDATE");

            assertThat(failure(tier.put(CACHE, List.of(entry(key, at(1, 2), HOUR)))))
                    .isInstanceOf(JdbcException.class)
                    .extracting(failure -> ((JdbcException) failure).sqlState())
                    .isEqualTo("57014");
            other.rollback();
        }

        Digest later = key();
        put(tier, entry(later, at(1, 1), HOUR));
        assertThat(text(tier, key)).isEqualTo("1/1");
    }

    /** A process that stops in the middle of an append holds the head's row, for which all others wait; the server ends that. */
    @Test
    void append_whileAStoppedProcessHoldsTheHead_goesOnAfterAWhile() throws Exception {
        InvalidationLog log = log(jdbc);
        append(log, Name.dependency("a"));
        try (Connection stopped = server.dataSource().getConnection()) {
            stopped.setAutoCommit(false);
            stopped.createStatement().execute(new PostgresDialect().guard(Duration.ofMillis(jdbcNetworkMillis())));
            stopped.createStatement().execute("SELECT 1 FROM terrace_log FOR UPDATE");

            CompletionStage<?> waiting = log.append(appendOf(Name.dependency("b")));
            assertThat(failure(waiting)).isInstanceOf(JdbcException.class);
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> answer(
                            log.append(appendOf(Name.dependency("c"))).handle((answer, failure) -> failure == null)));
        }
    }

    /** That such a guard is set in every transaction, and gone after it. */
    @Test
    void transactions_ofOurs_areGuardedByTheServer() throws Exception {
        Settings settings = new Settings(
                new Tables(null, Tables.DEFAULT_PREFIX),
                true,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                1,
                1,
                true);
        Access access = new Access(server.dataSource(), server.dataSource(), Access.Kind.USERS_POOL, "here");
        Database database = new Database(access, settings);

        String inside = database.transaction((session, sql) -> idleTimeout(session), Patience.ENDLESS);
        String outside = database.single((session, sql) -> idleTimeout(session), Patience.ENDLESS);

        assertThat(inside).isEqualTo("2s");
        assertThat(outside).isEqualTo("0");
    }

    private static String idleTimeout(Session session) throws java.sql.SQLException {
        try (var query = session.prepare("SHOW idle_in_transaction_session_timeout");
                var row = query.executeQuery()) {
            row.next();
            return row.getString(1);
        }
    }

    private static long jdbcNetworkMillis() {
        return 2_000;
    }
}
