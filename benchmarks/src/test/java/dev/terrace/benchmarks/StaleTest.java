package dev.terrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StaleTest {

    @Test
    void of_oldVersionsOfChangedKeys_areStale() {
        // Of ten keys four have changed, and three of these are read in the old version.
        Stale seen = Stale.of(10, 4, key -> true, key -> key == 1 ? 1 : 0, key -> key < 4 ? 1 : 0);

        assertThat(seen).isEqualTo(new Stale(3, 0, 6));
    }

    @Test
    void of_readsWithoutAnswer_areNotStale() {
        Stale seen = Stale.of(6, 3, key -> key != 4, key -> key % 2 == 0 ? -1 : 0, key -> key < 3 ? 1 : 0);

        assertThat(seen).isEqualTo(new Stale(1, 3, 2));
    }

    @Test
    void of_readsThatBringKeysNear_asksBeforeThem() {
        Set<Integer> near = new HashSet<>();

        Stale seen = Stale.of(
                4,
                1,
                near::contains,
                key -> {
                    near.add(key);
                    return 0;
                },
                key -> 0);

        assertThat(seen).isEqualTo(new Stale(0, 0, 0));
    }

    @Test
    void of_rounds_sumsWhatIsWrongAndTakesTheLeastThatWasKept() {
        assertThat(Stale.of(List.of(new Stale(1, 0, 9), new Stale(2, 5, 7), new Stale(0, 0, 8))))
                .isEqualTo(new Stale(3, 5, 7));
    }
}
