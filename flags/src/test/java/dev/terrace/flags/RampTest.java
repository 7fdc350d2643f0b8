package dev.terrace.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("proves:FLAG-2")
class RampTest {

    private static final List<String> SHARES = List.of(
            "0", "0.001", "0.01", "0.1", "0.5", "1", "2.5", "5", "10", "25", "33.333", "50", "75", "99", "99.999",
            "100");
    private static final List<String> UNITS =
            IntStream.range(0, 50_000).mapToObj(i -> "user-" + i).toList();
    private static final String OUT = "out";

    @Test
    @Tag("proves:FLAG-3")
    void ramp_fromNoneToAll_nobodyLeavesAndNobodysVariantChanges() {
        List<String> before = answers("checkout", "checkout", "0");
        assertThat(before).containsOnly(OUT);
        for (String share : SHARES) {
            List<String> after = answers("checkout", "checkout", share);
            for (int i = 0; i < UNITS.size(); i++) {
                if (!before.get(i).equals(OUT)) {
                    assertThat(after.get(i))
                            .as("%s at %s%%", UNITS.get(i), share)
                            .isEqualTo(before.get(i));
                }
            }
            assertThat(100.0 * in(after) / UNITS.size()).as("share").isCloseTo(Double.parseDouble(share), within(0.8));
            before = after;
        }
        assertThat(before).doesNotContain(OUT);
    }

    @Test
    void ramp_backAgain_lastInAreFirstOut() {
        List<List<String>> up = new ArrayList<>();
        SHARES.forEach(share -> up.add(answers("checkout", "checkout", share)));
        List<List<String>> down = new ArrayList<>();
        List<String> backwards = new ArrayList<>(SHARES);
        Collections.reverse(backwards);
        backwards.forEach(share -> down.add(answers("checkout", "checkout", share)));
        Collections.reverse(down);
        assertThat(down).isEqualTo(up);
    }

    @Test
    void rename_withItsSalt_keepsEveryUnitsAnswer() {
        assertThat(answers("basket", "checkout", "25")).isEqualTo(answers("checkout", "checkout", "25"));
        assertThat(answers("checkout", "basket", "25")).isNotEqualTo(answers("checkout", "checkout", "25"));
    }

    @Test
    void earlyUnits_haveTheVariantsOfAll() {
        List<String> early = answers("checkout", "checkout", "5");
        long a = early.stream().filter("a"::equals).count();
        assertThat(100.0 * a / in(early)).isBetween(26.0, 34.0);
    }

    private static long in(List<String> answers) {
        return answers.stream().filter(answer -> !answer.equals(OUT)).count();
    }

    private static List<String> answers(String key, String salt, String share) {
        Flags flags = Documents.flags("""
                flags:
                  %s:
                    type: string
                    variants: {out: out, a: a, b: b}
                    default: out
                    salt: %s
                    rules: [{rollout: {percent: %s, split: {a: 30, b: 70}}}]
                """.formatted(key, salt, share));
        StringFlag flag = StringFlag.of(key, "missing");
        return UNITS.stream().map(unit -> flags.value(flag, unit)).toList();
    }
}
