package dev.terrace.cache.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.fake.FakeTime;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WatchTest {

    private static final Duration LIFE = Duration.ofMinutes(5);

    private final FakeTime time = new FakeTime();
    private final Watch<Integer> all = new Watch<>(time, 0);

    WatchTest() {
        all.life(LIFE);
    }

    private static void hits(Watch<Integer> watch, int key, int count) {
        for (int i = 0; i < count; i++) {
            assertThat(watch.samples(key)).isTrue();
            watch.hit(key, 0, false);
        }
    }

    @Test
    void missAgain_withinTheLife_hasNotExpired() {
        all.missed(1);
        time.advance(LIFE.minusNanos(1));
        all.missed(1);
        assertThat(all.take()).isEqualTo(new Reuse(1, 2, 0, 2, 1, 0, 0, 0));
    }

    @Test
    void missAgain_afterTheLife_hasExpired() {
        all.missed(1);
        time.advance(LIFE);
        all.missed(1);
        time.advance(LIFE.multipliedBy(2).minusNanos(1));
        all.missed(1);
        time.advance(LIFE.multipliedBy(2));
        all.missed(1);
        assertThat(all.take()).isEqualTo(new Reuse(1, 4, 0, 4, 3, 3, 2, 0));
    }

    @Test
    void missAgain_ofAKeyThatWasReadOften_isHot() {
        all.missed(1);
        hits(all, 1, Reuse.HOT - 1);
        time.advance(LIFE);
        all.missed(1);
        hits(all, 1, Reuse.HOT);
        time.advance(LIFE);
        all.missed(1);
        assertThat(all.take().expiredHot()).isOne();
    }

    @Test
    void take_beginsAnotherPeriod_thatRemembersTheLastMiss() {
        all.missed(1);
        all.missed(2);
        hits(all, 1, 9);
        assertThat(all.take()).isEqualTo(new Reuse(2, 11, 1, 10, 0, 0, 0, 0));
        assertThat(all.take()).isEqualTo(new Reuse(0, 0, 0, 0, 0, 0, 0, 0));
        time.advance(LIFE);
        all.missed(1);
        assertThat(all.take()).as("nine reads before are of that life").isEqualTo(new Reuse(1, 1, 1, 1, 1, 1, 1, 1));
    }

    @Test
    void hottest_areTheHottestHundredth() {
        for (int key = 0; key < 200; key++) {
            all.missed(key);
        }
        hits(all, 7, 50);
        hits(all, 8, 30);
        hits(all, 9, 20);
        assertThat(all.take().hottestReads()).isEqualTo(51 + 31);
    }

    @Test
    void keysThatNobodyReads_areForgottenAfterFourLives() {
        all.missed(1);
        all.missed(2);
        all.take();
        time.advance(LIFE.multipliedBy(4).minusNanos(1));
        all.take();
        all.missed(1);
        assertThat(all.take().again()).isOne();
        time.advance(Duration.ofNanos(1));
        all.take();
        all.missed(2);
        assertThat(all.take().again()).isZero();
    }

    @Test
    void hit_ofAKeyThatHasNotMissed_isNotCounted() {
        hits(all, 1, 3);
        assertThat(all.take().reads()).isZero();
    }

    @Test
    void moreKeysThanThereIsRoomFor_halveTheSample() {
        for (int key = 0; key < 3 * Watch.ROOM; key++) {
            all.missed(key);
        }
        int sampled = 0;
        for (int key = 0; key < 3 * Watch.ROOM; key++) {
            sampled += all.samples(key) ? 1 : 0;
        }
        assertThat(sampled).as("a quarter, about").isBetween(Watch.ROOM / 2, Watch.ROOM);
        Reuse seen = all.take();
        assertThat(seen.keys()).as("since the last halving").isBetween(1L, (long) Watch.ROOM);
        for (int key = 0; key < 3 * Watch.ROOM; key++) {
            all.missed(key);
        }
        Reuse again = all.take();
        assertThat(again.keys())
                .as("all of the sample, each with all its reads")
                .isEqualTo(sampled);
        assertThat(again.again()).isEqualTo(sampled);
    }

    @Test
    void sampleThatHasBecomeSmall_isWidenedAgain() {
        for (int key = 0; key < 3 * Watch.ROOM; key++) {
            all.missed(key);
        }
        time.advance(LIFE.multipliedBy(5));
        for (int i = 0; i < 5; i++) {
            all.take();
        }
        for (int key = 0; key < 100; key++) {
            assertThat(all.samples(key)).isTrue();
        }
    }

    @Test
    void sample_isAShareOfTheKeys_andNeverWider() {
        Watch<Integer> sixteenth = new Watch<>(time, 15);
        int sampled = 0;
        for (int key = 0; key < 16_000; key++) {
            sixteenth.missed(key);
            sampled += sixteenth.samples(key) ? 1 : 0;
        }
        assertThat(sampled).isBetween(900, 1_100);
        assertThat(sixteenth.take().keys()).isEqualTo(sampled);
        sixteenth.take();
        assertThat(IntStream.range(0, 16_000).filter(sixteenth::samples).count())
                .isEqualTo(sampled);
    }
}
