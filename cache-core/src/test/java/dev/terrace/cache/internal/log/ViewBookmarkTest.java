package dev.terrace.cache.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.spi.Appended;
import dev.terrace.cache.spi.Bookmark;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Pushed;
import dev.terrace.cache.spi.Slice;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The last place whose token a node was told. */
class ViewBookmarkTest {

    private static final Name KEY = Name.dependency("a");

    private final View view = new View(100, 100, 0);

    @Test
    void bookmark_ofALogWithoutTokens_isNone() {
        view.follow(Position.NONE, slice(1, 5, 0));
        view.invalidate(KEY, true);
        view.acknowledged(List.of(KEY), new Appended(1, 6));

        assertThat(view.bookmark()).isEqualTo(Bookmark.NONE);
    }

    @Test
    void bookmark_movesWithSlicesOwnAppendsAndPushes_andNeverBack() {
        view.follow(Position.NONE, slice(1, 5, 55));
        assertThat(view.bookmark()).isEqualTo(new Bookmark(new Position(1, 5), 55));

        view.invalidate(KEY, true);
        view.invalidate(KEY, true);
        view.acknowledged(List.of(KEY, KEY), new Appended(1, 6, true, 77));
        assertThat(view.bookmark()).isEqualTo(new Bookmark(new Position(1, 7), 77));

        view.take(new Pushed("other", new Appended(1, 8, true, 88), List.of(KEY)));
        view.follow(new Position(1, 5), slice(1, 7, 77));
        assertThat(view.bookmark()).isEqualTo(new Bookmark(new Position(1, 8), 88));
    }

    @Test
    void bookmark_whereNoTokenIsTold_staysWhereItWas() {
        view.follow(Position.NONE, slice(1, 5, 55));
        view.follow(new Position(1, 5), slice(1, 9, 0));

        assertThat(view.bookmark()).isEqualTo(new Bookmark(new Position(1, 5), 55));
    }

    @Test
    @Tag("proves:CACHE-4")
    void bookmark_inAnotherLog_isOfAnEarlierEpochUntilItTellsAToken() {
        view.follow(Position.NONE, slice(1, 5, 55));
        view.follow(new Position(1, 5), slice(2, 3, 0));
        assertThat(view.bookmark()).isEqualTo(new Bookmark(new Position(1, 5), 55));

        view.invalidate(KEY, true);
        view.acknowledged(List.of(KEY), new Appended(1, 6, true, 66));
        assertThat(view.bookmark().position().epoch())
                .as("of an append to the log that is no more")
                .isEqualTo(1);

        view.follow(new Position(2, 3), slice(2, 4, 44));
        assertThat(view.bookmark()).isEqualTo(new Bookmark(new Position(2, 4), 44));
    }

    private static Slice slice(long epoch, long reached, long token) {
        return new Slice(new Position(epoch, reached), 0, 0, List.of(), false, token);
    }
}
