package dev.terrace.testkit.contract;

import static dev.terrace.testkit.contract.Ledgers.FLAGS;
import static dev.terrace.testkit.contract.Ledgers.bytes;
import static dev.terrace.testkit.contract.Ledgers.change;
import static dev.terrace.testkit.contract.Ledgers.committed;
import static dev.terrace.testkit.contract.Ledgers.conflict;
import static dev.terrace.testkit.contract.Ledgers.epoch;
import static dev.terrace.testkit.contract.Ledgers.record;
import static dev.terrace.testkit.contract.Ledgers.remove;
import static dev.terrace.testkit.contract.Ledgers.set;
import static dev.terrace.testkit.contract.Ledgers.text;
import static dev.terrace.testkit.contract.Ledgers.texts;
import static dev.terrace.testkit.contract.Ledgers.trail;
import static dev.terrace.testkit.contract.Ledgers.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.terrace.cache.spi.Change;
import dev.terrace.cache.spi.Ledger;
import dev.terrace.cache.spi.LedgerRecord;
import dev.terrace.cache.spi.LedgerState;
import dev.terrace.cache.spi.LedgerWrite;
import dev.terrace.cache.spi.Limits;
import dev.terrace.cache.spi.Outcome;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Trail;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What is relied on in every {@link Ledger}: a backend extends this class and runs it against its real server.
 *
 * <p>Not thread-safe; JUnit makes one instance a test.
 *
 * @since 0.1.0
 */
public abstract class LedgerContract extends EvidenceContract {

    /** For subclasses. */
    protected LedgerContract() {}

    /**
     * Loses the ledger of a namespace on the server, as a server does that comes back without its data.
     *
     * @param namespace the namespace
     * @throws Exception if that cannot be done, which fails the test
     */
    protected abstract void lose(String namespace) throws Exception;

    /**
     * Marks a collection, which exists, as written by a version of Terrace that is newer than this one.
     *
     * @param namespace the namespace
     * @param collection the collection's name
     * @throws Exception if that cannot be done, which fails the test
     */
    protected abstract void makeNewer(String namespace, String collection) throws Exception;

    @Test
    void description_isFitForUse() throws Exception {
        assertThat(ledger().description()).isNotBlank().doesNotContainIgnoringCase("password");
    }

    @Test
    void read_ofACollectionThatNobodyWroteTo_answersAnEpochThatAllNodesShare() throws Exception {
        LedgerState mine = answer(ledger().read(FLAGS));

        assertThat(mine.records()).isEmpty();
        assertThat(mine.at().isKnown()).isTrue();
        assertThat(mine.at().sequence()).isZero();
        assertThat(answer(ledger().read(FLAGS)).at()).isEqualTo(mine.at());
        LedgerRecord absent = record(ledger(), "a");
        assertThat(absent.version()).isZero();
        assertThat(absent.isPresent()).isFalse();
        assertThat(trail(ledger(), 10)).isEmpty();
    }

    @Test
    void write_ofSeveralRecords_isSeenByEveryNodeWithItsTrail() throws Exception {
        Ledger ledger = ledger();
        long epoch = epoch(ledger);

        Outcome.Committed first = committed(ledger, "made", set("a", 0, "one"), set("b", 0, ""));
        Outcome.Committed second = committed(ledger, "changed", set("a", 1, "two"), set("c", 0, "three"));

        assertThat(first.at()).isEqualTo(new Position(epoch, 1));
        assertThat(first.versions()).containsExactly(1L, 1L);
        assertThat(second.at()).isEqualTo(new Position(epoch, 2));
        assertThat(second.versions()).containsExactly(2L, 1L);
        LedgerState all = answer(ledger().read(FLAGS));
        assertThat(all.at()).isEqualTo(second.at());
        assertThat(texts(all)).containsExactly("a=2:two", "b=1:", "c=1:three");
        assertThat(text(record(ledger(), "a"))).isEqualTo("a=2:two");
        assertThat(trail(ledger(), 10)).containsExactly("made", "changed");
        assertThat(answer(ledger.read("others")).records()).isEmpty();
        assertThat(answer(openOn(namespace() + "-2").read(FLAGS)).records()).isEmpty();
    }

    @Test
    void write_expectingAnotherVersion_changesNothingAndAnswersWhatIsThere() throws Exception {
        Ledger ledger = ledger();
        Outcome.Committed before = committed(ledger, "made", set("a", 0, "one"), set("b", 0, "one"));

        for (long wrong : new long[] {0, 2}) {
            Outcome.Conflict conflict =
                    conflict(write(ledger, "no", set("new", 0, "x"), set("a", wrong, "x"), set("b", 1, "x")));

            assertThat(conflict.at()).isEqualTo(before.at());
            assertThat(conflict.current().stream().map(Ledgers::text))
                    .containsExactly("new=0:null", "a=1:one", "b=1:one");
        }
        conflict(write(ledger, "no", remove("a", 2)));
        conflict(write(ledger, "no", set("new", 1, "x")));

        assertThat(texts(answer(ledger.read(FLAGS)))).containsExactly("a=1:one", "b=1:one");
        assertThat(trail(ledger, 10)).containsExactly("made");
    }

    @Test
    void write_repeated_isRecognisedAndAnswersItsOldResult() throws Exception {
        Ledger ledger = ledger();
        Change change = change(epoch(ledger), "made", set("a", 0, "one"), set("b", 0, "one"));
        Outcome first = answer(ledger.write(change));
        committed(ledger, "changed", set("a", 1, "two"));

        assertThat(answer(ledger().write(change))).isEqualTo(first);

        assertThat(text(record(ledger, "a"))).isEqualTo("a=2:two");
        assertThat(trail(ledger, 10)).containsExactly("made", "changed");
    }

    @Test
    void write_repeatedAfterAConflict_isTriedAnew() throws Exception {
        Ledger ledger = ledger();
        Change change = change(epoch(ledger), "later", set("a", 1, "two"));
        conflict(answer(ledger.write(change)));
        committed(ledger, "made", set("a", 0, "one"));

        committed(answer(ledger.write(change)));

        assertThat(trail(ledger, 10)).containsExactly("made", "later");
    }

    @Test
    void write_repeatedWithinTheContractsBound_isStillRecognised() throws Exception {
        Ledger ledger = ledger();
        Change change = change(epoch(ledger), "made", set("a", 0, "one"));
        Outcome first = answer(ledger.write(change));
        long epoch = epoch(ledger);
        for (int i = 0; i < Ledger.CHANGES_RECOGNISED; i++) {
            committed(answer(ledger.write(change(epoch, "more", set("b", i, "x")))));
        }

        assertThat(answer(ledger.write(change))).isEqualTo(first);
    }

    @Test
    void write_ofTheSameChangeAtOnce_isDoneOnce() throws Exception {
        List<Ledger> nodes = List.of(ledger(), ledger());
        Change change = change(epoch(nodes.get(0)), "made", set("a", 0, "one"));
        Map<Integer, Outcome> outcomes = new ConcurrentHashMap<>();

        inParallel(
                8, number -> outcomes.put(number, answer(nodes.get(number % 2).write(change))));

        assertThat(outcomes.values())
                .hasSize(8)
                .allSatisfy(outcome -> assertThat(outcome)
                        .isEqualTo(new Outcome.Committed(new Position(change.epoch(), 1), List.of(1L))));
        assertThat(trail(nodes.get(0), 10)).containsExactly("made");
    }

    @Test
    void removal_andMakingAnew_neverUsesAVersionTwice() throws Exception {
        Ledger ledger = ledger();
        committed(ledger, "made", set("a", 0, "one"), set("b", 0, "one"));

        assertThat(committed(ledger, "removed", remove("a", 1)).versions()).containsExactly(2L);

        assertThat(texts(answer(ledger.read(FLAGS)))).containsExactly("b=1:one");
        assertThat(text(record(ledger, "a"))).isEqualTo("a=2:null");
        conflict(write(ledger, "no", set("a", 1, "x")));
        assertThat(committed(ledger, "anew", set("a", 0, "two")).versions()).containsExactly(3L);
        assertThat(committed(ledger, "removed", remove("a", 3)).versions()).containsExactly(4L);
        assertThat(committed(ledger, "anew", set("a", 4, "three")).versions()).containsExactly(5L);
        assertThat(text(record(ledger, "a"))).isEqualTo("a=5:three");
    }

    @Test
    void write_byEightThreads_losesNoUpdateAndLeavesNoHole() throws Exception {
        List<Ledger> nodes = List.of(ledger(), ledger());
        long epoch = epoch(nodes.get(0));
        int writers = 8;
        int each = 10;
        Map<Long, String> commits = new ConcurrentHashMap<>();
        Map<Long, Long> versions = new ConcurrentHashMap<>();

        inParallel(writers, number -> {
            Ledger ledger = nodes.get(number % 2);
            for (int i = 0; i < each; i++) {
                String mine = number + "/" + i;
                LedgerRecord seen = record(ledger, "counter");
                Outcome outcome;
                do {
                    long count = seen.bytes() == null ? 0 : Long.parseLong(String.valueOf(text(seen.bytes())));
                    outcome = answer(ledger.write(change(
                            epoch,
                            mine,
                            set("counter", seen.version(), "" + (count + 1)),
                            set("own/" + mine, 0, mine))));
                    if (outcome instanceof Outcome.Conflict conflict) {
                        seen = conflict.current().get(0);
                    }
                } while (outcome instanceof Outcome.Conflict);
                Outcome.Committed done = committed(outcome);
                commits.put(done.at().sequence(), mine);
                versions.put(done.versions().get(0), done.at().sequence());
            }
        });

        int all = writers * each;
        assertThat(text(record(nodes.get(1), "counter"))).isEqualTo("counter=" + all + ":" + all);
        assertThat(answer(nodes.get(0).read(FLAGS)).records()).hasSize(all + 1);
        List<String> trail = trail(nodes.get(1), 7);
        assertThat(trail).hasSize(all);
        for (int sequence = 1; sequence <= all; sequence++) {
            assertThat(trail.get(sequence - 1)).isEqualTo(commits.get((long) sequence));
            assertThat(versions).containsEntry((long) sequence, (long) sequence);
        }
    }

    @Test
    void trail_inPieces_losesNothingAndSaysWhetherThereIsMore() throws Exception {
        Ledger ledger = ledger();
        long epoch = epoch(ledger);
        List<String> said = new ArrayList<>();
        for (int i = 0; i < 23; i++) {
            said.add("change " + i + " \u0000\uD83D\uDE00");
            committed(answer(ledger.write(change(epoch, said.get(i), set("a", i, "x")))));
        }

        for (int limit : new int[] {1, 5, 22, 23, 24, Integer.MAX_VALUE}) {
            assertThat(trail(ledger(), limit)).isEqualTo(said);
        }
        Trail beyond = answer(ledger.trail(FLAGS, 99, 10));
        assertThat(beyond.records()).isEmpty();
        assertThat(beyond.reached()).isEqualTo(new Position(epoch, 23));
        assertThat(beyond.more()).isFalse();
    }

    @Test
    void write_ofTheLargest_isReadBack() throws Exception {
        Ledger ledger = ledger();
        long epoch = epoch(ledger);
        byte[] large = new byte[Limits.MAXIMUM_RECORD_BYTES];
        random().nextBytes(large);
        byte[] trail = new byte[Limits.MAXIMUM_TRAIL_BYTES];
        random().nextBytes(trail);
        List<LedgerWrite> writes = IntStream.range(0, Limits.MAXIMUM_WRITES)
                .mapToObj(i -> new LedgerWrite("k" + i, 0, i < 16 ? large : new byte[0]))
                .toList();

        committed(answer(ledger.write(new Change("largest", FLAGS, epoch, writes, trail))));

        assertThat(answer(ledger.read(FLAGS)).records()).as(seeded()).hasSize(writes.size());
        assertThat(record(ledger, "k0").bytes()).as(seeded()).isEqualTo(large);
        assertThat(answer(ledger.trail(FLAGS, 0, 5)).records().get(0).bytes()).isEqualTo(trail);
        for (int round = 1; round < 8; round++) {
            List<LedgerWrite> more = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                more.add(new LedgerWrite("r" + round + "/" + i, 0, large));
            }
            committed(answer(ledger.write(new Change("round-" + round, FLAGS, epoch, more, trail))));
        }
        Throwable full = failure(ledger.write(change(epoch, "no", set("one", 0, "more"))));
        assertThat(full)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("8388608 bytes")
                .hasMessageContaining("several collections");
        committed(answer(ledger.write(change(epoch, "room", remove("k0", 1)))));
        committed(answer(ledger.write(change(epoch, "yes", set("one", 0, "more")))));
        assertThat(trail(ledger, 1_000)).hasSize(10);
    }

    @Test
    void write_ofTheMostRecords_isReadInOneAndLeavesNoRoom() throws Exception {
        Ledger ledger = ledger();
        long epoch = epoch(ledger);
        for (int i = 0; i < Limits.MAXIMUM_RECORDS; i += Limits.MAXIMUM_WRITES) {
            List<LedgerWrite> writes = IntStream.range(i, i + Limits.MAXIMUM_WRITES)
                    .mapToObj(number -> set("flag " + number, 0, "a small record"))
                    .toList();
            committed(answer(ledger.write(new Change("change-" + i, FLAGS, epoch, writes, bytes("")))));
        }

        assertThat(answer(ledger().read(FLAGS)).records()).hasSize(Limits.MAXIMUM_RECORDS);
        assertThat(failure(ledger.write(change(epoch, "no", set("one more", 0, "")))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("20000 records")
                .hasMessageContaining("several collections")
                .hasMessageNotContaining("one more");
        assertThat(committed(answer(ledger.write(change(epoch, "yes", set("flag 7", 1, "")))))
                        .versions())
                .containsExactly(2L);
    }

    @Test
    void write_ofHostileKeys_keepsThemApart() throws Exception {
        Ledger ledger = ledger();
        List<String> keys = Ledgers.hostileTexts();
        long epoch = epoch(ledger);
        committed(answer(ledger.write(new Change(
                "hostile",
                FLAGS,
                epoch,
                keys.stream().map(key -> set(key, 0, "of " + key)).toList(),
                bytes("")))));

        Map<String, String> read = answer(ledger().read(FLAGS)).records().stream()
                .collect(Collectors.toMap(LedgerRecord::key, record -> String.valueOf(text(record.bytes()))));

        assertThat(read).hasSameSizeAs(keys);
        keys.forEach(key -> assertThat(read).containsEntry(key, "of " + key));
    }

    @Test
    void anyCall_beyondTheBounds_isRefusedAtOnce() throws Exception {
        Ledger ledger = ledger();

        for (String name : Ledgers.NO_NAMES) {
            refused(() -> ledger.read(name));
            refused(() -> ledger.read(name, "a"));
            refused(() -> ledger.trail(name, 0, 1));
            refused(() -> ledger.evidence(name, "a"));
            refused(() -> new Change("id", name, 1, List.of(set("a", 0, "")), bytes("")));
        }
        for (String key : Ledgers.NO_TEXTS) {
            refused(() -> ledger.read(FLAGS, key));
            refused(() -> set(key, 0, ""));
            refused(() -> ledger.merge(FLAGS, key, "s", 1, bytes("")));
            refused(() -> ledger.merge(FLAGS, "a", key, 1, bytes("")));
            refused(() -> ledger.evidence(FLAGS, key));
            refused(() -> ledger.purgeEvidence(FLAGS, key, Duration.ZERO));
        }
        refused(() -> ledger.trail(FLAGS, -1, 1));
        refused(() -> ledger.trail(FLAGS, 0, 0));
        refused(() -> ledger.merge(FLAGS, "a", "s", 0, bytes("")));
        refused(() -> ledger.merge(FLAGS, "a", "s", 1, new byte[Limits.MAXIMUM_EVIDENCE_BYTES + 1]));
        refused(() -> ledger.purgeEvidence(FLAGS, "a", Duration.ofMillis(-1)));
        refused(() -> new LedgerWrite("a", 0, new byte[Limits.MAXIMUM_RECORD_BYTES + 1]));
        refused(() -> set("a", -1, ""));
        refused(() -> remove("a", 0));
        refused(() -> change(0, "", set("a", 1, "")));
        refused(() -> change(1, ""));
        refused(() -> change(1, "", set("a", 0, ""), set("a", 0, "")));
        refused(() -> change(1, "x".repeat(Limits.MAXIMUM_TRAIL_BYTES + 1), set("a", 0, "")));
        refused(() -> new Change("no id", FLAGS, 1, List.of(set("a", 0, "")), bytes("")));
        refused(() -> new Change("id", FLAGS, 1, Collections.nCopies(101, set("a", 0, "")), bytes("")));
        assertThat(trail(ledger, 1)).isEmpty();
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatIllegalArgumentException().isThrownBy(call);
    }

    @Test
    void write_afterTheStoreLostEverything_conflictsWithWhatItRestsOnAndShowsAnotherEpoch() throws Exception {
        Ledger ledger = ledger();
        Outcome.Committed before = committed(ledger, "made", set("a", 0, "one"));

        lose(namespace());

        Outcome.Conflict conflict =
                conflict(answer(ledger.write(change(before.at().epoch(), "no", set("a", 1, "two")))));
        assertThat(conflict.at().epoch()).isGreaterThan(before.at().epoch());
        conflict(answer(ledger.write(change(before.at().epoch(), "no", set("b", 0, "x")))));
        assertThat(answer(ledger().read(FLAGS)).at()).isEqualTo(conflict.at());
        committed(answer(ledger.write(change(0, "in any epoch", set("a", 0, "two")))));
    }

    @Test
    void anyCall_onWhatANewerVersionWrote_isRefusedWithTheCure() throws Exception {
        Ledger ledger = ledger();
        Outcome.Committed before = committed(ledger, "made", set("a", 0, "one"));
        makeNewer(namespace(), FLAGS);

        List<CompletionStage<?>> calls = List.of(
                ledger.read(FLAGS),
                ledger.read(FLAGS, "a"),
                ledger.trail(FLAGS, 0, 1),
                ledger.write(change(before.at().epoch(), "no", set("a", 1, "two"))));

        for (CompletionStage<?> call : calls) {
            assertThat(failure(call))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("newer version")
                    .hasMessageContaining("upgrade");
        }
    }

    @Test
    void write_whileTheStoreIsStalled_failsInTimeAndCanBeRepeated() throws Exception {
        Ledger ledger = ledger();
        Change change = change(epoch(ledger), "made", set("a", 0, "one"));

        whileStalled(() -> {
            CompletionStage<?> write = ledger.write(change);
            CompletionStage<?> read = ledger.read(FLAGS);
            failure(write);
            failure(read);
        });

        until("the store answers again", () -> answer(ledger.read(FLAGS).handle((done, failure) -> failure == null)));
        Outcome.Committed done = committed(answer(ledger.write(change)));
        assertThat(done.at().sequence()).isOne();
        assertThat(trail(ledger, 10)).containsExactly("made");
    }
}
