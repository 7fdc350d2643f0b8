package dev.terrace.cache.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SketchTest {

    private static List<String> keys(Sketch<String> sketch) {
        return sketch.rows().stream().map(AccessProfile.Row::key).toList();
    }

    @Test
    void rows_areOrderedByHowOftenTheirKeysAreRead() {
        Sketch<String> sketch = new Sketch<>(10);
        sketch.add("twice", 1, 3);
        sketch.add("often", 5, 3);
        sketch.add("twice", 1, 4);
        sketch.add("once", 1, 3);
        assertThat(keys(sketch)).containsExactly("often", "twice", "once");
        assertThat(sketch.rows().get(1).hours()[3]).isEqualTo(1);
        assertThat(sketch.rows().get(1).hours()[4]).isEqualTo(1);
    }

    @Test
    void readsOfLongAgo_countLess() {
        Sketch<String> sketch = new Sketch<>(10); // half-life: 100 reads
        sketch.add("before", 8, 0);
        for (int i = 0; i < 400; i++) {
            sketch.add("filler", 1, 0);
        }
        sketch.add("now", 1, 0);
        AccessProfile.Row<String> before = sketch.rows().stream()
                .filter(row -> row.key().equals("before"))
                .findFirst()
                .orElseThrow();
        assertThat(before.weight()).isCloseTo(8 / 16.0, within(0.05));
        assertThat(keys(sketch)).containsSubsequence("now", "before");
    }

    @Test
    void scores_stayFinite_howeverManyReads() {
        Sketch<String> sketch = new Sketch<>(4);
        for (int i = 0; i < 2_000_000; i++) {
            sketch.add(i % 3 == 0 ? "a" : "b", 1, 0);
        }
        assertThat(keys(sketch)).containsExactly("b", "a");
        assertThat(sketch.rows().get(0).weight()).isBetween(1.0, 100.0);
    }

    @Test
    void memory_isBounded_andTheHottestStay() {
        Sketch<Integer> sketch = new Sketch<>(100);
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            sketch.add(i % 2 == 0 ? random.nextInt(50) : 1_000 + i, 1, 0);
        }
        assertThat(sketch.size()).isEqualTo(100);
        assertThat(sketch.rows()).hasSize(100);
        assertThat(sketch.rows().subList(0, 50))
                .allSatisfy(row -> assertThat(row.key()).isLessThan(50));
    }

    @Test
    void memory_isBounded_whereAllKeysAreEquallyHot() {
        Sketch<Integer> sketch = new Sketch<>(4);
        for (int i = 0; i < 1_000; i++) {
            sketch.add(i, 0, 0);
            assertThat(sketch.rows()).hasSizeLessThanOrEqualTo(4);
        }
    }

    @Test
    void hours_fadeAndAreForgotten() {
        Sketch<String> sketch = new Sketch<>(10);
        sketch.add("a", 10, 5);
        sketch.fade(0.5f);
        assertThat(sketch.rows().get(0).hours()[5]).isEqualTo(5);
        for (int i = 0; i < 20; i++) {
            sketch.fade(0.5f);
        }
        assertThat(sketch.rows().get(0).hours()[5]).isZero();
    }

    @Test
    void restored_goesOnFromWhatWasKnown() {
        Sketch<String> before = new Sketch<>(10);
        before.add("a", 3, 1);
        before.add("b", 5, 2);
        Sketch<String> after = new Sketch<>(10);
        after.add("c", 4, 1);
        after.restore(before.rows());
        after.add("a", 3, 1);
        assertThat(keys(after)).containsExactly("a", "b", "c");
        assertThat(after.rows().get(0).hours()[1]).isEqualTo(6);
    }
}
