package dev.terrace.cache.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.spi.Append;
import dev.terrace.cache.spi.Appended;
import dev.terrace.cache.spi.Bookmark;
import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.LogRecord;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Slice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the log does in its tables, on any database, beyond the contract that all logs keep. */
abstract class LogContract extends Scene {

    private static final int ALL = 10_000;

    private Jdbc jdbc;

    /** Connections to the test's database, behind Terrace's back. */
    abstract DataSource dataSource();

    /** A partner on the test's database. */
    abstract JdbcBuilder builder();

    @BeforeEach
    void open() {
        jdbc = closing(builder().statementTimeout(GENEROUS).build());
    }

    /** Calls whose connection breaks, before or after the database did what it was told. */
    @Test
    void append_byEightThreadsWhoseCallsBreak_isSeenInOrderByEveryFollower() throws Exception {
        Jdbc direct = closing(builder().statementTimeout(GENEROUS).build());
        append(log(direct), Name.dependency("first"));
        Jdbc broken = Jdbc.builder(new Unreliable(direct.dataSource(), seed, 0.05).dataSource())
                .statementTimeout(GENEROUS)
                .build();

        appendAndFollow(broken, () -> {});
    }

    /**
     * Sequence order is commit order: eight threads append on four nodes while something is broken again and again. Whoever follows
     * must have seen everything, without ever being shown something at or below where it has been.
     */
    final void appendAndFollow(Jdbc jdbc, Breaker breaker) throws Exception {
        int writers = 8;
        int appends = 60;
        List<InvalidationLog> nodes = List.of(log(jdbc), log(jdbc), log(jdbc), log(jdbc));
        long before = answer(log(this.jdbc).read(Position.NONE, 1)).reached().sequence();
        Map<Long, Name> issued = new ConcurrentHashMap<>();
        Map<Long, Name> followed = new ConcurrentSkipListMap<>();
        AtomicInteger left = new AtomicInteger(writers);
        AtomicInteger failures = new AtomicInteger();
        Semaphore acknowledged = new Semaphore(0);

        inParallel(writers + 2, number -> {
            if (number < writers) {
                for (int i = 0; i < appends; i++) {
                    Append append = appendOf(Name.dependency(number + "/" + i), Name.cache("c" + number + "/" + i));
                    Appended appended = untilItArrives(nodes.get(number % 4), append, failures);
                    issued.put(appended.first(), append.names().get(0));
                    issued.put(appended.first() + 1, append.names().get(1));
                    acknowledged.release();
                }
                left.decrementAndGet();
            } else if (number == writers) {
                follow(nodes.get(0), followed, left);
            } else {
                while (left.get() > 0) {
                    breaker.breakSomething();
                    acknowledged.tryAcquire(8, 100, TimeUnit.MILLISECONDS);
                }
            }
        });

        InvalidationLog calm = log(this.jdbc);
        Slice all = answer(calm.read(Position.NONE, ALL));
        assertThat(all.reached().sequence()).isEqualTo(before + 2L * writers * appends);
        assertThat(issued).hasSize(2 * writers * appends);
        assertThat(IntStream.range(0, all.records().size())
                        .allMatch(i -> all.records().get(i).sequence() == i + 1))
                .as("no holes")
                .isTrue();
        all.records().stream().filter(record -> record.sequence() > before).forEach(record -> {
            assertThat(issued).containsEntry(record.sequence(), record.name());
            assertThat(followed).containsEntry(record.sequence(), record.name());
        });
        assertThat(failures.get())
                .as("appends that failed, and were sent again")
                .isPositive();
    }

    /** Breaks something of what a partner has under way. */
    interface Breaker {
        void breakSomething() throws Exception;
    }

    private static Appended untilItArrives(InvalidationLog log, Append append, AtomicInteger failures) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(
                        () -> answer(log.append(append).handle((answer, failure) -> {
                            failures.addAndGet(failure == null ? 0 : 1);
                            return answer;
                        })),
                        Objects::nonNull);
    }

    private static void follow(InvalidationLog log, Map<Long, Name> followed, AtomicInteger left) {
        Position position = Position.NONE;
        boolean last;
        do {
            last = left.get() == 0;
            Slice slice = answer(log.read(position, 50).handle((answer, failure) -> answer));
            if (slice == null) {
                last = false;
                continue;
            }
            long before = position.sequence();
            assertThat(slice.records()).allMatch(record -> record.sequence() > before);
            slice.records().forEach(record -> followed.put(record.sequence(), record.name()));
            position = slice.reached();
            last &= !slice.more();
        } while (!last);
    }

    @Test
    void append_ofManyAtOnce_goesInFewTransactions() throws Exception {
        InvalidationLog log = log(jdbc);
        append(log, Name.dependency("first"));
        List<CompletionStage<Appended>> stages = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            stages.add(log.append(appendOf(Name.dependency("d" + i))));
        }

        for (int i = 0; i < stages.size(); i++) {
            assertThat(answer(stages.get(i)).first()).isEqualTo(i + 2L);
        }
    }

    @Test
    void append_ofOneIdTwiceAtOnce_isOneAppend() throws Exception {
        InvalidationLog log = log(jdbc);
        append(log, Name.dependency("before"));
        Append append = appendOf(Name.dependency("a"));
        List<CompletionStage<Appended>> stages = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            stages.add(log.append(append));
        }

        for (CompletionStage<Appended> stage : stages) {
            assertThat(answer(stage).first()).isEqualTo(2);
        }
        assertThat(answer(log.read(Position.NONE, ALL)).reached().sequence()).isEqualTo(2);
    }

    @Test
    void append_toANewNamespaceByManyNodesAtOnce_makesOneLog() throws Exception {
        Map<Long, Name> issued = new ConcurrentHashMap<>();
        List<InvalidationLog> nodes =
                IntStream.range(0, 6).mapToObj(i -> log(jdbc)).toList();

        inParallel(6, number -> {
            Name name = Name.dependency("d" + number);
            issued.put(append(nodes.get(number), name).first(), name);
        });

        assertThat(issued.keySet()).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(Rows.number(dataSource(), "SELECT COUNT(*) FROM terrace_log"))
                .isOne();
    }

    @Test
    void trim_inSteps_keepsTheBoundsAndCountsRight() throws Exception {
        Jdbc small = closing(builder()
                .statementTimeout(GENEROUS)
                .dependenciesRetained(700)
                .keysRetained(300)
                .build());
        InvalidationLog log = log(small);
        append(log, Name.cache("floor"));
        for (int round = 0; round < 3; round++) {
            int first = round * 600;
            append(log, names(first, 600, i -> Name.dependency("d" + i)));
            append(log, names(first, 600, i -> Name.key(new dev.terrace.cache.spi.Digest(seed, i))));
            append(log, names(0, 50, i -> Name.dependency("again" + i)));
        }
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(count("d")).isBetween(700L, 700L + 700 / 16);
            assertThat(count("k")).isBetween(300L, 300L + 300 / 16);
        });
        Slice slice = answer(log.read(Position.NONE, ALL));

        assertThat(count("c")).isOne();
        assertThat(head("dependency_count")).isEqualTo(count("d"));
        assertThat(head("key_count")).isEqualTo(count("k"));
        assertThat(slice.horizon()).isPositive();
        assertThat(slice.keyHorizon()).isGreaterThan(slice.horizon());
        assertThat(slice.records())
                .filteredOn(record -> record.name().kind() == Name.Kind.DEPENDENCY)
                .allMatch(record -> record.sequence() > slice.horizon());
        assertThat(slice.records().get(0).name()).isEqualTo(Name.cache("floor"));
    }

    @Test
    void trim_ofRememberedAppends_leavesThoseOfTheLastWhile() throws Exception {
        InvalidationLog log = log(jdbc);
        for (int i = 0; i < 20; i++) {
            append(log, Name.dependency("d" + i));
        }
        moveHead("sequence = " + (LogTrimmer.APPENDS_REMEMBERED + 15));

        append(log, Name.dependency("last"));
        answer(log.read(Position.NONE, ALL));
        append(log, Name.dependency("very last"));

        assertThat(Rows.number(dataSource(), "SELECT MIN(first_sequence) FROM terrace_log_append"))
                .isEqualTo(16);
    }

    @Test
    void read_fromBeyondTheEnd_makesAnotherLogOfIt() throws Exception {
        InvalidationLog log = log(jdbc);
        Appended old = append(log, Name.dependency("a"), Name.dependency("b"), Name.dependency("c"));
        moveHead("sequence = 1");

        Slice slice = answer(log.read(old.position(2), ALL));

        assertThat(slice.reached().epoch()).isGreaterThan(old.epoch());
        assertThat(answer(log(jdbc).read(Position.NONE, ALL)).reached().epoch())
                .isEqualTo(slice.reached().epoch());
    }

    @Test
    void read_byWhoFollowedANewerLog_makesAnotherLogOfIt() throws Exception {
        InvalidationLog log = log(jdbc);
        Appended appended = append(log, Name.dependency("a"));

        Slice slice = answer(log.read(at(appended.epoch() + 5_000_000_000L, 9), ALL));

        assertThat(slice.reached().epoch()).isGreaterThan(appended.epoch() + 5_000_000_000L);
        assertThat(slice.records()).containsExactly(new LogRecord(1, Name.dependency("a")));
    }

    @Test
    void append_byWhoFollowedANewerLog_goesToAnEpochAboveIt() throws Exception {
        InvalidationLog log = log(jdbc);
        Appended old = append(log, Name.dependency("a"));
        Append append = appendOf(Name.dependency("b"));
        assertThat(answer(log.append(append)).first()).isEqualTo(2);

        long known = old.epoch() + 5_000_000_000L;
        Appended renewed = answer(log.append(new Append("x", known, List.of(Name.dependency("c")))));
        Appended again = answer(log.append(append));

        assertThat(renewed.epoch()).isGreaterThan(known);
        assertThat(renewed.first()).isEqualTo(3);
        assertThat(again)
                .as("an append of the old epoch goes to the new one as well")
                .extracting(Appended::epoch, Appended::first)
                .containsExactly(renewed.epoch(), 4L);
    }

    @Test
    void read_withABookmarkThatTheLogHasForgotten_saysThatKeysMayBeMissing() throws Exception {
        InvalidationLog log = log(jdbc);
        Appended known = append(log, Name.dependency("a"), Name.dependency("b"));
        append(log, Name.dependency("c"));
        Rows.execute(dataSource(), "DELETE FROM terrace_log_token WHERE first_sequence < 3");

        Slice slice = answer(log.read(known.position(1), bookmark(known, 1), ALL));
        Appended later = answer(log.append(marked("later", bookmark(known, 1))));

        assertThat(slice.reached()).isEqualTo(at(known.epoch(), 3));
        assertThat(slice.keyHorizon()).isGreaterThan(3);
        assertThat(slice.token()).isNotZero();
        assertThat(later).as("no token hides that something may be missing").isEqualTo(new Appended(known.epoch(), 4));
    }

    @Test
    void read_afterAnAppendOfAVersionWithoutTokens_staysInTheLog() throws Exception {
        InvalidationLog log = log(jdbc);
        Appended known = append(log, Name.dependency("a"));
        moveHead("sequence = sequence + 1");

        Slice slice = answer(log.read(known.position(0), bookmark(known, 0), ALL));
        Appended next = answer(log.append(marked("b", bookmark(known, 0))));

        assertThat(slice.reached()).isEqualTo(at(known.epoch(), 2));
        assertThat(slice.token()).isZero();
        assertThat(next.position(0)).isEqualTo(at(known.epoch(), 3));
        assertThat(next.token()).isNotZero();
    }

    private static Bookmark bookmark(Appended appended, int index) {
        return new Bookmark(appended.position(index), appended.token());
    }

    private static Append marked(String name, Bookmark bookmark) {
        return new Append(name, bookmark.position(), List.of(Name.dependency(name)), Map.of(), bookmark);
    }

    private static Name[] names(int first, int count, java.util.function.IntFunction<Name> name) {
        return IntStream.range(first, first + count).mapToObj(name).toArray(Name[]::new);
    }

    private long count(String kind) throws Exception {
        return Rows.number(dataSource(), "SELECT COUNT(*) FROM terrace_log_record WHERE kind = '" + kind + "'");
    }

    private long head(String column) throws Exception {
        return Rows.number(dataSource(), "SELECT " + column + " FROM terrace_log");
    }

    private void moveHead(String change) throws Exception {
        Rows.execute(dataSource(), "UPDATE terrace_log SET " + change + " WHERE namespace = '" + namespace + "'");
    }
}
