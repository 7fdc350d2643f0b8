package dev.terrace.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.spi.Append;
import dev.terrace.cache.spi.Appended;
import dev.terrace.cache.spi.Bookmark;
import dev.terrace.cache.spi.LogRecord;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Position;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the model of a database's log does beyond the contract. */
class LogModelTest {

    private static final long MILLIS = 1_750_000_000_000L;
    private static final Name NAME = Name.dependency("d");

    private final LogModel log = LogModel.ofDatabase(100, 100);
    private int appends;

    @Test
    void recognise_ofALogThatHasGoneOn_changesNothing() {
        Bookmark known = append(log);
        append(log);
        log.recognise(known, MILLIS);

        assertThat(log.epoch()).isEqualTo(known.position().epoch());
    }

    @Test
    void recognise_ofALogThatWentBackAndWasOvertaken_makesItAnotherThatKeepsItsRecords() {
        append(log);
        LogModel older = log.copy();
        Bookmark known = append(log);
        append(older);
        append(older);

        older.recognise(known, MILLIS);

        assertThat(older.epoch()).isGreaterThan(known.position().epoch());
        assertThat(older.read(Position.NONE, 10, MILLIS).records()).containsExactly(new LogRecord(3, NAME));
    }

    @Test
    void recognise_ofALogThatEndsBeforeTheBookmark_makesItAnother() {
        append(log);
        LogModel older = log.copy();
        Bookmark known = append(log);

        older.recognise(known, MILLIS);

        assertThat(older.epoch()).isGreaterThan(known.position().epoch());
    }

    @Test
    void recognise_ofALogOfAnEarlierEpoch_makesItAnother() {
        Bookmark known = append(log);
        Position later = new Position(known.position().epoch() + 1, 1);

        log.recognise(new Bookmark(later, 1), MILLIS);

        assertThat(log.epoch()).isGreaterThan(later.epoch());
    }

    /** It bears the same id in both, and vouches for neither. */
    @Test
    void recognise_ofAnAppendThatBothHalvesWereSent_makesItAnother() {
        append(log);
        LogModel other = log.copy();
        other.promote("2");
        Bookmark known = append(log);
        appends--;
        append(other);

        other.recognise(known, MILLIS);

        assertThat(other.epoch()).isGreaterThan(known.position().epoch());
    }

    @Test
    void promote_ofADatabase_isNotSeen() {
        Bookmark known = append(log);
        log.promote("2");

        assertThat(append(log).position())
                .isEqualTo(new Position(known.position().epoch(), 2));
    }

    @Test
    void promote_ofTwoHalves_beginsLogsThatDiffer() {
        LogModel one = new LogModel("1", 100, 100);
        Append append = new Append(
                "append",
                one.append(new Append("first", 0, List.of(NAME)), MILLIS).epoch(),
                List.of(NAME));
        LogModel other = one.copy();
        one.promote("2");
        other.promote("3");

        assertThat(one.append(append, MILLIS).epoch())
                .isNotEqualTo(other.append(append, MILLIS).epoch());
    }

    @Test
    void read_ofAnOlderLogThanTheReaderKnows_makesItAnother() {
        LogModel redis = new LogModel("1", 100, 100);
        long epoch = redis.append(new Append("first", 0, List.of(NAME)), MILLIS).epoch();

        Position reached = redis.read(new Position(epoch + 1, 5), 10, MILLIS).reached();

        assertThat(reached.epoch()).isGreaterThan(epoch + 1);
    }

    private Bookmark append(LogModel to) {
        Appended appended = to.append(new Append("append " + appends++, 0, List.of(NAME)), MILLIS);
        return to.bookmark(appended.position(0));
    }
}
