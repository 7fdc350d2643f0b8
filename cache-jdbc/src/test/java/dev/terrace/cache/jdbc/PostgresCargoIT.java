package dev.terrace.cache.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.terrace.cache.spi.Append;
import dev.terrace.cache.spi.Appended;
import dev.terrace.cache.spi.Bookmark;
import dev.terrace.cache.spi.Cargo;
import dev.terrace.cache.spi.Claim;
import dev.terrace.cache.spi.Claimed;
import dev.terrace.cache.spi.Claims;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Tier;
import dev.terrace.cache.spi.TierEntry;
import dev.terrace.cache.spi.TierWrite;
import dev.terrace.testkit.FaultProxy;
import dev.terrace.testkit.H2Database;
import dev.terrace.testkit.PostgresServer;
import dev.terrace.testkit.WithH2;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Entries that travel with appends. */
class PostgresCargoIT extends Scene implements OneDatabase.OfPostgres {

    private static final Digest A = new Digest(1, 1);
    private static final Digest B = new Digest(-2, 2);

    private final PostgresServer server;
    private final InvalidationLog log;
    private final Tier tier;

    PostgresCargoIT(PostgresServer server) {
        this.server = server;
        Jdbc jdbc = partner();
        log = log(jdbc);
        tier = tier(jdbc);
        append(log, Name.dependency("first"));
    }

    private Jdbc partner() {
        return closing(Jdbc.builder(server.jdbcUrl(), "", "")
                .statementTimeout(GENEROUS)
                .build());
    }

    @Test
    void carries_aTierOfTheSamePartner_alone(@WithH2 H2Database h2) throws Exception {
        assertThat(log.carries(tier)).isTrue();
        assertThat(log.carries(tier(partner()))).isFalse();
        Jdbc other =
                closing(Jdbc.builder(h2.jdbcUrl(), h2.user(), h2.password()).build());
        assertThat(log(other).carries(tier(other))).isFalse();
    }

    /** There a statement sees what stood when its transaction began. */
    @Test
    void carries_overConnectionsOfAnotherIsolation_isFalse() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.jdbcUrl());
        config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
        Jdbc users = Jdbc.on(closing(new HikariDataSource(config)));

        assertThat(log(users).carries(tier(users))).isFalse();
    }

    @Test
    void carries_askedWhileTheServerIsAway_isFalseForGood() {
        FaultProxy proxy = closing(FaultProxy.to(server.jdbcUrl()));
        proxy.refuseConnections();
        Jdbc away = closing(
                Jdbc.builder(proxy.uri(), "", "").statementTimeout(GENEROUS).build());
        InvalidationLog itsLog = log(away);
        Tier itsTier = tier(away);
        assertThat(itsLog.carries(itsTier)).isFalse();

        proxy.acceptConnections();

        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> answer(itsLog.read(Position.NONE, 10).handle((slice, failure) -> failure == null)));
        assertThat(itsLog.carries(itsTier)).isFalse();
        assertThat(log(away).carries(itsTier)).isTrue();
    }

    @Test
    void append_storesEachEntryUnderThePositionOfItsName() {
        Appended appended = append(
                List.of(Name.key(A), Name.dependency("x"), Name.key(B), Name.key(A)),
                Map.of(0, value(A, "first"), 2, value(B, "of b"), 3, value(A, "second")));

        assertThat(appended.carried()).isTrue();
        assertThat(text(A)).isEqualTo("second");
        assertThat(stored(A).position()).isEqualTo(appended.position(3));
        assertThat(stored(A).remaining()).isBetween(Duration.ofMinutes(59), HOUR);
        assertThat(text(B)).isEqualTo("of b");
        assertThat(stored(B).position()).isEqualTo(appended.position(2));
        assertThat(answer(log.read(appended.position(-1), 10)).records()).hasSize(3);
    }

    @Test
    void append_ofAKeyOfTwoCaches_storesBoth() {
        Cargo others = new Cargo("others", A, false, bytes("of others"), HOUR);

        append(List.of(Name.key(A), Name.key(A)), Map.of(0, others, 1, value(A, "mine")));

        assertThat(text(A)).isEqualTo("mine");
        assertThat(answer(tier.get("others", List.of(A)))).doesNotContainNull();
    }

    @Test
    void append_ofARemoval_leavesATombstoneThatYieldsToTheNextEntry() {
        append(List.of(Name.key(A)), Map.of(0, value(A, "text")));
        Appended removed = append(List.of(Name.key(A)), Map.of(0, removal(A)));

        assertThat(removed.carried()).isTrue();
        assertThat(put(A, below(removed.position(0)), "late")).isZero();
        assertThat(text(A)).isEqualTo("gone");
        assertThat(put(A, above(removed.position(0)), "new")).isOne();
    }

    @Test
    void append_ofTheSameKeyAgain_replacesIt() {
        append(List.of(Name.key(A)), Map.of(0, value(A, "text")));

        Appended again = append(List.of(Name.key(A)), Map.of(0, value(A, "again")));

        assertThat(again.carried()).isTrue();
        assertThat(text(A)).isEqualTo("again");
    }

    @Test
    void append_repeated_writesNothingAgain() {
        Append append = appendOf(known(), List.of(Name.key(A)), Map.of(0, value(A, "of the append")));
        Appended first = answer(log.append(append));
        put(A, above(first.position(0)), "newer");

        Appended again = answer(log.append(append));

        assertThat(again.position(0)).isEqualTo(first.position(0));
        assertThat(again.token()).isEqualTo(first.token());
        assertThat(first.carried()).isTrue();
        assertThat(again.carried())
                .as("what became of it is not known any more")
                .isFalse();
        assertThat(text(A)).isEqualTo("newer");
    }

    /** Given up by its sender, who has gone on, and then it arrives after all. */
    @Test
    void append_thatArrivesLate_removesWhatItsNamesSupersede() {
        Append late = appendOf(known(), List.of(Name.key(A), Name.key(B)), Map.of(0, value(A, "old"), 1, removal(B)));
        append(List.of(Name.key(A), Name.key(B)), Map.of(0, value(A, "young"), 1, value(B, "young b")));

        Appended appended = answer(log.append(late));

        assertThat(appended.carried()).isFalse();
        assertThat(text(A)).isNull();
        assertThat(text(B)).isEqualTo("gone");
        assertThat(put(A, below(appended.position(0)), "younger, but superseded"))
                .isZero();
        assertThat(put(A, appended.position(0), "the second step of a sender who is still there"))
                .isOne();
    }

    @Test
    void append_thatArrivesLateWithKeysTwice_storesNoValue() {
        Append late = appendOf(
                known(),
                List.of(Name.key(A), Name.key(A), Name.key(B), Name.key(B)),
                Map.of(0, value(A, "old"), 1, value(A, "less old"), 2, removal(B), 3, value(B, "old b")));
        append(List.of(Name.key(A), Name.key(B)), Map.of(0, value(A, "young"), 1, value(B, "young b")));

        Appended appended = answer(log.append(late));

        assertThat(appended.carried()).isFalse();
        assertThat(answer(tier.get(CACHE, List.of(A, B)))).containsOnlyNulls();
    }

    /** A removal that stands behind what the sender knew is as young as a value. */
    @Test
    void append_thatArrivesAfterARemoval_storesNoValue() {
        Append late = appendOf(known(), List.of(Name.key(A)), Map.of(0, value(A, "old")));
        append(List.of(Name.key(A)), Map.of(0, removal(A)));

        assertThat(answer(log.append(late)).carried()).isFalse();
        assertThat(text(A)).isNull();
    }

    @Test
    void append_behindMoreThanIsRemembered_storesNoValue() throws Exception {
        Append late = appendOf(known(), List.of(Name.key(A), Name.key(B)), Map.of(0, value(A, "old"), 1, removal(B)));
        moveHead("sequence = sequence + " + (LogTrimmer.APPENDS_REMEMBERED + 1));

        Appended appended = answer(log.append(late));

        assertThat(appended.carried()).isFalse();
        assertThat(text(A)).isNull();
        assertThat(text(B)).isEqualTo("gone");
    }

    @Test
    void append_behindAllThatIsRemembered_storesItsValue() throws Exception {
        Append append = appendOf(known(), List.of(Name.key(A)), Map.of(0, value(A, "text")));
        moveHead("sequence = sequence + " + LogTrimmer.APPENDS_REMEMBERED);

        assertThat(answer(log.append(append)).carried()).isTrue();
        assertThat(text(A)).isEqualTo("text");
    }

    /** Such a log has lost its end, and with it what would show that this comes late. */
    @Test
    void append_toALogThatEndsBeforeWhatItsSenderKnows_leavesRemovals() throws Exception {
        append(log, Name.dependency("second"));
        Append append = appendOf(known(), List.of(Name.key(A)), Map.of(0, value(A, "text")));
        moveHead("sequence = 1");
        String mine = mine("log_id", Ids.log(namespace));
        Rows.execute(
                server.dataSource(),
                "DELETE FROM terrace_log_record WHERE " + mine,
                "DELETE FROM terrace_log_token WHERE first_sequence > 1 AND " + mine);

        Appended appended = answer(log.append(append));

        assertThat(appended.first()).isEqualTo(2);
        assertThat(appended.carried()).isFalse();
        assertThat(text(A)).isNull();
    }

    @Test
    void append_sentUnderAnotherEpoch_leavesRemovals() throws Exception {
        Append late = appendOf(
                known(), List.of(Name.key(A), Name.key(B)), Map.of(0, value(A, "of the lost log"), 1, removal(B)));
        Rows.lose(server.dataSource(), namespace);

        Appended appended = answer(log.append(late));

        assertThat(appended.carried()).isFalse();
        assertThat(text(A)).isNull();
        assertThat(text(B)).isEqualTo("gone");
        assertThat(put(A, below(appended.position(0)), "of the new log, before"))
                .isZero();
        assertThat(put(A, appended.position(0), "the second step")).isOne();
    }

    @Test
    void append_bySomebodyWhoKnowsAnOlderEpoch_leavesRemovals() {
        Position known = known();

        Appended appended = answer(log.append(
                appendOf(at(known.epoch() - 1, known.sequence()), List.of(Name.key(A)), Map.of(0, value(A, "text")))));

        assertThat(appended.epoch()).isEqualTo(known.epoch());
        assertThat(appended.carried()).isFalse();
        assertThat(text(A)).isNull();
    }

    @Test
    void append_ofARemovalSentUnderAnotherEpoch_hasArrived() throws Exception {
        Append late = appendOf(known(), List.of(Name.key(B)), Map.of(0, removal(B)));
        Rows.lose(server.dataSource(), namespace);

        assertThat(answer(log.append(late)).carried()).isTrue();
        assertThat(text(B)).isEqualTo("gone");
    }

    @Test
    void append_toALogWithAnotherTokenAtTheBookmark_leavesRemovals() {
        Appended own = append(log, Name.dependency("own"));
        Bookmark right = new Bookmark(own.position(0), own.token());
        Bookmark wrong = new Bookmark(own.position(0), own.token() + 1);

        Appended known = answer(log.append(marked(right, A)));
        Appended another = answer(log.append(marked(wrong, B)));

        assertThat(known.carried()).isTrue();
        assertThat(text(A)).isEqualTo("marked");
        assertThat(another.epoch()).isGreaterThan(own.epoch());
        assertThat(another.carried()).isFalse();
        assertThat(text(B)).isNull();
    }

    private static Append marked(Bookmark bookmark, Digest key) {
        return new Append(
                UUID.randomUUID().toString(),
                bookmark.position(),
                List.of(Name.key(key)),
                Map.of(0, value(key, "marked")),
                bookmark);
    }

    @Test
    void append_whereSomethingNewerStands_leavesThat() throws Exception {
        append(List.of(Name.key(A), Name.key(B)), Map.of(0, value(A, "newer"), 1, value(B, "newer b")));
        Rows.execute(server.dataSource(), "UPDATE terrace_entry SET epoch = epoch + 1 WHERE " + ofCache());

        Appended value = append(List.of(Name.key(A)), Map.of(0, value(A, "older")));
        Appended removal = append(List.of(Name.key(B)), Map.of(0, removal(B)));

        assertThat(value.carried()).isFalse();
        assertThat(text(A)).isEqualTo("newer");
        assertThat(removal.carried()).isFalse();
        assertThat(text(B)).isEqualTo("newer b");
    }

    @Test
    void append_whereSomethingNewerHasExpired_replacesIt() throws Exception {
        append(List.of(Name.key(A)), Map.of(0, value(A, "newer")));
        Rows.execute(
                server.dataSource(), "UPDATE terrace_entry SET epoch = epoch + 1, expires_at = 1 WHERE " + ofCache());

        Appended appended = append(List.of(Name.key(A)), Map.of(0, value(A, "of this log")));

        assertThat(appended.carried()).isTrue();
        assertThat(text(A)).isEqualTo("of this log");
    }

    @Test
    void append_whereSomethingOfAnEarlierLogStands_replacesIt() throws Exception {
        append(List.of(Name.key(A)), Map.of(0, value(A, "earlier")));
        Rows.execute(
                server.dataSource(),
                "UPDATE terrace_entry SET epoch = epoch - 1, sequence = sequence + 1000 WHERE " + ofCache());

        Appended appended = append(List.of(Name.key(A)), Map.of(0, value(A, "of this log")));

        assertThat(appended.carried()).isTrue();
        assertThat(text(A)).isEqualTo("of this log");
        assertThat(Rows.number(
                        server.dataSource(), "SELECT COUNT(*) FROM terrace_entry WHERE NOT tombstone AND " + ofCache()))
                .isOne();
    }

    @Test
    void append_ofTheMostEntries_storesAll() {
        Map<Integer, Cargo> cargo = new HashMap<>();
        List<Name> names = IntStream.range(0, Append.MAXIMUM_NAMES)
                .mapToObj(i -> {
                    Digest key = new Digest(7, i);
                    cargo.put(i, value(key, "x".repeat(1_000) + i));
                    return Name.key(key);
                })
                .toList();

        assertThat(append(names, cargo).carried()).isTrue();

        assertThat(text(new Digest(7, 999))).endsWith("x999");
        assertThat(text(new Digest(7, 0))).endsWith("x0");
    }

    @Test
    void append_besideOthers_storesWhatEachBrings() throws Exception {
        Position known = known();
        List<Appended> answers = together(
                appendOf(known, List.of(Name.key(A)), Map.of(0, value(A, "of a"))),
                appendOf(known, List.of(Name.dependency("x"), Name.key(new Digest(3, 3))), Map.of()),
                appendOf(known, List.of(Name.dependency("y"), Name.key(B)), Map.of(1, value(B, "of b"))));

        assertThat(answers).allMatch(Appended::carried);
        assertThat(stored(A).position()).isEqualTo(answers.get(0).position(0));
        assertThat(stored(B).position()).isEqualTo(answers.get(2).position(1));
        assertThat(answers.get(2).first()).isEqualTo(answers.get(0).first() + 3);
    }

    /** That one is late says nothing of the other, but that costs no more than a second step. */
    @Test
    void append_besideALateOne_storesNothingThatIsOlder() throws Exception {
        Position early = known();
        append(List.of(Name.key(A)), Map.of(0, value(A, "young")));
        List<Appended> answers = together(
                appendOf(early, List.of(Name.key(A)), Map.of(0, value(A, "old"))),
                appendOf(known(), List.of(Name.key(B)), Map.of(0, value(B, "of b"))));

        assertThat(answers).extracting(Appended::carried).containsExactly(false, true);
        assertThat(text(A)).isNull();
        assertThat(text(B)).isEqualTo("of b");
    }

    @Test
    void appends_ofOneKeyTogether_leaveTheRemovalOfTheLast() throws Exception {
        Position known = known();
        List<Appended> answers = together(
                appendOf(known, List.of(Name.key(A)), Map.of(0, value(A, "first"))),
                appendOf(known, List.of(Name.key(A), Name.key(B)), Map.of(0, value(A, "second"), 1, removal(B))));

        assertThat(answers).noneMatch(Appended::carried);
        assertThat(text(A)).isNull();
        assertThat(text(B)).isEqualTo("gone");
        assertThat(put(A, answers.get(0).position(0), "of the first")).isZero();
        assertThat(put(A, answers.get(1).position(0), "of the second")).isOne();
    }

    @Test
    void appends_ofSendersWhoKnowSeveralEpochsTogether_leaveRemovals() throws Exception {
        Position known = known();
        List<Appended> answers = together(
                appendOf(known, List.of(Name.key(A)), Map.of(0, value(A, "of a"))),
                appendOf(at(known.epoch() - 1, 1), List.of(Name.key(B)), Map.of(0, value(B, "of b"))));

        assertThat(answers).noneMatch(Appended::carried).allMatch(each -> each.epoch() == known.epoch());
        assertThat(answer(tier.get(CACHE, List.of(A, B)))).containsOnlyNulls();
    }

    @Test
    void append_withCargoTwiceAtOnce_isOneAppend() throws Exception {
        Append append = appendOf(known(), List.of(Name.key(A)), Map.of(0, value(A, "text")));

        List<Appended> answers = together(append, append);

        assertThat(answers.get(1)).isEqualTo(answers.get(0));
        assertThat(stored(A).position()).isEqualTo(answers.get(0).position(0));
    }

    /** Whoever reads himself, and whoever claims a load, finds nothing where a removal stands in the place of a value. */
    @Test
    void reads_ofARemovalInThePlaceOfAValue_findNothing() {
        Append late = appendOf(known(), List.of(Name.key(A)), Map.of(0, value(A, "old")));
        append(List.of(Name.key(A)), Map.of(0, value(A, "young")));
        Appended appended = answer(log.append(late));
        put(B, appended.position(0), "");

        assertThat(here(A)).isNull();
        assertThat(here(B)).isNotNull().extracting(TierEntry::envelope).isEqualTo(new byte[0]);
        Claims claims = Objects.requireNonNull(tier.claims());
        assertThat(answer(claims.claim(CACHE, new Claim(A, 1, appended.position(0)), HOUR, 0, true)))
                .isEqualTo(new Claimed.Granted(null));
    }

    /** What is read by this thread, over a connection that another read has left at hand. */
    private @Nullable TierEntry here(Digest key) {
        for (int i = 0; i < 1_000; i++) {
            CompletionStage<@Nullable TierEntry> answered = tier.getHere(CACHE, key, GENEROUS);
            if (answered != null) {
                return answered.toCompletableFuture().join();
            }
            answer(tier.get(CACHE, List.of(key)));
        }
        throw new AssertionError("nothing was at hand");
    }

    /** Has appends go in one transaction: they gather while another one waits for the head, which somebody holds. */
    private List<Appended> together(Append... appends) throws Exception {
        List<CompletionStage<Appended>> sent = new ArrayList<>();
        try (Connection other = server.dataSource().getConnection()) {
            other.setAutoCommit(false);
            other.createStatement()
                    .execute("SELECT 1 FROM terrace_log WHERE namespace = '" + namespace + "' FOR UPDATE");
            sent.add(log.append(appendOf(Name.dependency("waits"))));
            Awaitility.await()
                    .atMost(GENEROUS)
                    .untilAsserted(() -> assertThat(Rows.number(
                                    server.dataSource(),
                                    "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND"
                                            + " wait_event_type = 'Lock'"))
                            .isPositive());
            for (Append append : appends) {
                sent.add(log.append(append));
            }
            other.rollback();
        }
        List<Appended> answers = sent.stream().map(Scene::answer).toList();
        assertThat(answers.stream().map(Appended::token).distinct()).hasSize(2);
        return answers.subList(1, answers.size());
    }

    private static Append appendOf(Position known, List<Name> names, Map<Integer, Cargo> cargo) {
        return new Append(UUID.randomUUID().toString(), known, names, cargo);
    }

    private Appended append(List<Name> names, Map<Integer, Cargo> cargo) {
        return answer(log.append(appendOf(known(), names, cargo)));
    }

    private Position known() {
        return answer(log.read(Position.NONE, 10_000)).reached();
    }

    private int put(Digest key, Position position, String text) {
        return put(tier, new TierWrite(key, position, false, bytes(text), HOUR));
    }

    private static Position below(Position position) {
        return at(position.epoch(), position.sequence() - 1);
    }

    private static Position above(Position position) {
        return at(position.epoch(), position.sequence() + 1);
    }

    private TierEntry stored(Digest key) {
        return Objects.requireNonNull(answer(tier.get(CACHE, List.of(key))).get(0), "nothing is stored");
    }

    private @Nullable String text(Digest key) {
        return text(tier, key);
    }

    private void moveHead(String change) throws Exception {
        Rows.execute(
                server.dataSource(), "UPDATE terrace_log SET " + change + " WHERE namespace = '" + namespace + "'");
    }

    private String ofCache() {
        return mine("cache_id", Ids.cache(namespace, CACHE));
    }

    private static String mine(String column, byte[] id) {
        return column + " = decode('" + HexFormat.of().formatHex(id) + "', 'hex')";
    }

    private static Cargo value(Digest key, String text) {
        return new Cargo(CACHE, key, false, bytes(text), HOUR);
    }

    private static Cargo removal(Digest key) {
        return new Cargo(CACHE, key, true, bytes("gone"), HOUR);
    }
}
