package dev.terrace.cache.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import dev.terrace.cache.Cache;
import dev.terrace.cache.Terrace;
import dev.terrace.cache.TierStats;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.Host;
import dev.terrace.cache.spi.Tier;
import dev.terrace.cache.spi.TierEntry;
import dev.terrace.cache.spi.TierWrite;
import dev.terrace.testkit.FaultProxy;
import dev.terrace.testkit.FaultProxy.Direction;
import dev.terrace.testkit.H2Database;
import dev.terrace.testkit.PostgresServer;
import dev.terrace.testkit.Proves;
import dev.terrace.testkit.TestHost;
import dev.terrace.testkit.VirtualTime;
import dev.terrace.testkit.WithH2;
import dev.terrace.testkit.WithPostgres;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Reads on the caller's own thread, on connections that are at hand. */
@WithPostgres
class AtHandIT extends Nodes {

    /** A tier's timeout; everything else here has far more time. */
    private static final Duration LIMIT = Duration.ofMillis(300);

    private static final Duration IN_TIME = LIMIT.multipliedBy(2);

    /** A host whose time only tests move on, so that nothing at hand goes back meanwhile. */
    private record Still(TestHost host, VirtualTime time) implements Host {

        @Override
        public String namespace() {
            return host.namespace();
        }

        @Override
        public Executor executor() {
            return host.executor();
        }
    }

    private final PostgresServer server;
    private final Digest key = key();
    private final VirtualTime time = new VirtualTime();
    private final Host host = new Still(node(), time);

    AtHandIT(PostgresServer server) {
        this.server = server;
    }

    @Test
    void getHere_afterAReadThatFoundNothingAtHand_isAnsweredByThisThread() throws Exception {
        Jdbc jdbc = jdbc(server.jdbcUrl());
        Tier tier = filled(jdbc);

        assertThat(tier.getHere(CACHE, key, LIMIT)).isNull();
        assertThat(text(tier, key)).isEqualTo("1/1");

        assertThat(here(tier)).isEqualTo("1/1");
        assertThat(pool(jdbc).getActiveConnections()).isEqualTo(1);
    }

    /** Its clock is asked once, and told from the node's after that. */
    @Test
    void getHere_ofAnEntryWhoseLifeEnds_answersWhatIsLeftAndThenNothing() throws Exception {
        Tier tier = opened(jdbc(server.jdbcUrl()), host);
        put(tier, entry(key, at(1, 1), HOUR));
        prepared(tier);
        assertThat(left(tier)).isBetween(HOUR.minusMinutes(1), HOUR);
        for (int i = 0; i < 9; i++) {
            time.advance(Duration.ofMillis(90));
            assertThat(left(tier)).isBetween(HOUR.minusMinutes(1), HOUR);
        }
        Digest brief = key();
        put(tier, entry(brief, at(1, 1), Duration.ofMillis(60)));
        assertThat(tier.getHere(CACHE, brief, LIMIT)).isNotNull().isCompletedWithValue(null);
    }

    /** The first entry that is found may have expired: that says what the clock shows as well. */
    @Test
    void getHere_ofAnEntryThatHasExpired_isNothing() throws Exception {
        Tier tier = prepared(filled(jdbc(server.jdbcUrl())));
        Rows.execute(server.dataSource(), "UPDATE terrace_entry SET expires_at = expires_at - 3600000");

        for (int i = 0; i < 2; i++) {
            assertThat(tier.getHere(CACHE, key, LIMIT)).isNotNull().isCompletedWithValue(null);
        }
        assertThat(text(tier, key)).isNull();
    }

    @Test
    void get_whileNobodyWantsAConnection_keepsNone() throws Exception {
        Jdbc jdbc = jdbc(server.jdbcUrl());
        Tier tier = filled(jdbc);

        text(tier, key);

        assertThat(pool(jdbc).getActiveConnections()).isZero();
    }

    @Test
    void getHere_onADatabaseThatDoesNotEndWhatIsAborted_isNeverAnswered(@WithH2 H2Database database) {
        Jdbc jdbc = closing(Jdbc.builder(database.jdbcUrl(), database.user(), database.password())
                .build());
        Tier tier = filled(jdbc);

        for (int i = 0; i < 3; i++) {
            assertThat(tier.getHere(CACHE, key, LIMIT)).isNull();
            assertThat(text(tier, key)).isEqualTo("1/1");
        }
    }

    @Test
    void connectionsAtHand_ofZero_keepsNone() throws Exception {
        Tier tier = filled(closing(Jdbc.builder(server.jdbcUrl(), "", "")
                .connectionsAtHand(0)
                .statementTimeout(GENEROUS)
                .build()));

        tier.getHere(CACHE, key, LIMIT);
        text(tier, key);

        assertThat(tier.getHere(CACHE, key, LIMIT)).isNull();
    }

    @Test
    void connection_unusedForAMoment_goesBack() throws Exception {
        Jdbc jdbc = jdbc(server.jdbcUrl());
        Tier tier = prepared(filled(jdbc));
        time.advance(AtHand.UNUSED.minusMillis(1));
        assertThat(here(tier)).isEqualTo("1/1");
        time.advance(AtHand.UNUSED.minusMillis(1));
        assertThat(pool(jdbc).getActiveConnections()).isEqualTo(1);

        time.advance(AtHand.LOOK);

        assertThat(pool(jdbc).getActiveConnections()).isZero();
    }

    /** So that a pool which looks for connections that do not come back, or have grown old, finds them. */
    @Test
    void connection_usedAllTheTime_goesBackAllTheSame() throws Exception {
        Jdbc jdbc = jdbc(server.jdbcUrl());
        Tier tier = prepared(filled(jdbc));
        Duration often = AtHand.LENT.dividedBy(20);
        for (int i = 1; i < 20; i++) {
            time.advance(often);
            assertThat(here(tier)).isEqualTo("1/1");
        }
        assertThat(pool(jdbc).getActiveConnections()).isEqualTo(1);

        time.advance(often);
        assertThat(here(tier)).isEqualTo("1/1");

        assertThat(pool(jdbc).getActiveConnections()).isZero();
        assertThat(tier.getHere(CACHE, key, LIMIT)).isNull();
    }

    @Test
    void close_givesBackWhatIsAtHand() throws Exception {
        Jdbc jdbc = jdbc(server.jdbcUrl());
        Tier tier = prepared(filled(jdbc));
        Tier sameHosts = opened(jdbc, host);
        Tier anothers = prepared(opened(jdbc, new Still(node(), time)));
        assertThat(pool(jdbc).getActiveConnections()).isEqualTo(2);

        anothers.close();
        anothers.close();
        tier.close();
        tier.close();
        assertThat(tier.getHere(CACHE, key, LIMIT)).isNull();
        assertThat(pool(jdbc).getActiveConnections()).isEqualTo(1);
        assertThat(here(sameHosts)).isEqualTo("1/1");
        sameHosts.close();

        assertThat(pool(jdbc).getActiveConnections()).isZero();
    }

    @Test
    void connection_ofAnyState_goesBackAsItCame() throws Exception {
        HikariDataSource users = users(8, false);
        Tier tier = prepared(filled(Jdbc.on(users)));
        assertThat(here(tier)).isEqualTo("1/1");

        tier.close();

        try (Connection connection = users.getConnection()) {
            assertThat(connection.getAutoCommit()).isFalse();
            assertThat(connection.getNetworkTimeout()).isZero();
        }
    }

    /** A cable is cut: nothing comes back, and nobody says so. */
    @Test
    @Proves("CACHE-7")
    void getHere_onAHalfOpenSocket_endsInTime() throws Exception {
        FaultProxy proxy = closing(FaultProxy.to(server.jdbcUrl()));
        Jdbc jdbc = jdbc(proxy.uri());
        Tier tier = prepared(filled(jdbc));
        proxy.swallow(Direction.TO_SERVER);
        proxy.swallow(Direction.TO_CLIENT);

        assertFailsInTime(tier);

        assertNothingIsLeft(jdbc, tier);
        proxy.heal();
        eventually(() -> assertThat(text(tier, key)).isEqualTo("1/1"));
    }

    /** Each wait for bytes is short, but there are many: only the watch ends that. */
    @Test
    @Proves("CACHE-7")
    void getHere_ofAnAnswerThatTricklesIn_endsInTime() throws Exception {
        FaultProxy proxy = closing(FaultProxy.to(server.jdbcUrl()));
        Jdbc jdbc = jdbc(proxy.uri());
        Tier tier = opened(jdbc, host);
        byte[] large = new byte[1_000_000];
        new Random(seed).nextBytes(large);
        answer(tier.put(CACHE, List.of(new TierWrite(key, at(1, 1), false, large, HOUR))));
        prepared(tier);
        proxy.bandwidth(Direction.TO_CLIENT, 200_000);
        long before = proxy.delivered(Direction.TO_CLIENT);
        node().executor().execute(() -> {
            eventually(() -> assertThat(proxy.delivered(Direction.TO_CLIENT)).isGreaterThan(before + 20_000));
            time.advance(LIMIT);
        });

        CompletionStage<@Nullable TierEntry> answered = tier.getHere(CACHE, key, LIMIT);

        assertThat(answered).isNotNull();
        assertThat(answered.toCompletableFuture()).isCompletedExceptionally();
        assertThat(proxy.delivered(Direction.TO_CLIENT)).isLessThan(before + large.length);
        assertNothingIsLeft(jdbc, tier);
    }

    @Test
    @Proves("CACHE-7")
    void getHere_ofATableThatSomebodyHasLocked_endsInTime() throws Exception {
        Jdbc jdbc = jdbc(server.jdbcUrl());
        Tier tier = prepared(filled(jdbc));
        try (Connection other = server.dataSource().getConnection()) {
            other.setAutoCommit(false);
            other.createStatement().execute("LOCK TABLE terrace_entry IN ACCESS EXCLUSIVE MODE");

            assertFailsInTime(tier);
            other.rollback();
        }

        assertNothingIsLeft(jdbc, tier);
        assertThat(text(tier, key)).isEqualTo("1/1");
    }

    @Test
    void getHere_thatFails_saysWhyAndKeepsNothing() throws Exception {
        Jdbc jdbc = jdbc(server.jdbcUrl());
        Tier tier = prepared(filled(jdbc));
        Rows.execute(server.dataSource(), "ALTER TABLE terrace_entry RENAME COLUMN envelope TO missing");

        CompletionStage<@Nullable TierEntry> failed = tier.getHere(CACHE, key, LIMIT);

        assertThat(failed).isNotNull();
        assertThat(failure(failed))
                .isInstanceOf(JdbcException.class)
                .hasMessageContaining("A read of an entry failed at jdbc:postgresql:")
                .extracting(failure -> ((JdbcException) failure).sqlState())
                .isEqualTo("42703");
        assertNothingIsLeft(jdbc, tier);
    }

    @Test
    void getHere_byAThreadThatIsInterrupted_isMadeElsewhere() throws Exception {
        Tier tier = prepared(filled(jdbc(server.jdbcUrl())));

        Thread.currentThread().interrupt();
        CompletionStage<@Nullable TierEntry> interrupted = tier.getHere(CACHE, key, LIMIT);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(interrupted).isNull();
        assertThat(here(tier)).isEqualTo("1/1");
    }

    @Test
    void connection_thatSomebodyWaitsFor_goesBackWhenItIsLookedAt() throws Exception {
        HikariDataSource users = users(4);
        Tier tier = prepared(filled(Jdbc.on(users)));
        CompletableFuture<Connection> waiting = waitsForOneMore(users, 3);

        time.advance(AtHand.LOOK);

        waiting.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).close();
        assertThat(tier.getHere(CACHE, key, LIMIT)).isNull();
    }

    @Test
    void connection_thatSomebodyWaitsFor_goesBackAfterTheRead() throws Exception {
        HikariDataSource users = users(4);
        Tier tier = prepared(filled(Jdbc.on(users)));
        CompletableFuture<Connection> waiting = waitsForOneMore(users, 3);

        assertThat(here(tier)).isEqualTo("1/1");

        waiting.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).close();
        assertThat(tier.getHere(CACHE, key, LIMIT)).isNull();
    }

    /** A read that has found none has one of the pool's; while somebody waits for that it is not kept. */
    @Test
    void connection_ofAReadWhileSomebodyWaits_goesBack() throws Exception {
        HikariDataSource users = users(4);
        Tier tier = filled(Jdbc.on(users));
        tier.getHere(CACHE, key, LIMIT);
        List<Connection> taken = taken(users, 3);
        Connection last = users.getConnection();
        CompletionStage<List<@Nullable TierEntry>> read = tier.get(CACHE, List.of(key));
        eventually(() -> assertThat(pool(users).getThreadsAwaitingConnection()).isEqualTo(1));
        CompletableFuture<Connection> waiting = waitsForOneMore(users, 0);

        last.close();

        answer(read);
        waiting.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).close();
        for (Connection each : taken) {
            each.close();
        }
        assertThat(pool(users).getActiveConnections()).isZero();
    }

    /** All of the pool's connections are taken: a caller's thread waits for none. */
    @Test
    @Proves("CACHE-7")
    void getHere_ofAnExhaustedPool_isNullAtOnce() throws Exception {
        HikariDataSource users = users(4);
        Tier tier = filled(Jdbc.builder(users).statementTimeout(LIMIT).build());
        taken(users, 4);

        long start = System.nanoTime();
        assertThat(tier.getHere(CACHE, key, LIMIT)).isNull();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LIMIT);
        CompletionStage<List<@Nullable TierEntry>> read = tier.get(CACHE, List.of(key));
        time.advance(Duration.ofSeconds(2));
        assertThat(failure(read)).isInstanceOf(JdbcException.class);
    }

    @Test
    void get_ofManyThreads_readsWhatIsThereAndLeavesNothingBehind() throws Exception {
        Jdbc jdbc = jdbc(server.jdbcUrl());
        Terrace terrace = closing(Terrace.builder(namespace).log(jdbc.log()).build());
        Cache<String, String> cache = terrace.cache("texts", String.class, String.class)
                .tier(jdbc.tier(), tier -> tier.timeout(GENEROUS))
                .loader((text, load) -> "loaded " + text)
                .build();
        for (int i = 0; i < 100; i++) {
            cache.put("key" + i, "value" + i);
        }

        inParallel(16, number -> {
            for (int i = 0; i < 500; i++) {
                int which = (number * 31 + i) % 100;
                assertThat(cache.get("key" + which)).isEqualTo("value" + which);
            }
        });

        TierStats stats = cache.stats().tiers().get(0);
        assertThat(stats.misses()).isZero();
        assertThat(stats.failures()).isZero();
        terrace.close();
        assertThat(pool(jdbc).getActiveConnections()).isZero();
    }

    private Jdbc jdbc(String url) {
        return closing(Jdbc.builder(url, "", "").statementTimeout(GENEROUS).build());
    }

    private HikariDataSource users(int size) {
        return users(size, true);
    }

    private HikariDataSource users(int size, boolean autoCommit) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.jdbcUrl());
        config.setMaximumPoolSize(size);
        config.setAutoCommit(autoCommit);
        config.setConnectionTimeout(GENEROUS.toMillis());
        return closing(new HikariDataSource(config));
    }

    private Tier filled(Jdbc jdbc) {
        Tier tier = opened(jdbc, host);
        put(tier, entry(key, at(1, 1), HOUR));
        return tier;
    }

    private Tier opened(Jdbc jdbc, Host with) {
        Tier tier = jdbc.tier();
        tier.open(with);
        closing(tier::close);
        return tier;
    }

    /** One that has a connection at hand. */
    private Tier prepared(Tier tier) {
        tier.getHere(CACHE, key, LIMIT);
        answer(tier.get(CACHE, List.of(key)));
        return tier;
    }

    private String here(Tier tier) {
        CompletionStage<@Nullable TierEntry> answered = tier.getHere(CACHE, key, LIMIT);
        if (answered == null) {
            throw new AssertionError("nothing was at hand");
        }
        assertThat(answered.toCompletableFuture()).isDone();
        TierEntry found = answered.toCompletableFuture().join();
        return found == null ? "nothing" : new String(found.envelope(), StandardCharsets.UTF_8);
    }

    private Duration left(Tier tier) {
        CompletionStage<@Nullable TierEntry> answered = tier.getHere(CACHE, key, LIMIT);
        TierEntry found =
                answered == null ? null : answered.toCompletableFuture().join();
        if (found == null) {
            throw new AssertionError("nothing was at hand, or there");
        }
        return found.remaining();
    }

    private void assertFailsInTime(Tier tier) {
        long start = System.nanoTime();
        CompletionStage<@Nullable TierEntry> answered = tier.getHere(CACHE, key, LIMIT);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertThat(answered).isNotNull();
        assertThat(answered.toCompletableFuture()).isCompletedExceptionally();
        assertThat(took).isBetween(LIMIT.minusMillis(5), IN_TIME);
    }

    private void assertNothingIsLeft(Jdbc jdbc, Tier tier) throws Exception {
        assertThat(tier.getHere(CACHE, key, LIMIT)).isNull();
        HikariPoolMXBean pool = pool(jdbc);
        eventually(() -> assertThat(pool.getActiveConnections()).isZero());
    }

    private static HikariPoolMXBean pool(Jdbc jdbc) throws SQLException {
        return jdbc.dataSource().unwrap(HikariDataSource.class).getHikariPoolMXBean();
    }

    private static HikariPoolMXBean pool(HikariDataSource pool) {
        return pool.getHikariPoolMXBean();
    }

    private List<Connection> taken(HikariDataSource pool, int count) throws SQLException {
        List<Connection> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            taken.add(closing(pool.getConnection()));
        }
        return taken;
    }

    /** Takes what a pool has left, and waits for one more. */
    private CompletableFuture<Connection> waitsForOneMore(HikariDataSource pool, int left) throws SQLException {
        int before = pool(pool).getThreadsAwaitingConnection();
        taken(pool, left);
        CompletableFuture<Connection> waiting =
                CompletableFuture.supplyAsync(() -> connection(pool), node().executor());
        eventually(() -> assertThat(pool(pool).getThreadsAwaitingConnection()).isEqualTo(before + 1));
        return waiting;
    }

    private static Connection connection(HikariDataSource pool) {
        try {
            return pool.getConnection();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
