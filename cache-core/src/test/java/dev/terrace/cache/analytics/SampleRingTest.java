package dev.terrace.cache.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class SampleRingTest {

    private final SampleRing<Integer> ring = new SampleRing<>();
    private final List<Long> drained = new ArrayList<>();

    private int drain() {
        return ring.drain((key, word) -> drained.add(word), Integer.MAX_VALUE);
    }

    @Test
    void drain_ofOneThread_hasItsReadsInOrder_again() {
        long next = 0;
        for (int round = 0; round < 5; round++) {
            drained.clear();
            List<Long> offered = new ArrayList<>();
            for (int i = 0; i < SampleRing.PLACES - 1; i++) {
                ring.offer(i, next);
                offered.add(next++);
            }
            assertThat(drain()).isEqualTo(SampleRing.PLACES - 1);
            assertThat(drained).isEqualTo(offered);
        }
        assertThat(ring.dropped()).isZero();
    }

    @Test
    void offer_toAFullRing_dropsAndCounts_andThereIsRoomOnceItIsDrained() {
        for (int i = 0; i < SampleRing.PLACES + 7; i++) {
            ring.offer(i, i);
        }
        assertThat(ring.dropped()).isEqualTo(7);
        assertThat(drain()).isEqualTo(SampleRing.PLACES);
        assertThat(drained).contains(0L, SampleRing.PLACES - 1L).doesNotContain((long) SampleRing.PLACES);
        ring.offer(1, 1);
        assertThat(drain()).isEqualTo(1);
        assertThat(ring.dropped()).isEqualTo(7);
    }

    @Test
    void drain_takesSomeAtMost_andLeavesTheRest() {
        for (int i = 0; i < 100; i++) {
            ring.offer(i, i);
        }
        assertThat(ring.drain((key, word) -> drained.add(word), 30)).isBetween(30, 33);
        drain();
        assertThat(drained).hasSize(100).isSorted();
    }

    @Test
    void offer_byManyThreads_losesNothingThatIsNotCounted_andKeepsEachThreadsOrder() throws InterruptedException {
        int threads = 4;
        int each = 200_000;
        CountDownLatch ended = new CountDownLatch(threads);
        AtomicBoolean torn = new AtomicBoolean();
        long[] last = new long[threads];
        long[] count = {0};
        SampleRing.Taker<Integer> taker = (key, word) -> {
            long sequence = word >>> 3;
            int thread = (int) word & 7;
            torn.compareAndSet(false, key != thread || sequence <= last[thread]);
            last[thread] = sequence;
            count[0]++;
        };
        for (int i = 0; i < threads; i++) {
            Integer thread = i;
            new Thread(
                            () -> {
                                for (long sequence = 1; sequence <= each; sequence++) {
                                    ring.offer(thread, sequence << 3 | thread);
                                }
                                ended.countDown();
                            },
                            "offering-" + i)
                    .start();
        }
        while (!ended.await(0, TimeUnit.NANOSECONDS)) {
            ring.drain(taker, 10_000);
        }
        ring.drain(taker, Integer.MAX_VALUE);
        assertThat(torn).as("a key with another's word, or out of order").isFalse();
        assertThat(count[0] + ring.dropped()).isEqualTo((long) threads * each);
    }
}
