package dev.terrace.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.TierEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class GatheredReadsTest {

    private static final long PATIENCE = 1_000;

    private record Sent(List<Digest> keys, long waited, CompletableFuture<List<@Nullable TierEntry>> answer) {

        void succeed() {
            answer.complete(entries(keys));
        }
    }

    private final List<Sent> sent = new ArrayList<>();
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 10); // wraps while tests run
    private boolean refuses;
    private final GatheredReads reads = new GatheredReads(this::send, now::get, PATIENCE);

    private @Nullable CompletableFuture<List<@Nullable TierEntry>> send(List<Digest> keys, long waited) {
        if (refuses) {
            return null;
        }
        sent.add(new Sent(keys, waited, new CompletableFuture<>()));
        return sent.get(sent.size() - 1).answer;
    }

    private static Digest key(int number) {
        return new Digest(number, -number);
    }

    private static List<@Nullable TierEntry> entries(List<Digest> keys) {
        List<@Nullable TierEntry> entries = new ArrayList<>();
        keys.forEach(key -> entries.add(entry(key)));
        return entries;
    }

    /** Says of which key it is; every seventh key has none. */
    private static @Nullable TierEntry entry(Digest key) {
        return key.high() % 7 == 6 ? null : new TierEntry(new Position(1, key.high()), new byte[0], Duration.ZERO);
    }

    private List<CompletableFuture<@Nullable TierEntry>> read(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> reads.read(key(i), now.get()))
                .toList();
    }

    private static void assertAnswered(List<CompletableFuture<@Nullable TierEntry>> answers, int first) {
        for (int i = 0; i < answers.size(); i++) {
            TierEntry wanted = entry(key(first + i));
            TierEntry got = answers.get(i).getNow(null);
            assertThat(answers.get(i)).isCompleted();
            assertThat(got == null ? null : got.position()).isEqualTo(wanted == null ? null : wanted.position());
        }
    }

    @Test
    void few_areSentAtOnceEachByItself() {
        List<CompletableFuture<@Nullable TierEntry>> answers = read(0, GatheredReads.DIRECT);

        assertThat(sent).hasSize(GatheredReads.DIRECT).allMatch(call -> call.keys.size() == 1 && call.waited == 0);
        sent.forEach(Sent::succeed);
        assertAnswered(answers, 0);
    }

    @Test
    void many_goTogetherWhenAnAnswerArrives() {
        read(0, GatheredReads.DIRECT);
        List<CompletableFuture<@Nullable TierEntry>> waiting = read(100, 130);
        assertThat(sent).hasSize(GatheredReads.DIRECT);
        now.addAndGet(70);

        sent.get(0).succeed();

        assertThat(sent).hasSize(GatheredReads.DIRECT + 1);
        Sent batch = sent.get(GatheredReads.DIRECT);
        assertThat(batch.keys)
                .containsExactlyElementsOf(IntStream.range(100, 130)
                        .mapToObj(GatheredReadsTest::key)
                        .toList());
        assertThat(batch.waited).isEqualTo(70);
        assertThat(waiting).noneMatch(CompletableFuture::isDone);
        batch.succeed();
        assertAnswered(waiting, 100);
    }

    @Test
    void moreThanABatch_goInSeveral() {
        read(0, GatheredReads.DIRECT);
        List<CompletableFuture<@Nullable TierEntry>> waiting = read(1_000, 1_000 + GatheredReads.MOST + 1);

        sent.get(0).succeed();
        assertThat(sent.get(GatheredReads.DIRECT).keys).hasSize(GatheredReads.MOST);
        assertThat(sent).as("no slot for the rest").hasSize(GatheredReads.DIRECT + 1);
        sent.get(1).succeed();
        assertThat(sent.get(GatheredReads.DIRECT + 1).keys).hasSize(1);

        sent.subList(2, sent.size()).forEach(Sent::succeed);
        assertAnswered(waiting, 1_000);
    }

    @Test
    void oneKey_isAskedForOnceInABatchAndAnswersAll() {
        read(0, GatheredReads.DIRECT);
        List<CompletableFuture<@Nullable TierEntry>> waiting = new ArrayList<>(read(50, 52));
        waiting.addAll(read(50, 52));
        waiting.addAll(read(50, 51));

        sent.get(0).succeed();

        Sent batch = sent.get(GatheredReads.DIRECT);
        assertThat(batch.keys).containsExactly(key(50), key(51));
        batch.succeed();
        assertAnswered(waiting.subList(0, 2), 50);
        assertAnswered(waiting.subList(2, 4), 50);
        assertAnswered(waiting.subList(4, 5), 50);
    }

    @Test
    void failure_ofABatch_isThatOfEachAndEndsNothingElse() {
        read(0, GatheredReads.DIRECT);
        List<CompletableFuture<@Nullable TierEntry>> waiting = read(10, 12);
        sent.get(0).succeed();
        List<CompletableFuture<@Nullable TierEntry>> behind = read(20, 22);

        sent.get(GatheredReads.DIRECT).answer.completeExceptionally(new IllegalStateException("down"));

        assertThat(waiting)
                .allSatisfy(reader -> assertThatThrownBy(reader::join).hasRootCauseMessage("down"));
        sent.get(GatheredReads.DIRECT + 1).succeed();
        assertAnswered(behind, 20);
    }

    @Test
    @Tag("proves:CACHE-7")
    void calls_thatAreRefused_endAllWhoWaitAndTakeNoSlot() {
        read(0, GatheredReads.DIRECT);
        List<CompletableFuture<@Nullable TierEntry>> waiting = read(10, 20);
        refuses = true;

        sent.get(0).succeed();

        assertThat(waiting)
                .allSatisfy(reader ->
                        assertThatThrownBy(reader::join).hasCauseInstanceOf(GatheredReads.NotCalledException.class));
        assertThat(read(30, 31)).allMatch(CompletableFuture::isCompletedExceptionally);
        refuses = false;
        read(40, 41);
        assertThat(sent).hasSize(GatheredReads.DIRECT + 1);
    }

    @Test
    @Tag("proves:CACHE-7")
    void whoHasWaitedForTooLong_isNotTakenAlong() {
        read(0, GatheredReads.DIRECT);
        List<CompletableFuture<@Nullable TierEntry>> early = read(10, 11);
        now.addAndGet(PATIENCE);
        List<CompletableFuture<@Nullable TierEntry>> late = read(20, 21);
        now.addAndGet(1);

        sent.get(0).succeed();

        assertThat(early).allMatch(CompletableFuture::isCompletedExceptionally);
        Sent batch = sent.get(GatheredReads.DIRECT);
        assertThat(batch.keys).containsExactly(key(20));
        assertThat(batch.waited).isEqualTo(1);
        batch.succeed();
        assertAnswered(late, 20);
    }

    @Test
    @Tag("proves:CACHE-9")
    void moreThanMayWait_areNotRead() {
        read(0, GatheredReads.DIRECT);
        List<CompletableFuture<@Nullable TierEntry>> waiting = read(10, 10 + GatheredReads.MOST_WAITING);
        assertThat(waiting).noneMatch(CompletableFuture::isDone);

        assertThat(read(1, 2)).allMatch(CompletableFuture::isCompletedExceptionally);

        sent.get(0).succeed();
        assertThat(read(1, 2)).as("there is room again").noneMatch(CompletableFuture::isDone);
    }

    /** Nobody is left behind, whichever of the two sides is the first. */
    @Test
    void readsAndAnswers_atTheSameTime_leaveNobodyBehind() throws Exception {
        ExecutorService servers = Executors.newFixedThreadPool(2);
        ExecutorService callers = Executors.newFixedThreadPool(8);
        AtomicInteger most = new AtomicInteger();
        AtomicInteger underWay = new AtomicInteger();
        GatheredReads raced = new GatheredReads(
                (keys, waited) -> {
                    most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                    return CompletableFuture.supplyAsync(
                            () -> {
                                underWay.decrementAndGet();
                                return entries(keys);
                            },
                            servers);
                },
                System::nanoTime,
                TimeUnit.MINUTES.toNanos(1));
        try {
            List<Future<?>> calling = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                int first = i * 1_000;
                calling.add(callers.submit(() -> {
                    for (int j = first; j < first + 5_000; j++) {
                        TierEntry got = raced.read(key(j), System.nanoTime()).join();
                        assertThat(got == null).isEqualTo(entry(key(j)) == null);
                        assertThat(got == null || got.position().sequence() == key(j).high())
                                .isTrue();
                    }
                }));
            }
            for (Future<?> caller : calling) {
                caller.get(60, TimeUnit.SECONDS);
            }
        } finally {
            callers.shutdownNow();
            servers.shutdownNow();
        }
        assertThat(most.get()).isLessThanOrEqualTo(GatheredReads.DIRECT);
    }
}
