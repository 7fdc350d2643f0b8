package dev.terrace.cache.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.spi.Append;
import dev.terrace.cache.spi.Appended;
import dev.terrace.cache.spi.Bookmark;
import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Slice;
import dev.terrace.testkit.Proves;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A database that goes back to an older copy of itself, and on from there before anybody looks. */
abstract class RestoredLogContract extends Scene {

    private static final int ALL = 10_000;

    /** A new partner on the database, as it is now. */
    abstract Jdbc partner();

    /** Copies the database; what this answers puts the copy in its place. */
    abstract AutoCloseable copy() throws Exception;

    @Test
    @Proves("CACHE-4")
    void read_ofALogThatWasRestoredAndOvertaken_makesAnotherLogOfIt() throws Exception {
        Bookmark known = restoredAndOvertaken();
        InvalidationLog log = log(partner());

        assertThat(answer(log.read(known.position(), ALL)).reached().epoch())
                .as("epoch and sequence cannot tell")
                .isEqualTo(known.position().epoch());
        Slice slice = answer(log.read(known.position(), known, ALL));

        assertThat(slice.reached().epoch()).isGreaterThan(known.position().epoch());
        assertThat(slice.records()).hasSize(8);
        assertThat(answer(log(partner()).read(Position.NONE, ALL)).reached())
                .as("it is another log for everybody")
                .isEqualTo(slice.reached());
    }

    @Test
    void append_toALogThatWasRestoredAndOvertaken_makesAnotherLogOfIt() throws Exception {
        Bookmark known = restoredAndOvertaken();
        InvalidationLog log = log(partner());

        Appended appended = answer(log.append(append(known, Name.dependency("mine"))));

        assertThat(appended.epoch()).isGreaterThan(known.position().epoch());
        Bookmark next = new Bookmark(appended.position(0), appended.token());
        assertThat(next.isKnown()).isTrue();
        assertThat(answer(log.read(next.position(), next, ALL)).reached()).isEqualTo(next.position());
    }

    @Test
    void read_ofALogThatWasRestoredAndEndsBeforeTheBookmark_makesAnotherLogOfIt() throws Exception {
        InvalidationLog log = log(partner());
        append(log, Name.dependency("first"));
        AutoCloseable copy = copy();
        log = log(partner());
        Appended lost = append(log, Name.dependency("lost"), Name.dependency("lost too"));
        copy.close();

        Slice slice = answer(log(partner()).read(lost.position(-1), new Bookmark(lost.position(1), lost.token()), ALL));

        assertThat(slice.reached().epoch()).isGreaterThan(lost.epoch());
    }

    @Test
    void read_withTheBookmarkOfEachAnswer_staysInOneLog() throws Exception {
        InvalidationLog log = log(partner());
        Bookmark bookmark = Bookmark.NONE;
        Position position = answer(log.read(Position.NONE, ALL)).reached();
        for (int i = 0; i < 20; i++) {
            Appended own = answer(log.append(append(bookmark, Name.dependency("a" + i), Name.dependency("b" + i))));
            append(log(partner()), Name.dependency("c" + i), Name.dependency("a" + i));
            Slice slice = answer(log.read(position, new Bookmark(own.position(1), own.token()), 3));

            assertThat(slice.reached().epoch()).isEqualTo(own.epoch());
            assertThat(slice.token()).as("after " + i).isNotZero();
            assertThat(slice.keyHorizon()).isZero();
            position = slice.reached();
            bookmark = new Bookmark(position, slice.token());
        }
    }

    /** Five names are known, three of them lost; six others stand in their place. */
    private Bookmark restoredAndOvertaken() throws Exception {
        InvalidationLog log = log(partner());
        append(log, Name.dependency("a"), Name.dependency("b"));
        AutoCloseable copy = copy();
        log = log(partner());
        append(log, Name.dependency("lost"), Name.dependency("lost too"), Name.dependency("and this"));
        Slice known = answer(log.read(Position.NONE, ALL));
        copy.close();
        InvalidationLog restored = log(partner());
        for (int i = 0; i < 6; i++) {
            append(restored, Name.dependency("other " + i));
        }
        assertThat(known.reached().sequence()).isEqualTo(5);
        return new Bookmark(known.reached(), known.token());
    }

    private static Append append(Bookmark bookmark, Name... names) {
        return new Append(UUID.randomUUID().toString(), bookmark.position(), List.of(names), Map.of(), bookmark);
    }
}
