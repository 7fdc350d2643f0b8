package dev.terrace.cache.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Slice;
import dev.terrace.cache.spi.Tier;
import dev.terrace.testkit.FaultProxy;
import dev.terrace.testkit.PostgresServer;
import dev.terrace.testkit.TestHost;
import dev.terrace.testkit.WithH2;
import dev.terrace.testkit.WithPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Databases that are away: at start, in between, and behind a pool that has nothing left. */
class UnreachableIT extends Scene {

    @Test
    void open_ofAServerThatIsAway_isNoErrorAndWorksWhenItComes(@WithPostgres PostgresServer server) {
        FaultProxy proxy = closing(FaultProxy.to(server.jdbcUrl()));
        proxy.refuseConnections();
        Jdbc jdbc = closing(Jdbc.at(proxy.uri(), "", ""));

        long start = System.nanoTime();
        Tier tier = tier(jdbc);
        InvalidationLog log = log(jdbc);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        assertThat(failure(tier.get(CACHE, keys(2))))
                .isInstanceOf(JdbcException.class)
                .hasMessageNotContaining("password=");
        assertThat(failure(log.read(Position.NONE, 10))).isInstanceOf(JdbcException.class);

        proxy.acceptConnections();

        Slice slice = Awaitility.await()
                .atMost(PATIENCE)
                .until(
                        () -> answer(log.read(Position.NONE, 10).handle((answer, failure) -> answer)),
                        read -> read != null);
        assertThat(slice.reached().isKnown()).isTrue();
        Digest key = key();
        Awaitility.await().atMost(PATIENCE).until(() -> stored(tier, key, slice.reached()));
        assertThat(text(tier, key)).isEqualTo(slice.reached().toString());
    }

    /** While nothing answers one thread waits for the pool; the others of the namespace are left to those who need them. */
    @Test
    void calls_whileNothingAnswers_doNotHoldTheThreadsOfTheirHost(@WithPostgres PostgresServer server)
            throws Exception {
        FaultProxy proxy = closing(FaultProxy.to(server.jdbcUrl()));
        Jdbc jdbc = closing(Jdbc.builder(proxy.uri(), "", "")
                .statementTimeout(Duration.ofMillis(300))
                .build());
        TestHost host = node();
        Tier tier = jdbc.tier();
        tier.open(host);
        put(tier, entry(key(), at(1, 1), HOUR));
        proxy.refuseConnections();
        proxy.resetConnections();

        Awaitility.await().atMost(PATIENCE).until(() -> {
            Throwable failure = failure(tier.get(CACHE, keys(1)));
            return String.valueOf(failure.getMessage()).contains("is being tried");
        });
        List<CompletionStage<?>> stages = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            stages.add(tier.get(CACHE, keys(1)));
        }
        long start = System.nanoTime();
        stages.forEach(Scene::failure);
        List<String> ran = new ArrayList<>();
        host.executor().execute(() -> ran.add("other work"));
        Awaitility.await().atMost(Duration.ofSeconds(1)).until(() -> !ran.isEmpty());
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));

        proxy.acceptConnections();
        Digest key = key();
        Awaitility.await().atMost(PATIENCE).until(() -> stored(tier, key, at(1, 1)));
    }

    /** The caller has given the write up; when the pool has a connection again it must not be done any more. */
    @Test
    void put_thatWaitedTooLongForAConnection_isNotDoneAnyMore(@WithH2 dev.terrace.testkit.H2Database database)
            throws Exception {
        Gated gated = new Gated(database.dataSource());
        Jdbc jdbc = Jdbc.builder(gated.dataSource())
                .statementTimeout(Duration.ofMillis(100))
                .build();
        Tier tier = tier(jdbc);
        Digest key = key();
        put(tier, entry(key, at(1, 1), HOUR));

        AutoCloseable shut = gated.shut();
        try {
            assertThat(failure(tier.put(CACHE, List.of(entry(key, at(1, 9), HOUR)))))
                    .isInstanceOf(JdbcException.class)
                    .hasMessageContaining("given up");
        } finally {
            shut.close();
        }

        Digest later = key();
        Awaitility.await().atMost(PATIENCE).until(() -> stored(tier, later, at(1, 1)));
        assertThat(text(tier, key)).isEqualTo("1/1");
    }

    private static boolean stored(Tier tier, Digest key, Position position) {
        return answer(
                tier.put(CACHE, List.of(entry(key, position, HOUR))).handle((answer, failure) -> failure == null));
    }
}
