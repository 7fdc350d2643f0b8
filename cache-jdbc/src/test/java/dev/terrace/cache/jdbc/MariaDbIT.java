package dev.terrace.cache.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.terrace.cache.spi.Appended;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.Grant;
import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.Lease;
import dev.terrace.cache.spi.Ledger;
import dev.terrace.cache.spi.LedgerState;
import dev.terrace.cache.spi.LogRecord;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Slice;
import dev.terrace.cache.spi.Tier;
import dev.terrace.cache.spi.TierWrite;
import dev.terrace.testkit.MariaDbServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What MariaDB and its drivers have and others do not: settings of connections, snapshots, collations, limits. */
class MariaDbIT extends Scene implements OneDatabase.OfMariaDb {

    private final MariaDbServer server;

    MariaDbIT(MariaDbServer server) {
        this.server = server;
    }

    private Jdbc own() {
        return closing(Jdbc.builder(server.jdbcUrl(), "", "")
                .statementTimeout(GENEROUS)
                .build());
    }

    /** A pool such as a service has: REPEATABLE READ, counts of what was found, and what the test adds. */
    private HikariDataSource pool(String parameters, boolean autoCommit) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.jdbcUrl() + parameters);
        config.setMaximumPoolSize(2);
        config.setAutoCommit(autoCommit);
        return closing(new HikariDataSource(config));
    }

    private static Jdbc on(HikariDataSource users) {
        return Jdbc.builder(users).statementTimeout(GENEROUS).build();
    }

    /** With REPEATABLE READ a transaction that is left open would read the same old snapshot for ever. */
    @Test
    void read_onConnectionsThatCommitByHandAndRepeatTheirReads_seesWhatOthersHaveAppended() {
        InvalidationLog log = log(on(pool("", false)));
        InvalidationLog other = log(own());

        for (int i = 0; i < 5; i++) {
            Appended appended = append(other, Name.dependency("d" + i));
            Slice slice = answer(log.read(Position.NONE, 100));
            assertThat(slice.reached()).isEqualTo(appended.position(0));
            assertThat(append(log, Name.dependency("mine" + i)).first()).isEqualTo(appended.first() + 1);
        }
    }

    @Test
    void calls_onConnectionsOfAnyState_leaveItAsItWas() throws Exception {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.jdbcUrl() + "&sessionVariables=wait_timeout=777");
        config.setMaximumPoolSize(1);
        config.setAutoCommit(false);
        HikariDataSource users = closing(new HikariDataSource(config));
        Jdbc jdbc = on(users);
        Tier tier = tier(jdbc);
        InvalidationLog log = log(jdbc);

        append(log, Name.dependency("a"));
        answer(tier.put(CACHE, List.of(entry(key(), at(1, 1), HOUR), entry(key(), at(1, 1), HOUR))));

        try (Connection connection = users.getConnection()) {
            assertThat(connection.getAutoCommit()).isFalse();
            assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_REPEATABLE_READ);
            assertThat(text(connection, "SELECT @@wait_timeout")).isEqualTo("777");
        }
    }

    /** Where only changed rows are counted, a lease that is renewed in the same millisecond counts 0, and is held. */
    @Test
    void renew_whereOnlyChangesAreCounted_isHeldHoweverOften() {
        Lease lease = on(pool("&useAffectedRows=true", true)).lease();
        lease.open(node());
        closing(lease::close);
        Grant grant = answer(lease.acquire("a", "me", HOUR)).orElseThrow();

        for (int i = 0; i < 100; i++) {
            assertThat(answer(lease.renew("a", grant.token(), HOUR))).isPresent();
        }
    }

    @Test
    void put_whereFoundRowsAreCounted_storesTheNewerAllTheSame() {
        Tier tier = tier(on(pool("", true)));
        Digest key = key();

        put(tier, entry(key, at(1, 5), HOUR));
        put(tier, entry(key, at(1, 4), HOUR));
        put(tier, new TierWrite(key, at(1, 5), true, bytes("a tombstone"), HOUR));

        assertThat(text(tier, key)).isEqualTo("1/5");
    }

    /** A batch that is sent in one piece answers nothing of its parts, so which names are new is asked for. */
    @Test
    void append_whereBatchesAreSentInOnePiece_losesNoName() throws Exception {
        InvalidationLog log = log(on(pool("&useBulkStmts=true&useBulkStmtsForInserts=true", true)));

        append(log, Name.dependency("a"), Name.dependency("b"));
        append(log, Name.dependency("b"), Name.dependency("c"));
        Slice slice = answer(log.read(Position.NONE, 100));

        assertThat(slice.records().stream().map(LogRecord::name))
                .containsExactly(Name.dependency("a"), Name.dependency("b"), Name.dependency("c"));
        assertThat(Rows.number(
                        server.dataSource(),
                        "SELECT dependency_count FROM terrace_log WHERE namespace = '" + namespace + "'"))
                .isEqualTo(3);
    }

    /** To MariaDB's collations all of these are one, or two. */
    @Test
    void names_thatCollationsTakeForOne_stayApart() {
        InvalidationLog log = log(own());
        List<Name> names = List.of(
                Name.dependency("ae"),
                Name.dependency("AE"),
                Name.dependency("ae "),
                Name.dependency("\u00e6"),
                Name.dependency("a\u0308"),
                Name.dependency("\u00e4"),
                Name.dependency("\ud83d\ude00"),
                Name.dependency("\ud83d\ude01"));

        append(log, names.toArray(Name[]::new));

        assertThat(answer(log.read(Position.NONE, 100)).records().stream().map(LogRecord::name))
                .containsExactlyElementsOf(names);
        Tier tier = tier(own());
        Digest key = key();
        answer(tier.put("Products", List.of(entry(key, at(1, 1), HOUR))));
        assertThat(answer(tier.get("products", List.of(key)))).containsOnlyNulls();
        Lease lease = own().lease();
        lease.open(node());
        closing(lease::close);
        assertThat(answer(lease.acquire("a", "me", HOUR))).isPresent();
        assertThat(answer(lease.acquire("A", "you", HOUR))).isPresent();
    }

    @Test
    void lives_onConnectionsOfOtherTimeZones_areTheSame() {
        Tier east = tier(on(pool("&sessionVariables=time_zone='+12:00'", true)));
        Tier west = tier(on(pool("&sessionVariables=time_zone='-11:00'", true)));
        Digest key = key();

        put(east, entry(key, at(1, 1), HOUR));

        assertThat(answer(west.get(CACHE, List.of(key))).get(0))
                .isNotNull()
                .satisfies(found -> assertThat(found.remaining()).isBetween(Duration.ofMinutes(59), HOUR));
    }

    @Test
    void put_ofMoreThanThePacketsOfTheServer_namesTheCureAndSpoilsNothing() {
        Tier tier = tier(own());
        Digest key = key();
        byte[] large = new byte[17 << 20];

        Throwable failure = failure(tier.put(CACHE, List.of(new TierWrite(key, at(1, 1), false, large, HOUR))));

        assertThat(failure)
                .isInstanceOf(JdbcException.class)
                .hasMessageContaining("of " + large.length + " bytes")
                .hasMessageContaining("max_allowed_packet")
                .hasMessageContaining("maximumValueBytes");
        put(tier, entry(key, at(1, 1), HOUR));
        assertThat(text(tier, key)).isEqualTo("1/1");
    }

    /**
     * What a torn snapshot shows: the head and the record of an append, but not the record of the one before it, which is still being
     * committed. Who reads now must wait for it.
     */
    @Test
    void read_ofAnAppendWithoutTheOneBeforeIt_waitsForThat() throws Exception {
        InvalidationLog log = log(own());
        Position before = append(log, Name.dependency("first"), Name.dependency("early"), Name.dependency("late"))
                .position(2);
        try (Connection early = server.dataSource().getConnection();
                Statement statement = early.createStatement()) {
            early.setAutoCommit(false);
            statement.execute("UPDATE terrace_log_record SET sequence = 4 WHERE sequence = 2 AND " + mine());
            Rows.execute(
                    server.dataSource(),
                    "UPDATE terrace_log_record SET sequence = 5 WHERE sequence = 3 AND " + mine(),
                    "UPDATE terrace_log SET sequence = 5 WHERE " + mine());
            statement.execute("SELECT * FROM terrace_log WHERE " + mine() + " FOR UPDATE");

            CompletionStage<Slice> read = log.read(before, 100);
            Awaitility.await().atMost(PATIENCE).until(this::somebodyWaitsForALock);
            early.commit();

            assertThat(answer(read).records())
                    .containsExactly(
                            new LogRecord(4, Name.dependency("early")), new LogRecord(5, Name.dependency("late")));
        }
    }

    private String mine() {
        return "log_id = X'" + HexFormat.of().formatHex(Ids.log(namespace)) + "'";
    }

    private boolean somebodyWaitsForALock() throws SQLException {
        return Rows.number(server.dataSource(), "SELECT COUNT(*) FROM information_schema.innodb_lock_waits") > 0;
    }

    /** The same of a ledger: its position would say that nothing is to be read again. */
    @Test
    void read_ofALedgerWhoseChangeIsBeingCommitted_waitsForThat() throws Exception {
        Ledger ledger = own().ledger();
        ledger.open(node());
        closing(ledger::close);
        answer(ledger.read("flags"));
        try (Connection early = server.dataSource().getConnection();
                Statement statement = early.createStatement()) {
            early.setAutoCommit(false);
            statement.execute(
                    "UPDATE terrace_ledger SET sequence = 7 WHERE namespace = '" + namespace + "' AND name = 'flags'");

            CompletionStage<LedgerState> read = ledger.read("flags");
            Awaitility.await().atMost(PATIENCE).until(this::somebodyWaitsForALock);
            early.commit();

            assertThat(answer(read).at().sequence()).isEqualTo(7);
        }
    }

    /** A process that stops in the middle of a transaction is ended by the server; until then others wait no longer than they may. */
    @Test
    void locks_ofWhoeverStops_areTakenFromHim() throws Exception {
        Jdbc jdbc = own();
        InvalidationLog log = log(jdbc);
        append(log, Name.dependency("first"));
        Dialect dialect = new MariaDbDialect();
        try (Connection stopped = server.dataSource().getConnection();
                Statement statement = stopped.createStatement()) {
            stopped.setAutoCommit(false);
            statement.execute(dialect.guard(Duration.ofSeconds(1)));
            statement.execute("SELECT * FROM terrace_log FOR UPDATE");

            assertThat(append(log, Name.dependency("second")).first()).isEqualTo(2);
            assertThatThrownBy(stopped::commit).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void transactions_thatWaitForEachOtherInACircle_areTriedAgain() throws Exception {
        Jdbc jdbc = own();
        Tier tier = tier(jdbc);
        List<Digest> keys = keys(2).stream()
                .sorted((a, b) -> Long.compare(a.high(), b.high()))
                .toList();
        put(tier, entry(keys.get(0), at(1, 1), HOUR), entry(keys.get(1), at(1, 1), HOUR));
        Rows.execute(server.dataSource(), "CREATE TABLE ballast (seq BIGINT)");
        try (Connection other = server.dataSource().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            // Heavier than the other one, so that InnoDB chooses that as its victim.
            statement.execute("INSERT INTO ballast SELECT seq FROM seq_1_to_1000");
            statement.execute("UPDATE terrace_entry SET epoch = epoch + 1 WHERE entry_id = " + literal(keys.get(1)));
            var answer =
                    tier.put(CACHE, List.of(entry(keys.get(0), at(9, 1), HOUR), entry(keys.get(1), at(9, 1), HOUR)));
            Awaitility.await().atMost(PATIENCE).until(this::somebodyWaitsForALock);
            statement.execute("UPDATE terrace_entry SET epoch = epoch + 1 WHERE entry_id = " + literal(keys.get(0)));
            other.commit();

            assertThat(answer(answer)).isEqualTo(2);
        }
        assertThat(text(tier, keys.get(0))).isEqualTo("9/1");
        assertThat(text(tier, keys.get(1))).isEqualTo("9/1");
    }

    private static String literal(Digest key) {
        return "X'" + HexFormat.of().formatHex(key.bytes()) + "'";
    }

    private static String text(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }
}
