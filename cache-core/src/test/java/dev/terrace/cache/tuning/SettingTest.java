package dev.terrace.cache.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.HeapControl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingTest {

    private static final Duration LIFE = Duration.ofMinutes(5);

    private final List<String> notes = new ArrayList<>();
    private final FakeHeap a = new FakeHeap("a", notes);
    private final FakeHeap b = new FakeHeap("b", notes);
    private final FakeHeap c = new FakeHeap("c", notes);
    private final Map<String, HeapControl<?>> heaps = Map.of("a", a, "b", b, "c", c);

    private static Change.HeapShares shares() {
        return new Change.HeapShares(Map.of("a", 100L, "b", 100L, "c", 100L), Map.of("a", 120L, "b", 70L, "c", 110L));
    }

    private Setting of(Change change) {
        return Setting.of(change, heaps);
    }

    @Test
    void shares_thatShrink_goFirst_andComeBackLast() {
        Setting setting = of(shares());
        setting.apply();
        assertThat(notes).containsExactly("b maximum 70", "c maximum 110", "a maximum 120");
        notes.clear();
        assertThat(setting.undo()).isEmpty();
        assertThat(notes).containsExactly("a maximum 100", "c maximum 100", "b maximum 100");
    }

    @Test
    void apply_thatFailsHalfway_leavesEverythingAsItWas() {
        Setting setting = of(shares());
        a.refuse();
        assertThatThrownBy(setting::apply).hasMessage("planted");
        assertThat(b.maximum()).isEqualTo(100);
        assertThat(c.maximum()).isEqualTo(100);
        assertThat(notes).containsExactly("b maximum 70", "c maximum 110", "c maximum 100", "b maximum 100");
    }

    @Test
    void apply_ofWhatSomebodyElseHasSet_isRefusedWhole() {
        Setting setting = of(shares());
        a.maximum(500);
        assertThatThrownBy(setting::apply)
                .hasMessage("the heap's maximum of cache 'a' is 500 and not 100: somebody else has set it");
        assertThat(b.maximum()).isEqualTo(100);
        assertThat(a.maximum()).isEqualTo(500);
    }

    @Test
    void undo_leavesWhatSomebodyElseHasSet() {
        Setting setting = of(shares());
        setting.apply();
        c.maximum(999);
        assertThat(setting.undo()).containsExactly("the heap's maximum of cache 'c'");
        assertThat(List.of(a.maximum(), b.maximum(), c.maximum())).containsExactly(100L, 100L, 999L);
    }

    @Test
    void lifetime_movesTheAgeAtWhichEntriesAreDue_inAnOrderThatFits() {
        a.refreshAfterWrite(Duration.ofMinutes(4));
        notes.clear();
        Setting longer = of(new Change.Lifetime("a", LIFE, Duration.ofMinutes(10)));
        longer.apply();
        longer.undo();
        assertThat(notes).containsExactly("a life PT10M", "a due PT8M", "a due PT4M", "a life PT5M");
        notes.clear();
        Setting shorter = of(new Change.Lifetime("a", LIFE, Duration.ofSeconds(150)));
        shorter.apply();
        shorter.undo();
        assertThat(notes).containsExactly("a due PT2M", "a life PT2M30S", "a life PT5M", "a due PT4M");
    }

    @Test
    void refreshAhead_isSetAndTakenBack() {
        Setting setting = of(new Change.RefreshAhead("a", null, Duration.ofMinutes(4)));
        setting.apply();
        assertThat(a.refreshAfterWrite()).isEqualTo(Duration.ofMinutes(4));
        setting.undo();
        assertThat(a.refreshAfterWrite()).isNull();
    }

    @Test
    void strategy_setsNothing() {
        Setting setting = of(new Change.Strategy("a", Pattern.HOT));
        setting.apply();
        assertThat(setting.undo()).isEmpty();
        assertThat(notes).isEmpty();
    }
}
