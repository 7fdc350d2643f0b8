package dev.terrace.testkit.contract;

import static dev.terrace.testkit.contract.Logs.ALL;
import static dev.terrace.testkit.contract.Logs.append;
import static dev.terrace.testkit.contract.Logs.checkedSlice;
import static dev.terrace.testkit.contract.Logs.dependency;
import static dev.terrace.testkit.contract.Logs.hostileTexts;
import static dev.terrace.testkit.contract.Logs.read;
import static dev.terrace.testkit.contract.Logs.readAll;
import static dev.terrace.testkit.contract.Logs.record;
import static dev.terrace.testkit.contract.Logs.records;
import static dev.terrace.testkit.contract.Logs.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.spi.Append;
import dev.terrace.cache.spi.Appended;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.LogRecord;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Slice;
import dev.terrace.testkit.TestHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * What the core relies on in every {@link InvalidationLog}: a backend extends this class and runs it against its real server.
 *
 * <p>Not thread-safe; JUnit makes one instance a test.
 *
 * @since 0.1.0
 */
public abstract class InvalidationLogContract extends BackendContract {

    /** For subclasses. */
    protected InvalidationLogContract() {}

    /**
     * Makes a log that has not been opened, on the server that all logs of this test share, with the backend's own defaults.
     *
     * @return the log
     * @throws Exception if it cannot be made, which fails the test
     */
    protected abstract InvalidationLog newLog() throws Exception;

    /**
     * Makes a log that has not been opened and remembers few names. It may remember some more than told before it trims.
     *
     * @param dependencies how many dependencies to retain, at least 1
     * @param keys how many keys to retain, at least 1
     * @return the log
     * @throws Exception if it cannot be made, which fails the test
     */
    protected abstract InvalidationLog newLog(int dependencies, int keys) throws Exception;

    /**
     * Loses the log of a namespace on the server, as a server does that comes back without its data.
     *
     * @param namespace the namespace
     * @throws Exception if that cannot be done, which fails the test
     */
    protected abstract void lose(String namespace) throws Exception;

    /**
     * Marks the log of a namespace, which exists, as written by a version of Terrace that is newer than this one.
     *
     * @param namespace the namespace
     * @throws Exception if that cannot be done, which fails the test
     */
    protected abstract void makeNewer(String namespace) throws Exception;

    @Test
    void description_andPollInterval_areFitForUse() throws Exception {
        InvalidationLog log = log();

        assertThat(log.description()).isNotBlank().doesNotContainIgnoringCase("password");
        assertThat(log.pollInterval()).isPositive();
    }

    @Test
    void read_ofALogThatNobodyWroteTo_answersAPositionThatAllNodesShare() throws Exception {
        Slice mine = read(log(), Position.NONE);
        Slice others = read(log(), Position.NONE);

        assertThat(mine.reached().isKnown()).isTrue();
        assertThat(mine.records()).isEmpty();
        assertThat(mine.more()).isFalse();
        assertThat(mine.horizon()).isLessThanOrEqualTo(mine.reached().sequence());
        assertThat(mine.keyHorizon()).isLessThanOrEqualTo(mine.reached().sequence());
        assertThat(others).isEqualTo(mine);
    }

    @Test
    void append_ofSeveralNames_givesThemSequencesInTheirOrder() throws Exception {
        InvalidationLog log = log();
        Slice before = read(log, Position.NONE);
        List<Name> names = List.of(dependency("b"), Name.cache("c"), dependency("a"), key(), Name.NAMESPACE);

        Appended appended = append(log, names);

        assertThat(appended.epoch()).isEqualTo(before.reached().epoch());
        assertThat(appended.first()).isEqualTo(before.reached().sequence() + 1);
        Slice slice = read(log(), before.reached());
        assertThat(slice.records()).containsExactlyElementsOf(records(appended, names));
        assertThat(slice.reached()).isEqualTo(appended.position(names.size() - 1));
        assertThat(read(log, slice.reached()).records()).isEmpty();
    }

    @Test
    void append_ofANameThatIsKnown_leavesOnlyItsLastSequence() throws Exception {
        InvalidationLog log = log();
        Appended first = append(log, List.of(dependency("a"), dependency("b"), dependency("a")));

        assertThat(read(log, Position.NONE).records())
                .containsExactly(record(first, 1, dependency("b")), record(first, 2, dependency("a")));

        Appended second = append(log, List.of(dependency("b")));

        assertThat(read(log, Position.NONE).records())
                .containsExactly(record(first, 2, dependency("a")), record(second, 0, dependency("b")));
        assertThat(read(log, first.position(2)).records()).containsExactly(record(second, 0, dependency("b")));
    }

    @Test
    void append_ofTheMostAndTheLongestNames_isReadBack() throws Exception {
        InvalidationLog log = log();
        List<Name> names = IntStream.range(0, Append.MAXIMUM_NAMES)
                .mapToObj(i -> dependency(
                        i + "x".repeat(Name.MAXIMUM_BYTES - Integer.toString(i).length())))
                .toList();

        Appended appended = append(log, names);

        assertThat(readAll(log, Position.NONE, ALL)).containsExactlyElementsOf(records(appended, names));
    }

    @Test
    void append_ofNamesOfAllKindsAndHostileTexts_keepsThemApart() throws Exception {
        InvalidationLog log = log();
        List<Name> names = new ArrayList<>(List.of(Name.NAMESPACE, key(), key()));
        for (String text : hostileTexts()) {
            names.add(dependency(text));
            names.add(Name.cache(text));
        }

        Appended appended = append(log, names);

        assertThat(readAll(log(), Position.NONE, ALL)).containsExactlyElementsOf(records(appended, names));
    }

    @Test
    void append_byEightThreads_issuesSequencesWithoutHolesAndInTheOrderOfTheirSight() throws Exception {
        List<InvalidationLog> nodes = List.of(log(), log());
        Position start = read(nodes.get(0), Position.NONE).reached();
        Map<Long, Name> issued = new ConcurrentHashMap<>();
        Map<Long, Name> seen = new ConcurrentHashMap<>();
        int writers = 8;
        int appends = 25;
        AtomicBoolean ended = new AtomicBoolean();

        inParallel(writers + 1, number -> {
            if (number == writers) {
                Position position = start;
                boolean last;
                do {
                    last = ended.get();
                    Slice slice = answer(nodes.get(1).read(position, 7));
                    assertThat(slice.reached()).isGreaterThanOrEqualTo(position);
                    slice.records().forEach(record -> seen.put(record.sequence(), record.name()));
                    position = slice.reached();
                    last &= !slice.more();
                } while (!last);
            } else {
                for (int i = 0; i < appends; i++) {
                    List<Name> names = List.of(dependency(number + "/" + i), dependency(number + "/" + i + "b"));
                    Appended appended = append(nodes.get(number % 2), names);
                    issued.put(appended.first(), names.get(0));
                    issued.put(appended.first() + 1, names.get(1));
                    if (issued.size() == writers * appends * 2) {
                        ended.set(true);
                    }
                }
            }
        });

        assertThat(issued.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(start.sequence() + 1, start.sequence() + 2L * writers * appends)
                                .boxed()
                                .toList());
        assertThat(seen).isEqualTo(issued);
    }

    @Test
    void read_inSmallSlices_losesNothingAndSaysWhetherThereIsMore() throws Exception {
        InvalidationLog log = log();
        Position start = read(log, Position.NONE).reached();
        for (int i = 0; i < 40; i++) {
            int kind = random().nextInt(10);
            append(
                    log,
                    List.of(
                            kind < 5 ? dependency("d" + random().nextInt(20)) : key(),
                            kind < 8 ? dependency("e" + i) : Name.cache("c" + random().nextInt(3))));
        }
        List<LogRecord> whole = readAll(log, start, ALL);

        for (int limit : new int[] {1, 2, 3, 7, whole.size(), whole.size() + 1}) {
            assertThat(readAll(log, start, limit))
                    .as("limit %d, %s", limit, seeded())
                    .isEqualTo(whole);
        }
        assertThat(read(log, Position.NONE).records()).as(seeded()).isEqualTo(whole);
    }

    @Test
    void read_fromAPositionOfAnotherEpoch_answersFromTheStart() throws Exception {
        InvalidationLog log = log();
        Appended appended = append(log, List.of(dependency("a"), dependency("b")));

        List<LogRecord> fromTheStart = read(log, Position.NONE).records();

        assertThat(fromTheStart).isEqualTo(records(appended, List.of(dependency("a"), dependency("b"))));
        assertThat(read(log, new Position(appended.epoch() - 1, 1_000)).records())
                .isEqualTo(fromTheStart);
    }

    @Test
    void trim_movesEachHorizonByItsOwnKindAndForgetsNothingAfterIt() throws Exception {
        InvalidationLog log = closing(newLog(4, 2), node());
        Appended floors = append(log, List.of(Name.cache("c"), Name.NAMESPACE));
        append(log, List.of(key()));
        Map<Long, Name> written = new ConcurrentHashMap<>();

        until("dependencies are trimmed", () -> {
            append(log, List.of(unique()), written);
            return checkedSlice(log, written).horizon() > 0;
        });
        assertThat(read(log, Position.NONE).keyHorizon()).isZero();

        until("keys are trimmed", () -> {
            append(log, List.of(key(), key(), key()), written);
            return checkedSlice(log, written).keyHorizon() > 0;
        });

        List<LogRecord> left = readAll(log, Position.NONE, 3);
        assertThat(left).startsWith(record(floors, 0, Name.cache("c")), record(floors, 1, Name.NAMESPACE));
        assertThat(left).isEqualTo(read(log, Position.NONE).records());
    }

    @Test
    void append_repeatedUnderItsId_answersTheFirstSequenceAgain() throws Exception {
        InvalidationLog log = log();
        Append append = new Append(UUID.randomUUID().toString(), 0, List.of(dependency("a"), dependency("b")));
        Appended first = answer(log.append(append));
        for (int i = 0; i < 50; i++) {
            append(log, List.of(unique()));
        }
        Position before = read(log, Position.NONE).reached();

        assertThat(answer(log.append(append))).isEqualTo(first);
        assertThat(answer(log().append(append))).isEqualTo(first);

        assertThat(read(log, Position.NONE).reached()).isEqualTo(before);
    }

    @Test
    void append_thatWasGivenUp_takesEffectOnceWhenItIsSentAgain() throws Exception {
        InvalidationLog log = log();
        Appended before = append(log, List.of(dependency("before")));
        Append append = new Append(UUID.randomUUID().toString(), before.epoch(), List.of(dependency("a")));

        whileStalled(() -> {
            CompletionStage<?> sent = log.append(append);
            CompletionStage<?> read = log.read(Position.NONE, 10);
            failure(sent);
            failure(read);
        });

        AtomicReference<Appended> again = new AtomicReference<>();
        until("the append arrives", () -> {
            again.set(answer(log.append(append).handle((appended, failure) -> appended)));
            return again.get() != null;
        });
        assertThat(again.get().epoch()).isEqualTo(before.epoch());
        assertThat(again.get().first()).isEqualTo(before.first() + 1);
        assertThat(answer(log.append(append))).isEqualTo(again.get());
        assertThat(read(log(), before.position(0)).reached())
                .isEqualTo(again.get().position(0));
    }

    @Test
    void answers_ofAppends_comeBeforeThoseOfReadsThatShowThem() throws Exception {
        InvalidationLog log = log();
        Position start = read(log, Position.NONE).reached();
        Map<Name, CompletableFuture<Appended>> acknowledged = new ConcurrentHashMap<>();
        ConcurrentLinkedQueue<Name> early = new ConcurrentLinkedQueue<>();
        int writers = 3;

        inParallel(writers + 1, number -> {
            for (int i = 0; i < 100; i++) {
                if (number < writers) {
                    Name name = dependency(number + "/" + i);
                    CompletableFuture<Appended> stage = log.append(
                                    new Append(UUID.randomUUID().toString(), 0, List.of(name)))
                            .toCompletableFuture();
                    acknowledged.put(name, stage);
                    CompletableFuture<Slice> shown = shown(log, start, acknowledged, early);
                    answer(stage);
                    answer(shown);
                } else {
                    answer(shown(log, start, acknowledged, early));
                }
            }
        });

        assertThat(early)
                .as("names shown to their node before it knew their sequence")
                .isEmpty();
    }

    private static CompletableFuture<Slice> shown(
            InvalidationLog log,
            Position start,
            Map<Name, CompletableFuture<Appended>> acknowledged,
            ConcurrentLinkedQueue<Name> early) {
        return log.read(start, ALL).toCompletableFuture().whenComplete((slice, failure) -> {
            if (slice != null) {
                slice.records().stream()
                        .map(LogRecord::name)
                        .filter(name -> acknowledged.containsKey(name)
                                && !acknowledged.get(name).isDone())
                        .forEach(early::add);
            }
        });
    }

    @Test
    void append_isSeenByANodeThatFollows_withinSeconds() throws Exception {
        AtomicReference<Runnable> onWake = new AtomicReference<>(() -> {});
        Set<Name> seen = Collections.synchronizedSet(new HashSet<>());
        InvalidationLog follower = newLog();
        var node = node();
        follower.open(node, () -> onWake.get().run());
        closing(follower::close);
        Runnable follow = () -> follower.read(Position.NONE, ALL)
                .thenAccept(slice -> slice.records().forEach(record -> seen.add(record.name())));
        onWake.set(follow);
        var poll = node.time().repeat(follower.pollInterval(), follow);
        closing(poll::cancel);
        InvalidationLog writer = log();

        for (int i = 0; i < 3; i++) {
            Name name = unique();
            long start = node.time().nanoTime();
            append(writer, List.of(name));
            until("the other node sees it", () -> seen.contains(name));
            assertThat(node.time().nanoTime() - start)
                    .isLessThan(Duration.ofSeconds(3).toNanos());
        }
    }

    @Test
    void append_afterTheLogWasLost_startsAnEpochAboveTheOneThatTheSenderKnows() throws Exception {
        InvalidationLog log = log();
        Appended before = append(log, List.of(dependency("old")));
        long known = before.epoch() + 10_000_000_000L;

        lose(namespace());

        Appended after =
                answer(log.append(new Append(UUID.randomUUID().toString(), known, List.of(dependency("new")))));
        assertThat(after.epoch()).isGreaterThan(known);
        Slice slice = read(log(), before.position(0));
        assertThat(slice.reached().epoch()).isEqualTo(after.epoch());
        assertThat(slice.records()).containsExactly(record(after, 0, dependency("new")));
    }

    @Test
    void read_afterTheLogWasLost_startsAnEpochAboveTheOneThatTheReaderKnows() throws Exception {
        InvalidationLog log = log();
        Appended before = append(log, List.of(dependency("old")));

        lose(namespace());

        Slice slice = read(log, before.position(0));
        assertThat(slice.reached().epoch()).isGreaterThan(before.epoch());
        assertThat(slice.records()).isEmpty();
        assertThat(read(log(), slice.reached()).reached()).isEqualTo(slice.reached());
    }

    @Test
    void logOfANewerVersion_isRefusedWithTheCure() throws Exception {
        InvalidationLog open = log();
        append(open, List.of(dependency("a")));

        makeNewer(namespace());

        assertThat(failure(open.append(new Append("id", 0, List.of(dependency("b"))))))
                .hasMessageContaining("newer version");
        assertThat(failure(open.read(Position.NONE, 10))).hasMessageContaining("newer version");
        InvalidationLog late = newLog();
        closing(late::close);
        assertThatThrownBy(() -> late.open(node(), () -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("newer version");
    }

    @Test
    void beat_changesNothingThatIsRead() throws Exception {
        InvalidationLog log = log();
        answer(log.beat());
        Appended appended = append(log, List.of(dependency("a")));
        Slice before = read(log, Position.NONE);

        answer(log.beat());

        assertThat(read(log, Position.NONE)).isEqualTo(before);
        assertThat(append(log, List.of(dependency("b"))).first()).isEqualTo(appended.first() + 1);
    }

    @Test
    void namespaces_haveNothingInCommon() throws Exception {
        InvalidationLog mine = log();
        InvalidationLog others = closing(newLog(), node(namespace() + "-2"));

        append(mine, List.of(dependency("a")));

        assertThat(read(others, Position.NONE).records()).isEmpty();
    }

    @Test
    void close_twice_keepsWhatWasAppendedAndRefusesFurtherCalls() throws Exception {
        InvalidationLog closed = log();
        Appended appended = append(closed, List.of(dependency("a")));

        closed.close();
        closed.close();

        failure(closed.append(new Append("id", 0, List.of(dependency("b")))));
        failure(closed.read(Position.NONE, 10));
        assertThat(read(log(), Position.NONE).records()).containsExactly(record(appended, 0, dependency("a")));
    }

    private InvalidationLog log() throws Exception {
        return closing(newLog(), node());
    }

    private InvalidationLog closing(InvalidationLog log, TestHost node) {
        log.open(node, () -> {});
        closing(log::close);
        return log;
    }

    private Name key() {
        return Name.key(new Digest(random().nextLong(), random().nextLong()));
    }
}
