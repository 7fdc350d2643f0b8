package dev.terrace.cache.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NotesTest {

    private final Notes<Integer> notes = new Notes<>(8);
    private final List<Integer> taken = new ArrayList<>();

    private int drain() {
        return notes.drain((key, thread, weight) -> {
            assertThat(thread).isEqualTo(key * 10L);
            taken.add(key);
        });
    }

    @Test
    void drain_takesEachNoteOnce_inTheirOrder() {
        notes.add(1, 10);
        assertThat(notes.isWaiting()).isTrue();
        notes.add(2, 20);
        assertThat(drain()).isEqualTo(2);
        assertThat(notes.isWaiting()).isFalse();
        notes.add(3, 30);
        assertThat(drain()).isOne();
        assertThat(drain()).isZero();
        assertThat(taken).containsExactly(1, 2, 3);
    }

    @Test
    void drain_ofTooMany_hasTheLatestAndGivesThemTheWeightOfAll() {
        for (int i = 1; i <= 24; i++) {
            notes.add(i, i * 10L);
        }
        double[] weight = new double[1];
        int made = notes.drain((key, thread, each) -> {
            taken.add(key);
            weight[0] += each;
        });
        assertThat(made).isEqualTo(24);
        assertThat(taken).containsExactly(17, 18, 19, 20, 21, 22, 23, 24);
        assertThat(weight[0]).isEqualTo(24);
    }

    @Test
    void add_saysWhenAHalfIsFull() {
        List<Integer> full = new ArrayList<>();
        for (int i = 1; i <= 16; i++) {
            if (notes.add(i, i * 10L)) {
                full.add(i);
            }
        }
        assertThat(full).containsExactly(4, 8, 12, 16);
    }
}
