package dev.terrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SharedTest {

    @Test
    void byType_takesTheHighestBits_andPutsRareTypesTogether() {
        int[] keys = new int[1_000];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = i < 600 ? i % 10 : i < 990 ? 3 << 27 | i % 20 : (i < 995 ? 5 : 31) << 27 | i;
        }
        Shared shared = Shared.byType("trace", keys);
        assertThat(shared.count()).isEqualTo(3);
        assertThat(shared.different()).containsExactly(10, 20, 10);
        assertThat(shared.caches()[0]).isZero();
        assertThat(shared.caches()[600]).isEqualTo((byte) 1);
        assertThat(shared.caches()[990]).isEqualTo((byte) 2);
        assertThat(shared.caches()[999]).isEqualTo((byte) 2);
    }

    @Test
    void trace_ofOneType_isPutBesideTheGenerator() {
        int[] keys = new int[10_000];
        Shared shared = Shared.beside("trace", keys, 1);
        assertThat(shared.count()).isEqualTo(5);
        assertThat(shared.keys()).hasSize(20_000);
        assertThat(shared.different()[0]).isOne();
    }

    @Test
    void zipf_ofTheSameSeed_isTheSame() {
        Shared one = Shared.zipf(20_000, 3);
        Shared same = Shared.zipf(20_000, 3);
        assertThat(one.keys())
                .isEqualTo(same.keys())
                .isNotEqualTo(Shared.zipf(20_000, 4).keys());
        assertThat(one.caches()).isEqualTo(same.caches());
        assertThat(one.count()).isEqualTo(4);
    }

    @Test
    void splits_keepTheBudget() {
        Shared shared = Shared.zipf(20_000, 3);
        long budget = shared.budget(0.1);
        assertThat(budget).isGreaterThanOrEqualTo(400);
        assertThat(Arrays.stream(shared.equalSplit(budget)).sum()).isBetween(budget - 3, budget);
        assertThat(Arrays.stream(shared.splitByKeys(budget)).sum()).isBetween(budget - 4, budget);
    }
}
