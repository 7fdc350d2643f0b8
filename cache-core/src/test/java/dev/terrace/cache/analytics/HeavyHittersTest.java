package dev.terrace.cache.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeavyHittersTest {

    private final HeavyHitters<Integer> hitters = new HeavyHitters<>();

    @Test
    void top_ofFewKeys_isExact() {
        hitters.add(1, 5);
        hitters.add(2, 7);
        hitters.add(1, 4);
        assertThat(hitters.top(10)).containsExactly(new HotKey<>(1, 9, 0), new HotKey<>(2, 7, 0));
        assertThat(hitters.top(1)).hasSize(1);
        assertThat(hitters.top(0)).isEmpty();
    }

    @Test
    void count_ofAnyKey_isAtMostByItsErrorTooLarge_andNeverTooSmall() {
        Zipf zipf = new Zipf(5_000, 1, 1);
        Map<Integer, Long> truth = new HashMap<>();
        long all = 0;
        for (int i = 0; i < 300_000; i++) {
            int key = zipf.next();
            hitters.add(key, 2);
            truth.merge(key, 2L, Long::sum);
            all += 2;
        }
        List<HotKey<Integer>> top = hitters.top(Integer.MAX_VALUE);
        assertThat(top).hasSize(HeavyHitters.CAPACITY);
        for (HotKey<Integer> key : top) {
            assertThat(key.reads()).isGreaterThanOrEqualTo(truth.get(key.key()));
            assertThat(key.reads() - key.error()).isLessThanOrEqualTo(truth.get(key.key()));
            assertThat(key.error()).isLessThanOrEqualTo(all / HeavyHitters.CAPACITY);
        }
        long threshold = all / HeavyHitters.CAPACITY;
        List<Integer> heavy = truth.entrySet().stream()
                .filter(one -> one.getValue() > threshold)
                .map(Map.Entry::getKey)
                .toList();
        assertThat(heavy).isNotEmpty();
        assertThat(top.stream().map(HotKey::key).toList()).containsAll(heavy);
    }

    @Test
    void halve_letsOldCountsFade() {
        hitters.add(1, 8);
        hitters.add(2, 1);
        hitters.halve();
        assertThat(hitters.top(10)).containsExactly(new HotKey<>(1, 4, 0));
        hitters.add(2, 1);
        hitters.add(3, 5);
        assertThat(hitters.top(10)).extracting(HotKey::key).containsExactly(3, 1, 2);
    }

    @Test
    void text_hasNoKey() {
        assertThat(new HotKey<>("secret", 1, 0).toString()).doesNotContain("secret");
        assertThat(new HotDependency("secret", 1, 1).toString()).doesNotContain("secret");
    }
}
