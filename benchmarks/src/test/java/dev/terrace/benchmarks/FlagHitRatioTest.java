package dev.terrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.benchmarks.Readers.Reader;
import dev.terrace.flags.BooleanFlag;
import dev.terrace.flags.Flags;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/* The floor does what nobody can do without who divides users by their ids: it finds the flag by its key, and hashes the id. */
class FlagHitRatioTest {

    /** In between what an evaluation takes here (1.6 to 1.7 on JDK 17, 2.3 to 2.4 on JDK 25, on an overloaded machine) and twice that (from 3.2). */
    private static final double BOUND = 2.8;

    private static final BooleanFlag FLAG = BooleanFlag.of(FlagHit.KEY, false);
    private static final String[] USERS = FlagHit.ids().toArray(String[]::new);
    private static final byte[][] IDS = FlagHit.ids().stream()
            .map(id -> id.getBytes(StandardCharsets.UTF_8))
            .toArray(byte[][]::new);

    private final Map<String, Integer> percent = new ConcurrentHashMap<>(Map.of(FlagHit.KEY, 25));
    private final Flags flags = FlagHit.flags();

    @Test
    void isOn_besideTheFloor_isNotTwiceAsSlowAsItWas() {
        assertThat(ratio(isOn())).isLessThan(BOUND);
    }

    @Test
    void ratio_plantedRegression_isSeen() {
        assertThat(ratio(isOnTwice())).isGreaterThan(BOUND);
    }

    private double ratio(Reader measured) {
        return Ratio.least(measured, floor(), BOUND);
    }

    private Reader floor() {
        return (from, to) -> {
            int in = 0;
            for (int i = from; i < to; i++) {
                in += Objects.requireNonNull(percent.get(FlagHit.KEY))
                                > Math.floorMod(hash(IDS[i & (IDS.length - 1)]), 100)
                        ? 1
                        : 0;
            }
            return plausible(in, to - from);
        };
    }

    /** Each step waits for the one before, so that no compiler makes it faster than another. */
    private static int hash(byte[] id) {
        int hash = id.length;
        for (byte b : id) {
            hash = (hash ^ b) * 0x5bd1e995;
            hash ^= hash >>> 15;
        }
        return hash;
    }

    private Reader isOn() {
        return (from, to) -> {
            int in = 0;
            for (int i = from; i < to; i++) {
                in += flags.isOn(FLAG, USERS[i & (USERS.length - 1)]) ? 1 : 0;
            }
            return plausible(in, to - from);
        };
    }

    /** An evaluation that costs twice what it should. */
    private Reader isOnTwice() {
        return (from, to) -> {
            int in = 0;
            for (int i = from; i < to; i++) {
                in += flags.isOn(FLAG, USERS[i & (USERS.length - 1)]) ? 1 : 0;
                in += flags.isOn(FLAG, USERS[(i + 511) & (USERS.length - 1)]) ? 1 : 0;
            }
            return plausible(in / 2, to - from);
        };
    }

    /** None absent, where about a quarter is in. */
    private static int plausible(int in, int of) {
        return in > of / 6 && in < of / 3 ? 0 : 1;
    }
}
