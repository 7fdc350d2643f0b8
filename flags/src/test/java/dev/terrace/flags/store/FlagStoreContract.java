package dev.terrace.flags.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.terrace.cache.spi.Position;
import dev.terrace.flags.BooleanFlag;
import dev.terrace.flags.EvaluationContext;
import dev.terrace.flags.Flags;
import dev.terrace.flags.OperatorOverride;
import dev.terrace.flags.Problem;
import dev.terrace.flags.Setting;
import dev.terrace.flags.audit.Anchor;
import dev.terrace.flags.audit.AuditEdit;
import dev.terrace.flags.audit.AuditPage;
import dev.terrace.flags.audit.AuditQuery;
import dev.terrace.flags.audit.AuditRecord;
import dev.terrace.flags.audit.Observation;
import dev.terrace.flags.audit.Verification;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a store of flags keeps on every backend. */
@Tag("proves:FLAG-5")
abstract class FlagStoreContract extends Nodes {

    private static final BooleanFlag A = BooleanFlag.of("a", false);

    /** Loses everything that the namespace's ledger has. */
    abstract void lose() throws Exception;

    /** How often a node looks for itself in the test of the log; so seldom that only the log can have told it. */
    Duration pollIntervalBesideTheLog() {
        return SELDOM;
    }

    @Test
    void change_applied_isInForceHereAndHasOneRecord() {
        FlagStore store = store();
        Flags flags = feed(store).flags();
        Instant before = Instant.now().minusMillis(1);

        Position version = applied(answer(store.change(FlagChange.of(
                "ann",
                "launch",
                version(store),
                flag("a", "on"),
                Edit.switches("{\"maintenance_mode\":[]}"),
                flag("maintenance_mode", "off")))));

        assertThat(flags.isOn(A, "u")).isTrue();
        assertThat(flags.snapshot().version()).isEqualTo(version.sequence()).isOne();
        List<AuditRecord> records = all(store);
        assertThat(records).hasSize(1);
        AuditRecord record = records.get(0);
        assertThat(record.sequence()).isOne();
        assertThat(record.actor()).isEqualTo("ann");
        assertThat(record.reason()).isEqualTo("launch");
        assertThat(record.time()).isAfter(before).isBefore(Instant.now().plusSeconds(1));
        assertThat(record.edits()).hasSize(3).contains(new AuditEdit("flag/a", null, boolFlag("on")));

        applied(change(store, flag("a", "off")));
        assertThat(flags.isOn(A, "u")).isFalse();
        assertThat(all(store).get(1).edits()).containsExactly(new AuditEdit("flag/a", boolFlag("on"), boolFlag("off")));
        applied(change(store, Edit.removeFlag("a")));
        assertThat(all(store).get(2).edits()).containsExactly(new AuditEdit("flag/a", boolFlag("off"), null));
        assertThat(flags.snapshot().keys()).containsExactly("maintenance_mode");
        assertWhole(store, 3);
    }

    @Test
    void change_wrong_isRefusedWithAllProblemsAndWritesNothing() {
        FlagStore store = store();
        applied(change(store, flag("a", "on")));

        ChangeOutcome outcome = change(
                store,
                Edit.flag("b", "{\"type\":\"boolan\",\"default\":\"on\"}"),
                Edit.flag("c", "{\"type\":\"boolean\",\"default\":\"perhaps\"}"),
                Edit.flag(
                        "d",
                        boolFlag("on")
                                .replace("}", ",\"prerequisites\":[{\"flag\":\"none\",\"variants\":[\"on\"]}]}")));

        assertThat(problems(outcome)).extracting(Problem::path).anyMatch(path -> path.startsWith("/flags/b"));
        assertThat(problems(outcome)).extracting(Problem::path).anyMatch(path -> path.startsWith("/flags/c"));
        assertThat(problems(outcome)).extracting(Problem::path).anyMatch(path -> path.startsWith("/flags/d"));
        assertThat(problems(change(
                        store, Edit.flag("b", "{"), Edit.flag("c", "{\"a\":1,\"a\":2}"), Edit.flag("d", "null"))))
                .hasSize(3);
        assertThat(problems(change(store, Edit.flag("b", "{\"description\":\"" + "x".repeat(40_000) + "\"}"))))
                .hasSize(1);
        assertThat(problems(change(
                        store, Edit.removeFlag("a"), Edit.switches("{\"read_only_mode\":[{\"flags\":[\"a\"]}]}"))))
                .isNotEmpty();
        assertThat(all(store)).hasSize(1);
        assertThat(answer(store.read()).contents().keySet()).containsExactly("flag/a");
        assertWhole(store, 1);
    }

    @Test
    void change_ofWhatChangedSince_isAConflictThatTellsBothVersions() {
        FlagStore store = store();
        Position first = applied(change(store, flag("a", "on"), flag("b", "on")));
        Position second = applied(change(store, flag("a", "off")));

        ChangeOutcome late =
                answer(store.change(FlagChange.of("bob", "late", first, flag("a", "on"), flag("b", "off"))));
        ChangeOutcome other = answer(store.change(FlagChange.of("bob", "of another flag", first, flag("b", "off"))));

        assertThat(late).isEqualTo(new ChangeOutcome.Conflict(first, second, List.of("flag/a")));
        assertThat(applied(other).sequence()).isEqualTo(3);
        Position foreign = new Position(first.epoch() + 1_000_000, first.sequence());
        assertThat(answer(store.change(FlagChange.of("bob", "elsewhere", foreign, flag("b", "on")))))
                .isEqualTo(new ChangeOutcome.Conflict(foreign, applied(other), List.of()));
        Position future = new Position(first.epoch(), 99);
        assertThat(answer(store.change(FlagChange.of("bob", "of the future", future, flag("b", "on")))))
                .isEqualTo(new ChangeOutcome.Conflict(future, applied(other), List.of()));
        assertWhole(store, 3);
    }

    /** Removed and made again, a flag has changed, though it is not there to say so. */
    @Test
    void change_ofWhatWasRemovedSince_isAConflict() {
        FlagStore store = store();
        Position first = applied(change(store, flag("a", "on"), flag("b", "on")));
        applied(change(store, Edit.removeFlag("a")));

        assertThat(answer(store.change(FlagChange.of("bob", "late", first, flag("a", "off")))))
                .isInstanceOf(ChangeOutcome.Conflict.class);
    }

    @Test
    void change_thatChangesNothing_writesNothing() {
        FlagStore store = store();
        Position first = applied(change(store, flag("a", "on")));

        assertThat(change(
                        store, Edit.flag("a", "{ \"type\": \"boolean\", \"default\": \"on\" }"), Edit.removeFlag("b")))
                .isEqualTo(new ChangeOutcome.Unchanged(first));
        assertThat(all(store)).hasSize(1);
    }

    @Test
    void change_repeatedWithItsId_isMadeOnce() {
        FlagStore store = store();
        FlagChange change = FlagChange.of("ann", "once", version(store), flag("a", "on"));
        Position made = applied(answer(store.change(change)));
        applied(change(store, flag("a", "off")));

        assertThat(answer(store.change(change))).isEqualTo(new ChangeOutcome.Applied(made));
        assertThat(answer(store.read()).contents()).containsEntry("flag/a", boolFlag("off"));
        assertWhole(store, 2);
    }

    @Test
    void change_whoseAnswerIsLost_isMadeOnce() {
        Shaky shaky = new Shaky(newLedger());
        FlagStore store = closing(builder().ledger(shaky).build());
        Position version = version(store);

        shaky.answersToLose.set(3);
        shaky.requestsToLose.set(2);

        assertThat(applied(answer(store.change(FlagChange.of("ann", "r", version, flag("a", "on")))))
                        .sequence())
                .isOne();
        assertThat(shaky.writes).hasValue(6);
        assertWhole(store, 1);
    }

    @Test
    void change_whoseFateStaysUnknown_saysSoAndIsResolvedByRepeatingIt() {
        Shaky shaky = new Shaky(newLedger());
        FlagStore store = closing(builder().ledger(shaky).build());
        FlagChange change = FlagChange.of("ann", "r", version(store), flag("a", "on"));

        shaky.answersToLose.set(6);
        Throwable failure = failure(store.change(change));

        assertThat(failure)
                .isInstanceOf(FlagStoreException.class)
                .hasMessageContaining("unknown whether change " + change.id())
                .hasMessageContaining("with its id");
        assertThat(applied(answer(store.change(change))).sequence()).isOne();
        assertWhole(store, 1);
    }

    @Test
    void change_storeThatCannotBeReached_isRefusedAndEvaluationsGoOn() {
        Shaky shaky = new Shaky(newLedger());
        FlagStore store = closing(
                builder().ledger(shaky).pollInterval(Duration.ofMillis(10)).build());
        Flags flags = feed(store).flags();
        Position version = applied(change(store, flag("a", "on")));

        shaky.cut = true;
        assertThat(failure(store.change(FlagChange.of("ann", "r", version, flag("a", "off")))))
                .isInstanceOf(FlagStoreException.class)
                .hasMessageContaining("was not made by this attempt");
        assertThat(failure(store.read())).isInstanceOf(FlagStoreException.class);
        await().atMost(PATIENCE).until(() -> store.health().failures() > 3);
        assertThat(flags.isOn(A, "u")).isTrue();
        assertThat(store.health().lastFailure()).isNotNull();

        shaky.cut = false;
        shaky.hangs = true;
        var stuck = store.change(FlagChange.of("ann", "r", version, flag("a", "off")))
                .toCompletableFuture();
        long started = System.nanoTime();
        for (int i = 0; i < 100_000; i++) {
            assertThat(flags.isOn(A, "u")).isTrue();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(PATIENCE);
        assertThat(stuck).isNotDone();
        shaky.hangs = false;
        assertWhole(store(), 1);
    }

    @Test
    void change_byManyWritersAtOnce_forksNothingAndLosesNothing() throws Exception {
        int writers = 4;
        int changes = 15;
        List<FlagStore> stores = new ArrayList<>();
        for (int i = 0; i < writers; i++) {
            stores.add(store());
        }
        inParallel(writers, writer -> {
            for (int i = 0; i < changes; i++) {
                applied(change(stores.get(writer), flag("f" + writer + "-" + i % 3, i / 3 % 2 == 0 ? "on" : "off")));
            }
        });

        assertWhole(stores.get(0), (long) writers * changes);
        assertThat(answer(stores.get(1).read()).contents()).hasSize(writers * 3);
    }

    /** Each reads, adds one, writes; a conflict begins again. No addition may be lost. */
    @Test
    void change_ofOneFlagByManyWriters_losesNoUpdate() throws Exception {
        int writers = 3;
        int additions = 8;
        FlagStore first = store();
        applied(change(first, counter(0)));
        inParallel(writers, writer -> {
            FlagStore store = another();
            int done = 0;
            while (done < additions) {
                StoredFlags read = answer(store.read());
                int now = Integer.parseInt(
                        read.contents().getOrDefault("flag/n", "").replaceAll("\\D", ""));
                ChangeOutcome outcome =
                        answer(store.change(FlagChange.of("w", "add", read.version(), counter(now + 1))));
                done += outcome instanceof ChangeOutcome.Applied ? 1 : 0;
            }
        });

        assertThat(answer(first.read()).contents().get("flag/n")).contains("\"n " + writers * additions + "\"");
        assertWhole(first, 1 + writers * additions);
    }

    /** One more, for a thread of its own. */
    private synchronized FlagStore another() {
        return store();
    }

    private static Edit counter(int n) {
        return Edit.flag("n", "{\"type\":\"boolean\",\"default\":\"on\",\"description\":\"n " + n + "\"}");
    }

    @Test
    void follow_withALog_learnsOfAChange() {
        FlagStore one = closing(builder().log(newLog()).build());
        FlagStore other = closing(
                builder().log(newLog()).pollInterval(pollIntervalBesideTheLog()).build());
        Flags flags = feed(other).flags();

        for (int i = 1; i <= 5; i++) {
            boolean on = i % 2 == 1;
            long version = applied(change(one, flag("a", on ? "on" : "off"))).sequence();
            await().atMost(PATIENCE).until(() -> flags.snapshot().version() == version);
            assertThat(flags.isOn(A, "u")).isEqualTo(on);
        }
        assertThat(one.health().untold()).isZero();
    }

    @Test
    void follow_withoutALog_isRightWithinAPoll() {
        FlagStore one = store();
        FlagStore other = closing(builder().pollInterval(Duration.ofMillis(50)).build());
        Flags flags = feed(other).flags();

        applied(change(one, flag("a", "on")));

        await().atMost(PATIENCE).until(() -> flags.isOn(A, "u"));
    }

    @Test
    void follow_ledgerThatWasLost_readsEverythingAgain() throws Exception {
        FlagStore one = store();
        FlagStore other = closing(builder().pollInterval(Duration.ofMillis(50)).build());
        Flags flags = feed(other).flags();
        Position lost = applied(change(one, flag("a", "on"), flag("b", "on")));
        await().atMost(PATIENCE).until(() -> flags.isOn(A, "u"));
        Anchor anchor = answer(one.audit().anchor());

        lose();
        ChangeOutcome stale = answer(one.change(FlagChange.of("ann", "r", lost, flag("a", "off"))));
        assertThat(stale).isInstanceOf(ChangeOutcome.Conflict.class);
        Position version = applied(change(one, flag("c", "on")));

        await().atMost(PATIENCE).until(() -> flags.snapshot().keys().equals(Set.of("c")));
        assertThat(version.epoch()).isNotEqualTo(lost.epoch());
        assertThat(answer(one.audit().verify(List.of())).isWhole()).isTrue();
        assertThat(answer(one.audit().verify(List.of(anchor))).isWhole()).isFalse();
    }

    @Test
    void override_ofOperators_holdsWhereItIsSetUntilItEnds() {
        FlagStore store = closing(builder().environment("production").build());
        Flags flags = feed(store).flags();
        applied(change(store, flag("a", "off"), flag("b", "off")));
        OperatorOverride ended = new OperatorOverride("b", "on", Instant.now().minusSeconds(1));
        OperatorOverride lasting = new OperatorOverride("a", "on", Instant.now().plusSeconds(3_600));

        applied(change(store, Edit.override(lasting, null), Edit.override(ended, "production")));
        assertThat(flags.isOn(A, "u")).isTrue();
        assertThat(flags.isOn(BooleanFlag.of("b", true), "u")).isFalse();
        assertThat(answer(store.read()).overrides("production")).containsExactly(ended, lasting);

        applied(change(store, Edit.override(new OperatorOverride("a", "off", null), "production")));
        assertThat(flags.isOn(A, "u"))
                .as("an environment's comes before that of everywhere")
                .isFalse();
        applied(change(
                store,
                Edit.override(new OperatorOverride("a", "on", null), "staging"),
                Edit.clearOverride("a", "production")));
        assertThat(flags.isOn(A, "u")).isTrue();
        applied(change(store, Edit.clearOverride("a", null)));
        assertThat(flags.isOn(A, "u"))
                .as("what is set for staging is not for production")
                .isFalse();

        assertThat(problems(change(
                        store,
                        Edit.override(new OperatorOverride("a", "none", null), null),
                        Edit.override(new OperatorOverride("c", "on", null), null),
                        Edit.override(new OperatorOverride("b", "on", null), "nowhere"))))
                .extracting(Problem::message)
                .anyMatch(text -> text.contains("no flag \"c\""))
                .anyMatch(text -> text.contains("no environment \"nowhere\""));
        assertThat(problems(change(store, Edit.override(new OperatorOverride("a", "none", null), null))))
                .hasSize(1);
        assertThat(problems(change(store, Edit.removeFlag("b")))).hasSize(1);
        assertWhole(store, 5);
    }

    @Test
    void dryRun_listsWhoWouldChange_andChangesNothing() {
        FlagStore store = store();
        String rollout =
                "{\"type\":\"boolean\",\"default\":\"off\",\"salt\":\"a\",\"rules\":[{\"rollout\":{\"percent\":%s,\"variant\":\"on\"}}]}";
        applied(change(store, Edit.flag("a", String.format(rollout, 10)), flag("b", "on")));
        List<EvaluationContext> sample = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            sample.add(EvaluationContext.of("user-" + i));
        }
        Flags flags = feed(store).flags();
        Set<String> before = in(flags, sample);

        DryRun run = answer(store.dryRun(
                List.of(Edit.flag("a", String.format(rollout, 30)), Edit.removeFlag("b"), flag("c", "on")),
                Setting.of("production"),
                sample));

        Set<String> would = new TreeSet<>();
        run.differences().stream().filter(one -> one.flag().equals("a")).forEach(one -> {
            assertThat(one.before()).isEqualTo("off");
            assertThat(one.after()).isEqualTo("on");
            would.add(String.valueOf(one.context().unit()));
        });
        assertThat(run.problems()).isEmpty();
        assertThat(run.counts())
                .containsOnlyKeys("a", "b", "c")
                .containsEntry("b", 1_000)
                .containsEntry("c", 1_000);
        assertThat(run.counts().get("a")).isEqualTo(would.size());
        assertThat(in(flags, sample)).isEqualTo(before);
        assertThat(all(store)).hasSize(1);

        applied(answer(store.change(
                FlagChange.of("ann", "as tried", run.version(), Edit.flag("a", String.format(rollout, 30))))));
        Set<String> after = in(flags, sample);
        after.removeAll(before);
        assertThat(after).isEqualTo(would);
        assertThat(answer(store.dryRun(List.of(Edit.flag("a", "{")), Setting.none(), sample))
                        .problems())
                .hasSize(1);
    }

    private static Set<String> in(Flags flags, List<EvaluationContext> sample) {
        Set<String> in = new TreeSet<>();
        sample.stream().filter(one -> flags.isOn(A, one)).forEach(one -> in.add(String.valueOf(one.unit())));
        return in;
    }

    @Test
    void audit_queriedAndReplayed_tellsThePast() {
        FlagStore store = store();
        List<StoredFlags> history = new ArrayList<>();
        history.add(answer(store.read()));
        for (int i = 1; i <= 12; i++) {
            Edit edit = i % 4 == 0 ? Edit.removeFlag("f" + i % 3) : flag("f" + i % 3, i % 2 == 0 ? "on" : "off");
            answer(store.change(FlagChange.of("actor " + i % 2, "step " + i, version(store), edit)));
            history.add(answer(store.read()));
        }
        StoredFlags last = history.get(history.size() - 1);
        int records = (int) last.version().sequence();

        for (StoredFlags then : history) {
            StoredFlags replayed = answer(store.asOf(then.version().sequence()));
            assertThat(replayed.contents()).isEqualTo(then.contents());
            assertThat(replayed.document()).isEqualTo(then.document());
        }
        assertThat(answer(store.asOf(Instant.EPOCH)).contents()).isEmpty();
        assertThat(answer(store.asOf(Instant.now().plusSeconds(9))).contents()).isEqualTo(last.contents());

        AuditPage page = answer(store.audit().query(AuditQuery.all().flag("f1"), 0, 2));
        assertThat(page.records()).hasSize(2);
        List<AuditRecord> paged = new ArrayList<>(page.records());
        while (page.more()) {
            page = answer(store.audit().query(AuditQuery.all().flag("f1"), page.next(), 2));
            paged.addAll(page.records());
        }
        assertThat(paged)
                .isEqualTo(all(store).stream()
                        .filter(one -> one.edits().get(0).key().equals("flag/f1"))
                        .toList());
        AuditRecord third = all(store).get(2);
        AuditQuery until = AuditQuery.all().until(third.time());
        assertThat(answer(store.audit().query(until, 0, 100)).records())
                .allMatch(one -> one.time().isBefore(third.time()));
        AuditQuery from = AuditQuery.all().from(third.time()).actor("actor 1");
        assertThat(answer(store.audit().query(from, 0, 100)).records())
                .isNotEmpty()
                .allMatch(
                        one -> !one.time().isBefore(third.time()) && one.actor().equals("actor 1"));
        assertWhole(store, records);
    }

    @Test
    void anchor_exportedAndRead_holdsAsHistoryGoesOn() {
        FlagStore store = store();
        Anchor none = answer(store.audit().anchor());
        applied(change(store, flag("a", "on")));
        Anchor first = answer(store.audit().anchor());
        applied(change(store, flag("a", "off")));

        Anchor read = Anchor.parse(" " + first.text() + "\n");

        assertThat(read).isEqualTo(first);
        assertThat(answer(store.audit()
                                .verify(List.of(none, read, answer(store.audit().anchor()))))
                        .findings())
                .isEmpty();
        Anchor other = new Anchor(first.chain(), 1, "0".repeat(64));
        assertThat(answer(store.audit().verify(List.of(other))).findings()).hasSize(1);
        assertThat(answer(store.audit().verify(List.of(first, other))).isWhole())
                .isFalse();
    }

    @Test
    void recordObserved_onceForEachNodeOriginAndDigest() throws Exception {
        FlagStore one = store();
        FlagStore two = store();
        Observation first = new Observation("n1", "file flags.yaml", "aa", "");

        assertThat(answer(one.recordObserved(first))).isTrue();
        assertThat(answer(one.recordObserved(first))).isFalse();
        assertThat(answer(two.recordObserved(first))).isFalse();
        assertThat(answer(two.recordObserved(new Observation("n2", "file flags.yaml", "aa", ""))))
                .isTrue();
        assertThat(answer(two.recordObserved(new Observation("n1", "environment variables", "aa", ""))))
                .isTrue();
        assertThat(answer(one.recordObserved(new Observation("n1", "file flags.yaml", "bb", "names"))))
                .isTrue();
        assertThat(answer(one.recordObserved(first)))
                .as("a digest that comes back")
                .isTrue();

        inParallel(4, node -> {
            for (int i = 0; i < 5; i++) {
                answer((node % 2 == 0 ? one : two).recordObserved(new Observation("p" + node, "file", "d" + i, "")));
            }
        });

        Verification verification = answer(one.observed().verify(List.of()));
        assertThat(verification.findings()).isEmpty();
        assertThat(verification.records()).isEqualTo(5 + 20);
        AuditRecord changed = answer(one.observed().query(AuditQuery.all().actor("n1"), 0, 100))
                .records()
                .get(2);
        assertThat(changed.edits())
                .containsExactly(new AuditEdit(
                        "observed/n1/file flags.yaml",
                        "{\"digest\":\"aa\"}",
                        "{\"digest\":\"bb\",\"content\":\"names\"}"));
        assertThat(all(one)).as("a trail of its own").isEmpty();
    }

    private static List<Problem> problems(ChangeOutcome outcome) {
        assertThat(outcome).isInstanceOf(ChangeOutcome.Refused.class);
        return ((ChangeOutcome.Refused) outcome).problems();
    }

    private static List<AuditRecord> all(FlagStore store) {
        return answer(store.audit().query(AuditQuery.all(), 0, 1_000)).records();
    }

    private static void assertWhole(FlagStore store, long records) {
        Verification verification = answer(store.audit().verify(List.of()));
        assertThat(verification.findings()).isEmpty();
        assertThat(verification.records()).isEqualTo(records);
    }
}
