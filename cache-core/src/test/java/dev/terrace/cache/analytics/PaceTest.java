package dev.terrace.cache.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PaceTest {

    private final Pace pace = new Pace();

    private void begin(double entries) {
        pace.begin(entries);
    }

    /** A second in which the cache is read so often, evenly over its keys, and the rest after it. */
    private boolean second(double entries, long reads) {
        boolean moved = look(entries, reads);
        while (pace.isResting()) {
            assertThat(pace.adapt(entries, 0, reads, 1)).isFalse();
        }
        return moved;
    }

    private boolean look(double entries, long reads) {
        return pace.adapt(entries, Math.round(reads * pace.keyRate()), reads, 1);
    }

    @Test
    void smallHeap_isSimulatedFromAllReads() {
        begin(Pace.ROOM);
        assertThat(pace.keyRate()).isEqualTo(1);
        begin(1);
        assertThat(pace.keyRate()).isEqualTo(1);
    }

    @Test
    void largeHeap_isSimulatedInTheSameRoom() {
        begin(1_000_000);
        assertThat(pace.keyRate() * 1_000_000).isCloseTo(Pace.ROOM, within(1.0));
    }

    @Test
    void noHeap_isNotSimulated() {
        begin(0);
        assertThat(pace.keys()).isZero();
        assertThat(second(0, 1_000_000)).isFalse();
        assertThat(pace.keys()).isZero();
    }

    @Test
    void load_lowersTheRateAtOnce_toWhatCanBeLookedAt() {
        begin(10_000);
        assertThat(second(10_000, 1_000_000)).isTrue();
        assertThat(pace.keyRate() * 1_000_000).isCloseTo(50_000, within(10.0));
        assertThat(second(10_000, 1_000_000)).isFalse();
    }

    @Test
    void load_neverLeavesLessThanTellsAnything() {
        begin(10_000);
        second(10_000, 1_000_000_000);
        assertThat(pace.keyRate() * 10_000).isCloseTo(64, within(0.1));
    }

    @Test
    void load_thatFalls_raisesTheRateAfterAMinute() {
        begin(10_000);
        second(10_000, 1_000_000);
        double low = pace.keyRate();
        for (int i = 0; i < 59; i++) {
            assertThat(second(10_000, 300_000)).isFalse();
        }
        assertThat(pace.keyRate()).isEqualTo(low);
        assertThat(second(10_000, 300_000)).isTrue();
        assertThat(pace.keyRate() * 300_000).isCloseTo(50_000, within(10.0));
    }

    @Test
    void load_thatComesBackInBetween_raisesNothing() {
        begin(10_000);
        second(10_000, 1_000_000);
        for (int i = 0; i < 200; i++) {
            second(10_000, i % 30 == 0 ? 1_000_000 : 300_000);
        }
        assertThat(pace.keyRate() * 1_000_000).isCloseTo(50_000, within(10.0));
    }

    @Test
    void heapThatShrinks_isSampledMoreAtOnce_oneThatGrowsLess() {
        begin(100_000);
        assertThat(second(10_000, 1_000)).isTrue();
        assertThat(pace.keyRate() * 10_000).isCloseTo(Pace.ROOM, within(1.0));
        assertThat(second(100_000, 1_000)).isTrue();
        assertThat(pace.keyRate() * 100_000).isCloseTo(Pace.ROOM, within(1.0));
    }

    @Test
    void busySecond_isFollowedByRest_inWhichNothingIsDecided() {
        begin(20_000);
        assertThat(pace.standsFor()).isEqualTo(1);
        int keys = pace.keys();
        assertThat(look(20_000, 200_000)).isFalse();
        for (int i = 0; i < 9; i++) {
            assertThat(pace.isResting()).isTrue();
            assertThat(pace.adapt(20_000, 0, 200_000, 1)).isFalse();
        }
        assertThat(pace.isResting()).isFalse();
        assertThat(pace.standsFor()).isEqualTo(10);
        assertThat(pace.keys()).isEqualTo(keys);
        look(20_000, 200_000);
        assertThat(pace.isResting()).isTrue();
        pace.adapt(20_000, 0, 199_999, 1);
        assertThat(pace.isResting()).as("it is not busy any more").isFalse();
        assertThat(pace.standsFor()).isEqualTo(1);
    }

    @Test
    void heapWithTwins_isBusySooner() {
        begin(2_000);
        look(2_000, 24_999);
        assertThat(pace.isResting()).isFalse();
        look(2_000, 25_000);
        assertThat(pace.isResting()).isTrue();
        assertThat(pace.standsFor()).isEqualTo(10);
    }

    @Test
    void secondThatTurnsALargeHeapOverTooSeldom_isNotFollowedByRest() {
        begin(100_000);
        look(100_000, 399_999);
        assertThat(pace.isResting()).isFalse();
        look(100_000, 400_000);
        assertThat(pace.isResting()).isTrue();
    }

    @Test
    void reads_areSampledByThousandsASecond() {
        begin(10);
        second(10, 100);
        assertThat(pace.readRate()).isEqualTo(1);
        second(10, 1_000_000);
        assertThat(pace.readRate() * 1_000_000).isBetween(2_500.0, 5_000.0);
        second(10, Long.MAX_VALUE / 4);
        assertThat(pace.reads()).isPositive();
    }
}
