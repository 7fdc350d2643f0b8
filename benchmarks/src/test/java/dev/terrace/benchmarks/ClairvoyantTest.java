package dev.terrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClairvoyantTest {

    @Test
    void hitRatio_roomForAll_missesEachKeyOnce() {
        assertThat(Clairvoyant.hitRatio(requests(1, 2, 3, 1, 2, 3, 1, 1), 3)).isEqualTo(5.0 / 8);
        assertThat(Clairvoyant.hitRatio(requests(1, 1, 1, 2), 1)).isEqualTo(0.5);
    }

    /** A loop that is larger than the room: who was least lately used would never hit. */
    @Test
    void hitRatio_loop_keepsWhatFits() {
        int[] loop = IntStream.range(0, 40).map(at -> at % 4).toArray();
        assertThat(Clairvoyant.hitRatio(new Requests("loop", loop), 3)).isEqualTo(27.0 / 40);
    }

    @Test
    void hitRatio_fewRequests_isTheBestOfAllWaysToGoOn() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            int[] keys = random.ints(9, 0, 4).toArray();
            for (int bound = 1; bound <= 3; bound++) {
                assertThat(Clairvoyant.hitRatio(new Requests("random", keys), bound))
                        .as("%s, room for %s", keys, bound)
                        .isEqualTo(best(keys, 0, new BitSet(), bound) / 9.0);
            }
        }
    }

    /** By trying each choice of what to give up, or not to store. */
    private static int best(int[] keys, int at, BitSet held, int bound) {
        if (at == keys.length) {
            return 0;
        }
        int key = keys[at];
        if (held.get(key)) {
            return 1 + best(keys, at + 1, held, bound);
        }
        int most = best(keys, at + 1, held, bound);
        BitSet with = (BitSet) held.clone();
        with.set(key);
        if (with.cardinality() <= bound) {
            return Math.max(most, best(keys, at + 1, with, bound));
        }
        for (int other = held.nextSetBit(0); other >= 0; other = held.nextSetBit(other + 1)) {
            with.clear(other);
            most = Math.max(most, best(keys, at + 1, with, bound));
            with.set(other);
        }
        return most;
    }

    private static Requests requests(int... keys) {
        return new Requests("some", keys);
    }
}
