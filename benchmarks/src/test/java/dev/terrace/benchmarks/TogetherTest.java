package dev.terrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.benchmarks.Items.Item;
import dev.terrace.benchmarks.Together.Flown;
import dev.terrace.benchmarks.Together.Loading;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TogetherTest {

    private static final int CALLERS = 4;

    private final Together together = new Together(CALLERS);

    @AfterEach
    void close() {
        together.close();
    }

    @Test
    void ask_cacheThatLoadsOnce_countsOneLoadAndItsTime() {
        ConcurrentHashMap<Long, Item> map = new ConcurrentHashMap<>();
        for (long key = 0; key < 20; key++) {
            Flown flown = together.ask(map::computeIfAbsent, key);
            assertThat(flown.loads()).isEqualTo(1);
            assertThat(flown.nanos()).isPositive();
        }
    }

    @Test
    void ask_nobodyJoins_countsALoadForEachCaller() {
        Loading none = (key, loader) -> loader.apply(key);
        assertThat(together.ask(none, 1L).loads()).isEqualTo(CALLERS);
    }

    @Test
    void ask_anotherValue_isRefused() {
        Loading wrong = (key, loader) -> new Item(loader.apply(key).id() + 1, "");
        assertThatThrownBy(() -> together.ask(wrong, 1L))
                .isInstanceOf(IllegalStateException.class)
                .cause()
                .hasMessage("another value than that of the key");
    }

    @Test
    void round_loads_areOfAllItsFlights() {
        Loading none = (key, loader) -> loader.apply(key);
        assertThat(OneFlight.round(together, none, 5, 3).loads()).isEqualTo(3L * CALLERS);
    }
}
