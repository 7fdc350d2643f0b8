package dev.terrace.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DrawTest {

    private final Draw draw = new Draw();

    private int taken(int of) {
        int taken = 0;
        for (int i = 0; i < of; i++) {
            taken += draw.takes() ? 1 : 0;
        }
        return taken;
    }

    @Test
    void everyOne_isEach() {
        assertThat(taken(1_000)).isEqualTo(1_000);
        assertThat(draw.interval()).isOne();
    }

    @Test
    void every_drawsItsShare() {
        draw.every(64);
        assertThat(draw.interval()).isEqualTo(64);
        assertThat(taken(640_000)).isBetween(9_000, 11_000);
        draw.every(63);
        assertThat(taken(630_000)).isBetween(9_000, 11_000);
    }

    @Test
    void draw_doesNotGoRoundWithTheReader() {
        draw.every(8);
        int[] byPlace = new int[8];
        for (int i = 0; i < 80_000; i++) {
            byPlace[i % 8] += draw.takes() ? 1 : 0;
        }
        assertThat(IntStream.of(byPlace).boxed())
                .allSatisfy(taken -> assertThat(taken).isBetween(900, 1_600));
    }

    @Test
    void shorterInterval_isTakenNoticeOfAtOnce() {
        draw.every(ObservedHits.LONGEST);
        assertThat(taken(100)).isZero();
        draw.every(1);
        assertThat(taken(100)).isEqualTo(100);
    }

    @Test
    void sameInterval_leavesWhatWasDrawn() {
        int taken = 0;
        for (int i = 0; i < 4_000; i++) {
            draw.every(4);
            taken += draw.takes() ? 1 : 0;
        }
        assertThat(taken).as("one in four, and not in seven").isBetween(850, 1_150);
    }
}
