package dev.terrace.cache.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlotsTest {

    @Test
    void decode_sortsRangesAndTakesTheFirstNodeOfEach() {
        List<Object> answer = List.of(
                range(8_000, 16_383, node("10.0.0.2", 7000), node("10.0.0.3", 7000)),
                range(0, 5_000, node("10.0.0.1", 7001)));

        Slots slots = Slots.decode(answer, "asked");

        assertThat(slots.holder(0)).isEqualTo(new Place("10.0.0.1", 7001));
        assertThat(slots.holder(5_000)).isEqualTo(new Place("10.0.0.1", 7001));
        assertThat(slots.holder(5_001)).isNull();
        assertThat(slots.holder(7_999)).isNull();
        assertThat(slots.holder(8_000)).isEqualTo(new Place("10.0.0.2", 7000));
        assertThat(slots.holder(16_383)).isEqualTo(new Place("10.0.0.2", 7000));
        assertThat(slots.holders()).hasSize(2);
    }

    @Test
    void number_isTheSameForAllSlotsOfANodeAndNoOthers() {
        Slots slots = Slots.decode(
                List.of(
                        range(0, 99, node("a", 1)),
                        range(100, 199, node("b", 1)),
                        range(200, 299, node("a", 1)),
                        range(300, 399, node("a", 2))),
                "asked");

        assertThat(List.of(slots.number(0), slots.number(99), slots.number(250)))
                .containsOnly(slots.number(50));
        assertThat(List.of(slots.number(0), slots.number(100), slots.number(300)))
                .doesNotHaveDuplicates();
        assertThat(slots.number(16_000)).as("nobody's").isNotNegative();
    }

    @Test
    void decode_ofAnswersInAnotherOrder_isEqual() {
        List<?> first = range(0, 1, node("a", 1));
        List<?> second = range(2, 3, node("b", 1));

        assertThat(Slots.decode(List.of(first, second), "x")).isEqualTo(Slots.decode(List.of(second, first), "y"));
    }

    @Test
    void decode_ofANodeThatDoesNotKnowItsHost_takesTheOneThatWasAsked() {
        for (Object host : Arrays.asList(null, "", "?", new byte[0])) {
            Slots slots = Slots.decode(List.of(range(0, 1, Arrays.asList(host, 7000L, "id"))), "asked");

            assertThat(slots.holder(1)).isEqualTo(new Place("asked", 7000));
        }
    }

    @Test
    void decode_ofNoSlots_isRefused() {
        assertThatIllegalStateException().isThrownBy(() -> Slots.decode(List.of(), "asked"));
    }

    private static List<Object> range(long first, long last, List<?>... nodes) {
        List<Object> range = new ArrayList<>(List.of(first, last));
        range.addAll(List.of(nodes));
        return range;
    }

    private static List<Object> node(String host, long port) {
        return List.of(host.getBytes(UTF_8), port, "id".getBytes(UTF_8));
    }
}
