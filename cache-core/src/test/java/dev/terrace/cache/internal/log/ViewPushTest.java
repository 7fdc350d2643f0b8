package dev.terrace.cache.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.spi.Appended;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.LogRecord;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Pushed;
import dev.terrace.cache.spi.Slice;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ViewPushTest {

    private static final Name KEY = Name.key(new Digest(5, 5));
    private static final Name OTHER = Name.key(new Digest(6, 6));

    private final View view = new View(1_000, 1_000, 0);
    private final Mark mark = view.cache("c");

    @BeforeEach
    void readToNine() {
        view.follow(Position.NONE, new Slice(new Position(1, 9), 0, 0, List.of(), false));
    }

    @Test
    @Tag("proves:CACHE-2")
    void take_ofWhatComesNext_takesEffectWithoutARead() {
        long loaded = view.generation();

        assertThat(view.take(pushed(1, 10, OTHER, KEY))).isTrue();

        assertThat(trusts(loaded)).isFalse();
        assertThat(view.position()).isEqualTo(new Position(1, 11));
        assertThat(trustsFar(view, new Position(1, 10), mark, KEY.fingerprint(), View.noNames()))
                .isFalse();
        assertThat(trustsFar(view, new Position(1, 11), mark, KEY.fingerprint(), View.noNames()))
                .isTrue();
    }

    @Test
    void counts_whileWhatWasHeardOfIsNotRead_tellTheLag() {
        view.take(pushed(1, 14, KEY, OTHER));
        assertThat(view.counts().lag()).isEqualTo(6);

        view.follow(new Position(1, 9), new Slice(new Position(1, 15), 0, 0, List.of(), false));
        assertThat(view.counts().lag()).isZero();

        view.take(pushed(1, 20, KEY));
        view.follow(Position.NONE, new Slice(new Position(2, 1), 0, 0, List.of(), false));
        assertThat(view.counts().lag()).as("of another log").isZero();
    }

    @Test
    void take_ofWhatIsKnown_changesNothing() {
        view.take(pushed(1, 10, KEY));
        long loaded = view.generation();

        assertThat(view.take(pushed(1, 10, KEY))).isTrue();

        assertThat(trusts(loaded)).isTrue();
        assertThat(view.generation()).isEqualTo(loaded);
    }

    @Test
    @Tag("proves:CACHE-2")
    void take_beyondAHole_isLeftToARead() {
        long loaded = view.generation();

        assertThat(view.take(pushed(1, 11, OTHER))).isFalse();
        assertThat(view.position()).isEqualTo(new Position(1, 9));

        view.follow(new Position(1, 9), new Slice(new Position(1, 11), 0, 0, records(10, KEY, OTHER), false));
        assertThat(trusts(loaded)).isFalse();
    }

    @Test
    void take_ofAnotherEpoch_orBeforeTheLogWasRead_isLeftToARead() {
        assertThat(view.take(pushed(2, 10, KEY))).isFalse();

        View fresh = new View(1_000, 1_000, 0);
        assertThat(fresh.take(pushed(1, 1, KEY))).isFalse();
        view.outOfReach(true);
        assertThat(view.take(pushed(1, 10, KEY))).isFalse();
    }

    /** An own append is acknowledged before what came first: both are passed once that is known. */
    @Test
    void take_ofWhatStoodBeforeAnOwnAppend_goesOnBehindIt() {
        view.invalidate(OTHER, true);
        view.acknowledged(List.of(OTHER), new Appended(1, 11));
        long loaded = view.generation();
        assertThat(view.position()).isEqualTo(new Position(1, 9));

        assertThat(view.take(pushed(1, 10, KEY))).isTrue();

        assertThat(view.position()).isEqualTo(new Position(1, 11));
        assertThat(trusts(loaded)).isFalse();
        assertThat(view.take(pushed(1, 12, KEY))).isTrue();
    }

    /** A slice that was cut off lacks what stands under a later own record; neither a push nor an answer may lead past that. */
    @Test
    @Tag("proves:CACHE-2")
    void take_whereAnOwnRecordMayHideWhatASliceLacked_stopsBeforeIt() {
        long loaded = view.generation();
        view.invalidate(KEY, true);
        long own = view.generation();
        view.follow(new Position(1, 9), new Slice(new Position(1, 12), 0, 0, records(12, OTHER), true));

        view.acknowledged(List.of(KEY), new Appended(1, 13)); // in the place of another node's, at 11
        assertThat(view.position()).isEqualTo(new Position(1, 12));
        view.follow(new Position(1, 12), new Slice(new Position(1, 13), 0, 0, records(13, KEY), false));

        assertThat(trusts(loaded)).isFalse();
        assertThat(trusts(own)).isFalse();
        assertThat(view.position()).isEqualTo(new Position(1, 13));
    }

    /** A read that was answered before a push arrived comes after it: nothing goes back. */
    @Test
    void follow_ofAnAnswerThatAPushHasOvertaken_keepsThePosition() {
        view.take(pushed(1, 10, KEY));

        view.follow(new Position(1, 9), new Slice(new Position(1, 9), 0, 0, List.of(), false));

        assertThat(view.position()).isEqualTo(new Position(1, 10));
        assertThat(view.isCurrent()).isTrue();
        assertThat(view.counts().epochs()).isOne();
    }

    /** What was pushed need not be read, so a log that has forgotten no more than that leaves no gap. */
    @Test
    void follow_ofALogThatForgotWhatWasPushed_isNoGap() {
        view.take(pushed(1, 10, KEY, OTHER));
        long loaded = view.generation();

        view.follow(new Position(1, 9), new Slice(new Position(1, 11), 0, 10, records(11, OTHER), false));

        assertThat(view.counts().gaps()).isZero();
        assertThat(trusts(loaded)).isTrue();
    }

    private boolean trusts(long loaded) {
        return view.trustsHeap(loaded, mark, KEY.fingerprint(), View.noNames());
    }

    private static Pushed pushed(long epoch, long first, Name... names) {
        return new Pushed("other:1", new Appended(epoch, first), List.of(names));
    }

    private static boolean trustsFar(View by, Position position, Mark cache, long key, long[] names) {
        return by.trustsFar(by.ask(cache, key), position, position, names);
    }

    private static List<LogRecord> records(long first, Name... names) {
        return new Pushed("other:1", new Appended(1, first), List.of(names)).records();
    }
}
