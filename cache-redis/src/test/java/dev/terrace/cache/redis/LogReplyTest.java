package dev.terrace.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.terrace.cache.spi.Appended;
import dev.terrace.cache.spi.LogRecord;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Slice;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogReplyTest {

    private static final LogRecord A1 = new LogRecord(1, Name.dependency("a"));
    private static final LogRecord C2 = new LogRecord(2, Name.cache("c"));
    private static final LogRecord B4 = new LogRecord(4, Name.dependency("b"));
    private static final LogRecord N5 = new LogRecord(5, Name.NAMESPACE);

    @Test
    void slice_belowTheLimit_reachesTheEnd() {
        Slice slice = slice(10, 7, set(A1, B4), set(), set(C2, N5));

        assertThat(slice.records()).containsExactly(A1, C2, B4, N5);
        assertThat(slice.reached()).isEqualTo(new Position(9, 7));
        assertThat(slice.more()).isFalse();
        assertThat(slice.horizon()).isEqualTo(3);
        assertThat(slice.keyHorizon()).isEqualTo(2);
    }

    @Test
    void slice_aboveTheLimit_reachesItsLastRecord() {
        Slice slice = slice(3, 5, set(A1, B4), set(), set(C2, N5));

        assertThat(slice.records()).containsExactly(A1, C2, B4);
        assertThat(slice.reached()).isEqualTo(new Position(9, 4));
        assertThat(slice.more()).isTrue();
    }

    @Test
    void slice_ofExactlyTheLimit_hasMoreOnlyIfTheLogGoesOn() {
        assertThat(slice(2, 4, set(A1, B4), set(), set()).more()).isFalse();

        Slice cut = slice(2, 5, set(A1, B4), set(), set());
        assertThat(cut.reached()).isEqualTo(new Position(9, 4));
        assertThat(cut.more()).isTrue();
    }

    @Test
    void slice_ofNothing_reachesTheEnd() {
        Slice slice = slice(1, 7, set(), set(), set());

        assertThat(slice.records()).isEmpty();
        assertThat(slice.reached()).isEqualTo(new Position(9, 7));
        assertThat(slice.more()).isFalse();
    }

    @Test
    void slice_ofLargeScores_isExactInEitherNotation() {
        long largest = (1L << 53) - 1;

        assertThat(slice(10, largest, List.of(bytes("da"), bytes("9007199254740991")), set(), set())
                        .records())
                .containsExactly(new LogRecord(largest, Name.dependency("a")));
        assertThat(slice(10, largest, List.of(bytes("da"), bytes("9.007199254740991e+15")), set(), set())
                        .records())
                .containsExactly(new LogRecord(largest, Name.dependency("a")));
    }

    @Test
    void slice_withANameOfAKindThatIsUnknown_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> slice(10, 1, List.of(bytes("xa"), bytes("1")), set(), set()))
                .withMessageContaining("newer version");
    }

    @Test
    void anyAnswer_ofANewerFormat_isRefusedWithTheCure() {
        List<Object> newer = List.of(-1L, 2L);

        assertThatExceptionOfType(NewerFormatException.class)
                .isThrownBy(() -> LogReply.slice(newer, 10, "redis log at here:1"))
                .withMessage(
                        "the redis log at here:1 has format 2, written by a newer version of Terrace; this one knows "
                                + "format 1: upgrade this service, or give it a keyPrefix of its own");
        assertThatExceptionOfType(NewerFormatException.class)
                .isThrownBy(() -> LogReply.appended(newer, "redis log at here:1"));
    }

    @Test
    void appended_answersEpochSequenceAndWhetherAllWasCarried() {
        assertThat(LogReply.appended(List.of(9L, 4L, 1L), "log")).isEqualTo(new Appended(9, 4, true));
        assertThat(LogReply.appended(List.of(9L, 4L, 0L), "log")).isEqualTo(new Appended(9, 4, false));
    }

    private static Slice slice(int limit, long last, List<?> dependencies, List<?> keys, List<?> floors) {
        return LogReply.slice(List.of(9L, last, 3L, 2L, dependencies, keys, floors), limit, "log");
    }

    private static List<byte[]> set(LogRecord... records) {
        List<byte[]> set = new ArrayList<>();
        for (LogRecord record : records) {
            set.add(LogReply.member(record.name()));
            set.add(bytes(Long.toString(record.sequence())));
        }
        return set;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
