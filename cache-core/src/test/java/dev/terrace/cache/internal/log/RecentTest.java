package dev.terrace.cache.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.spi.Appended;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.LogRecord;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Pushed;
import dev.terrace.cache.spi.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the last changes spare is what the tables would have answered. */
@Tag("proves:CACHE-1")
class RecentTest {

    private static final Name KEY = Name.key(new Digest(5, 5));

    private final Recent recent = new Recent();

    @Test
    void untouched_untilTheKeyOrANameIsChanged() {
        long name = Name.dependency("a").fingerprint();
        long[] names = {name};
        recent.begin(11);
        recent.begin(12);
        recent.name(12, Name.dependency("other"));
        assertThat(recent.isUntouched(10, 12, KEY.fingerprint(), names)).isTrue();

        recent.begin(13);
        recent.name(13, Name.dependency("a"));
        assertThat(recent.isUntouched(10, 13, KEY.fingerprint(), names)).isFalse();
        assertThat(recent.isUntouched(13, 13, KEY.fingerprint(), names)).isTrue();
        recent.begin(14);
        recent.name(14, KEY);
        assertThat(recent.isUntouched(13, 14, KEY.fingerprint(), names)).isFalse();
    }

    @Test
    void severalNamesOfOneChange_touchEverything() {
        recent.begin(11);
        recent.name(11, Name.dependency("one"));
        recent.name(11, Name.dependency("two"));
        assertThat(recent.isUntouched(10, 11, KEY.fingerprint(), View.noNames()))
                .isFalse();
        recent.begin(12);
        recent.name(12, Name.NAMESPACE);
        assertThat(recent.isUntouched(11, 12, KEY.fingerprint(), View.noNames()))
                .isFalse();
        recent.begin(13);
        recent.name(13, Name.dependency("one"));
        recent.anything(13);
        assertThat(recent.isUntouched(12, 13, KEY.fingerprint(), View.noNames()))
                .isFalse();
    }

    @Test
    void longAgoOrInTheFuture_isLeftToTheTables() {
        assertThat(recent.isUntouched(10, 10 + Recent.SCANNED, 1, View.noNames()))
                .isTrue();
        assertThat(recent.isUntouched(10, 11 + Recent.SCANNED, 1, View.noNames()))
                .isFalse();
        assertThat(recent.isUntouched(Long.MAX_VALUE, 10, 1, View.noNames())).isFalse();
    }

    /** Random changes of every kind to a view; entries that were believed at any time are judged both ways. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void judgement_isThatOfTheTables(long seed) {
        Random random = new Random(seed);
        View view = new View(1_000, 1_000, 0);
        Mark mark = view.cache("c");
        view.follow(Position.NONE, new Slice(new Position(1, 0), 0, 0, List.of(), false));
        long epoch = 1;
        for (int step = 0; step < 5_000; step++) {
            Name name = random.nextInt(3) == 0
                    ? Name.key(new Digest(random.nextInt(6), 0))
                    : Name.dependency("d" + random.nextInt(6));
            long sequence = view.position().sequence();
            switch (random.nextInt(60)) {
                case 0 -> view.invalidate(Name.cache("c"), false);
                case 1 -> view.outOfReach(true);
                case 2 -> view.outOfReach(false);
                case 3 -> view.follow(view.position(), new Slice(new Position(++epoch, 0), 0, 0, List.of(), false));
                case 4 ->
                    view.follow(
                            view.position(),
                            new Slice(new Position(epoch, sequence + 9), sequence + 5, sequence + 5, List.of(), false));
                case 5, 6, 7, 8, 9, 10 -> view.tick(step);
                case 11, 12, 13, 14 -> view.invalidate(name, random.nextBoolean());
                case 15, 16, 17, 18 ->
                    view.take(new Pushed(
                            "id",
                            new Appended(epoch, sequence + 1),
                            List.of(name, Name.dependency("d" + random.nextInt(6)))));
                case 19, 20, 21, 22 ->
                    view.follow(
                            view.position(),
                            new Slice(
                                    new Position(epoch, sequence + 1),
                                    0,
                                    0,
                                    List.of(new LogRecord(sequence + 1, name)),
                                    false));
                default -> view.take(new Pushed("id", new Appended(epoch, sequence + 1), List.of(name)));
            }
            long key = Name.key(new Digest(random.nextInt(6), 0)).fingerprint();
            long[] names = names(random);
            long believed = Math.max(0, view.generation() - random.nextInt(2 * Recent.SCANNED));
            assertThat(view.trustsHeap(believed, mark, key, names))
                    .as("seed %d step %d", seed, step)
                    .isEqualTo(view.trustsByTables(believed, mark, key, names));
        }
    }

    private static long[] names(Random random) {
        List<Long> names = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            names.add(Name.dependency("d" + random.nextInt(6)).fingerprint());
        }
        return names.stream().mapToLong(Long::longValue).toArray();
    }
}
