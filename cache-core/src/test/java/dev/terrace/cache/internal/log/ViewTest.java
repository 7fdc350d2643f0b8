package dev.terrace.cache.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.spi.Appended;
import dev.terrace.cache.spi.Bookmark;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.LogRecord;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Slice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ViewTest {

    private static final Name KEY = Name.key(new Digest(5, 5));
    private static final Name DEPENDENCY = Name.dependency("d");
    private static final long[] ON_DEPENDENCY = {DEPENDENCY.fingerprint()};

    private final View view = new View(1_000, 1_000, 0);
    private final Mark mark = view.cache("c");

    @Test
    void trustsFar_beforeTheLogWasReadToItsEnd_isFalse() {
        assertThat(trusts(1, 5)).isFalse();
        view.follow(Position.NONE, slice(1, 5, true));
        assertThat(trusts(1, 5)).isFalse();
        view.follow(new Position(1, 5), slice(1, 9, false));
        assertThat(trusts(1, 5)).isTrue();
        assertThat(trusts(2, 5)).as("another epoch").isFalse();
        assertThat(trustsFar(view, Position.NONE, mark, 1, View.noNames())).isFalse();
    }

    @Test
    void trustsFar_whileAnOwnInvalidationIsPending_isFalse() {
        view.follow(Position.NONE, slice(1, 9, false));
        for (Name name : List.of(KEY, Name.cache("c"), Name.NAMESPACE)) {
            view.invalidate(name, true);
            assertThat(trusts(1, 1_000)).isFalse();
            view.acknowledged(List.of(name), new Appended(1, view.position().sequence() + 1));
            assertThat(trusts(1, 1_000)).isTrue();
            assertThat(trusts(1, view.position().sequence() - 1)).isFalse();
        }
        view.invalidate(DEPENDENCY, true);
        assertThat(trusts(1, 1_000)).isTrue();
        assertThat(trustsFar(view, new Position(1, 1_000), mark, fingerprint(), ON_DEPENDENCY))
                .isFalse();
    }

    @Test
    void trustsFar_twoOwnInvalidationsOfOneName_waitsForBoth() {
        view.follow(Position.NONE, slice(1, 9, false));
        view.invalidate(KEY, true);
        view.invalidate(KEY, true);
        view.acknowledged(List.of(KEY), new Appended(1, 10));
        assertThat(trusts(1, 1_000)).isFalse();
        view.acknowledged(List.of(KEY), new Appended(1, 11));
        assertThat(trusts(1, 10)).isFalse();
        assertThat(trusts(1, 11)).isTrue();
    }

    @Test
    @Tag("proves:CACHE-2")
    void follow_ofAnOwnRecordThatMayHideAnothers_takesEffect() {
        view.follow(Position.NONE, slice(1, 9, false));
        view.invalidate(KEY, true);
        long loaded = view.generation(); // loaded before another node invalidates the same key at 10
        view.acknowledged(List.of(KEY), new Appended(1, 11));
        assertThat(view.trustsHeap(loaded, mark, fingerprint(), View.noNames())).isTrue();

        view.follow(new Position(1, 9), slice(1, 11, false, new LogRecord(11, KEY)));

        assertThat(view.trustsHeap(loaded, mark, fingerprint(), View.noNames())).isFalse();
    }

    @Test
    @Tag("proves:CACHE-2")
    void follow_ofAnOwnRecordThatHidesOneOfAnEarlierSlice_takesEffect() {
        view.follow(Position.NONE, slice(1, 9, false));
        view.invalidate(KEY, true);
        long loaded = view.generation(); // loaded before another node invalidates the same key at 10
        view.acknowledged(List.of(KEY), new Appended(1, 12));

        view.follow(new Position(1, 9), slice(1, 11, true, new LogRecord(11, DEPENDENCY)));
        view.follow(new Position(1, 11), slice(1, 12, false, new LogRecord(12, KEY)));

        assertThat(view.trustsHeap(loaded, mark, fingerprint(), View.noNames())).isFalse();
    }

    @Test
    @Tag("proves:CACHE-2")
    void acknowledged_behindWhatASliceThatWasCutOffHasLacked_isStillRead() {
        view.follow(Position.NONE, slice(1, 9, false));
        view.invalidate(KEY, true);
        long loaded = view.generation(); // loaded before another node invalidates the same key at 10
        view.follow(new Position(1, 9), slice(1, 11, true, new LogRecord(11, DEPENDENCY)));

        view.acknowledged(List.of(KEY), new Appended(1, 12));

        assertThat(view.position()).isEqualTo(new Position(1, 11));
        view.follow(view.position(), slice(1, 12, false, new LogRecord(12, KEY)));
        assertThat(view.trustsHeap(loaded, mark, fingerprint(), View.noNames())).isFalse();
    }

    @Test
    @Tag("proves:CACHE-2")
    void trustsFar_beforeAnotherLogWasReadToItsEnd_isFalse() {
        view.follow(Position.NONE, slice(1, 9, false));
        view.follow(new Position(1, 9), slice(2, 5, true));
        assertThat(trusts(2, 5)).isFalse();
        view.follow(new Position(2, 5), slice(2, 9, false));
        assertThat(trusts(2, 5)).isTrue();
    }

    /** What was read to its end in one log says nothing of another, whose sequences begin anew. */
    @Test
    @Tag("proves:CACHE-2")
    void follow_ofAnOwnRecordThatHidesAnothersInANewLog_takesEffect() {
        view.follow(Position.NONE, slice(1, 9, false));
        view.follow(new Position(1, 9), slice(2, 3, false));
        view.invalidate(KEY, true);
        long loaded = view.generation(); // loaded before another node invalidates the same key at 8
        view.follow(new Position(2, 3), slice(2, 9, true, new LogRecord(9, DEPENDENCY)));

        view.acknowledged(List.of(KEY), new Appended(2, 10));

        assertThat(view.position()).isEqualTo(new Position(2, 9));
        view.follow(view.position(), slice(2, 10, false, new LogRecord(10, KEY)));
        assertThat(view.trustsHeap(loaded, mark, fingerprint(), View.noNames())).isFalse();
    }

    @Test
    @Tag("proves:CACHE-1")
    void trustsFar_ofAReadThatBeganUnderAnotherLog_isJudgedByWhatIsKnownNow() {
        view.follow(Position.NONE, slice(1, 2, false));
        view.invalidate(KEY, true);
        view.acknowledged(List.of(KEY), new Appended(1, 3));
        Asked asked = view.ask(mark, fingerprint());

        view.follow(new Position(1, 3), slice(2, 9, false)); // which has not heard of it

        Position stored = new Position(2, 5);
        assertThat(view.trustsFar(asked, stored, stored, View.noNames())).isFalse();
    }

    @Test
    void follow_ofOwnRecordsOfOneName_accountsForTheCompactedOnes() {
        view.follow(Position.NONE, slice(1, 9, false));
        view.invalidate(KEY, true);
        view.invalidate(KEY, true);
        long put = view.generation();
        view.acknowledged(List.of(KEY), new Appended(1, 11)); // 10 is another node's
        view.acknowledged(List.of(KEY), new Appended(1, 12));

        view.follow(new Position(1, 9), slice(1, 12, false, new LogRecord(10, DEPENDENCY), new LogRecord(12, KEY)));

        assertThat(view.trustsHeap(put, mark, fingerprint(), View.noNames())).isTrue();
    }

    @Test
    void follow_byAReadThatWasUnderWayWhenAnOwnAppendWasAcknowledged_changesNothing() {
        view.follow(Position.NONE, slice(1, 9, false));
        view.invalidate(KEY, true);
        view.acknowledged(List.of(KEY), new Appended(1, 10));
        long loaded = view.generation();
        assertThat(view.position()).isEqualTo(new Position(1, 10));

        view.follow(new Position(1, 9), slice(1, 10, false, new LogRecord(10, KEY)));

        assertThat(view.trustsHeap(loaded, mark, fingerprint(), View.noNames())).isTrue();
        assertThat(view.counts().applied()).isZero();
    }

    @Test
    void follow_ofAnOwnRecord_changesNothing() {
        view.follow(Position.NONE, slice(1, 9, false));
        view.invalidate(KEY, true);
        view.acknowledged(List.of(KEY), new Appended(1, 11)); // 10 is another node's
        long generation = view.generation();

        view.follow(new Position(1, 9), slice(1, 11, false, new LogRecord(10, DEPENDENCY), new LogRecord(11, KEY)));

        assertThat(view.trustsHeap(generation, mark, fingerprint(), View.noNames()))
                .isTrue();
        assertThat(view.trustsHeap(generation, mark, fingerprint(), ON_DEPENDENCY))
                .isFalse();
        assertThat(view.counts().applied()).isEqualTo(1);
    }

    @Test
    void acknowledged_beforeItsEpochWasRead_countsOnceItIs() {
        view.invalidate(KEY, true);
        view.acknowledged(List.of(KEY), new Appended(3, 4));
        assertThat(view.counts().pending()).isEqualTo(1);
        view.follow(Position.NONE, slice(3, 4, false, new LogRecord(4, KEY)));

        assertThat(view.counts().pending()).isZero();
        assertThat(trusts(3, 3)).isFalse();
        assertThat(trusts(3, 4)).isTrue();
    }

    /** Else nobody could tell that the log has lost it before this node has read anything. */
    @Test
    @Tag("proves:CACHE-4")
    void acknowledged_beforeItsEpochWasRead_isABookmarkInIt() {
        view.follow(Position.NONE, new Slice(new Position(2, 9), 0, 0, List.of(), false, 77));
        assertThat(view.bookmark()).isEqualTo(new Bookmark(new Position(2, 9), 77));
        view.invalidate(KEY, true);
        view.acknowledged(List.of(KEY), new Appended(3, 4, true, 88));
        assertThat(view.bookmark()).isEqualTo(new Bookmark(new Position(3, 4), 88));

        view.follow(new Position(2, 9), new Slice(new Position(2, 10), 0, 0, List.of(), false, 78));
        assertThat(view.bookmark()).as("a late read").isEqualTo(new Bookmark(new Position(3, 4), 88));

        view.follow(new Position(2, 10), new Slice(new Position(4, 1), 0, 0, List.of(), false, 99));
        assertThat(view.bookmark()).isEqualTo(new Bookmark(new Position(4, 1), 99));
        assertThat(view.takeLost()).as("what the log before has lost").containsExactly(KEY);
    }

    @Test
    void follow_ofAnotherEpoch_distrustsAllAndKeepsWhatIsPending() {
        view.follow(Position.NONE, slice(1, 9, false));
        long before = view.generation();
        view.invalidate(KEY, true);
        view.follow(new Position(1, 9), slice(2, 3, false));

        assertThat(view.trustsHeap(before, mark, 1, View.noNames())).isFalse();
        assertThat(view.trustsHeap(view.generation(), mark, 1, View.noNames())).isTrue();
        assertThat(trusts(2, 1_000)).as("still on its way").isFalse();
        assertThat(trusts(1, 1_000)).isFalse();
        view.acknowledged(List.of(KEY), new Appended(2, 4));
        assertThat(trusts(2, 4)).isTrue();
        assertThat(view.counts().epochs()).isEqualTo(2);
    }

    /** Behind it may be a server that has lost the end of the log, and the removals of keys that this node has never heard of. */
    @Test
    @Tag("proves:CACHE-4")
    void reconnected_distrustsFarTiersUntilTheLogIsReadOverThatConnection() {
        view.follow(Position.NONE, slice(1, 5, false));
        long before = view.connection();

        view.reconnected();

        assertThat(trusts(1, 5)).isFalse();
        view.follow(new Position(1, 5), slice(1, 6, false), before);
        assertThat(trusts(1, 6)).as("by an answer of the connection before").isFalse();
        view.follow(new Position(1, 6), slice(1, 6, false), view.connection());
        assertThat(trusts(1, 6)).isTrue();
    }

    @Test
    void follow_pastAGap_distrustsHeapAndOldDependenciesButNotKeysInTiers() {
        view.follow(Position.NONE, slice(1, 9, false));
        long before = view.generation();
        view.follow(new Position(1, 9), new Slice(new Position(1, 100), 50, 40, List.of(), false));

        assertThat(view.counts().gaps()).isEqualTo(1);
        assertThat(view.trustsHeap(before, mark, 1, View.noNames())).isFalse();
        assertThat(trusts(1, 9)).isTrue();
        assertThat(trustsFar(view, new Position(1, 49), mark, 1, ON_DEPENDENCY)).isFalse();
        assertThat(trustsFar(view, new Position(1, 50), mark, 1, ON_DEPENDENCY)).isTrue();
    }

    /** A tier may hold what was stored before survivors told a new log of its key again; no removal came with that. */
    @Test
    @Tag("proves:CACHE-4")
    void follow_ofALogThatHasForgottenKeysToldAgain_distrustsWhatStandsBelowThem() {
        view.follow(Position.NONE, new Slice(new Position(1, 100), 0, 40, repeatedUpTo(20), false));

        assertThat(trusts(1, 19)).isFalse();
        assertThat(trusts(1, 20)).isTrue();
        assertThat(view.cache("other").sequence())
                .as("no other cache is touched")
                .isZero();
    }

    @Test
    @Tag("proves:CACHE-4")
    void follow_pastAGapOfKeysToldAgain_distrustsWhatStandsBelowBoth() {
        view.follow(Position.NONE, slice(1, 9, false));
        view.follow(new Position(1, 9), new Slice(new Position(1, 100), 0, 40, repeatedUpTo(60), false));

        assertThat(trusts(1, 39)).as("forgotten, and not read here").isFalse();
        assertThat(trusts(1, 40)).as("nothing above was missed").isTrue();
    }

    @Test
    @Tag("proves:CACHE-4")
    void follow_ofTheMarkInALaterSlice_distrustsWhatWasPromotedBefore() {
        view.follow(Position.NONE, slice(1, 9, false));
        view.follow(new Position(1, 9), new Slice(new Position(1, 50), 0, 40, List.of(), true));
        long promoted = view.generation();
        assertThat(trusts(1, 12)).as("it cannot know yet").isTrue();

        view.follow(new Position(1, 50), new Slice(new Position(1, 100), 0, 40, repeatedUpTo(60), false));

        assertThat(view.trustsHeap(promoted, mark, fingerprint(), View.noNames()))
                .isFalse();
    }

    @Test
    void follow_ofKeysToldAgainThatWereRead_costsNothingElse() {
        view.follow(Position.NONE, slice(1, 9, false));
        long before = view.generation();
        view.follow(
                new Position(1, 9),
                slice(1, 20, false, new LogRecord(19, KEY), repeatedUpTo(20).get(0)));

        assertThat(view.trustsHeap(before, mark, 1, View.noNames())).isTrue();
        assertThat(trustsFar(view, new Position(1, 5), mark, 1, View.noNames())).isTrue();
        assertThat(trusts(1, 18)).isFalse();
    }

    private static List<LogRecord> repeatedUpTo(long sequence) {
        return List.of(new LogRecord(sequence, Repeats.MARK));
    }

    @Test
    void follow_withAHorizonThatTheNodeHasPassed_changesNothing() {
        view.follow(Position.NONE, slice(1, 9, false));
        long before = view.generation();
        view.follow(new Position(1, 9), new Slice(new Position(1, 9), 9, 9, List.of(), false));

        assertThat(view.counts().gaps()).isZero();
        assertThat(view.trustsHeap(before, mark, 1, ON_DEPENDENCY)).isTrue();
    }

    @Test
    void floor_ofACache_isItsLastWholeInvalidation() {
        assertThat(view.floor(mark)).isEqualTo(Position.NONE);
        view.follow(
                Position.NONE,
                slice(1, 9, false, new LogRecord(4, Name.cache("c")), new LogRecord(6, Name.cache("other"))));
        assertThat(view.floor(mark)).isEqualTo(new Position(1, 4));
        view.invalidate(Name.NAMESPACE, true);
        assertThat(view.floor(mark)).isEqualTo(Position.NONE);
        view.acknowledged(List.of(Name.NAMESPACE), new Appended(1, 10));
        assertThat(view.floor(mark)).isEqualTo(new Position(1, 10));
    }

    /** Every judgement against a history of all invalidations: what was invalidated after its stamp is never trusted. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 20_261_121})
    void judgements_byAModelOfTheWholeHistory_neverTrustTooMuch(long seed) {
        Random random = new Random(seed);
        View small = new View(50, 50, 0);
        Mark cache = small.cache("c");
        Map<Name, Long> sequences = new HashMap<>();
        Map<Name, Long> generations = new HashMap<>();
        small.follow(Position.NONE, slice(1, 0, false));
        long sequence = 0;
        int trusted = 0;
        for (int step = 0; step < 3_000; step++) {
            Name name = Name.dependency("d" + random.nextInt(400));
            if (random.nextInt(3) == 0) {
                generations.put(name, small.invalidate(name, true));
                small.acknowledged(List.of(name), new Appended(1, ++sequence));
            } else {
                List<LogRecord> records = new ArrayList<>(List.of(new LogRecord(++sequence, name)));
                small.follow(small.position(), new Slice(new Position(1, sequence), 0, 0, records, false));
                generations.put(name, small.generation());
            }
            sequences.put(name, sequence);
            Name judged = Name.dependency("d" + random.nextInt(400));
            long[] names = {judged.fingerprint()};
            long stamped = Math.max(0, sequence - random.nextInt(60));
            boolean far = trustsFar(small, new Position(1, stamped), cache, 1, names);
            assertThat(far && sequences.getOrDefault(judged, 0L) > stamped).isFalse();
            long believed = small.generation() - random.nextInt(60);
            boolean heap = small.trustsHeap(believed, cache, 1, names);
            assertThat(heap && generations.getOrDefault(judged, 0L) > believed).isFalse();
            trusted += (far ? 1 : 0) + (heap ? 1 : 0);
        }
        assertThat(trusted).as("it does not just refuse everything").isGreaterThan(1_000);
    }

    private boolean trusts(long epoch, long sequence) {
        return trustsFar(view, new Position(epoch, sequence), mark, fingerprint(), View.noNames());
    }

    private static long fingerprint() {
        return KEY.fingerprint();
    }

    private static boolean trustsFar(View by, Position position, Mark cache, long key, long[] names) {
        return by.trustsFar(by.ask(cache, key), position, position, names);
    }

    private static Slice slice(long epoch, long reached, boolean more, LogRecord... records) {
        return new Slice(new Position(epoch, reached), 0, 0, List.of(records), more);
    }
}
