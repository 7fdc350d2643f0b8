package dev.terrace.cache.internal.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.fake.World;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class UpkeepTest {

    private final AtomicInteger fallen = new AtomicInteger();

    private Upkeep upkeep() {
        return new Upkeep("upkeep", task -> {
            fallen.incrementAndGet();
            task.run();
        });
    }

    @Test
    void execute_whenAsleepOrAwake_runsTheTask() {
        try (Upkeep upkeep = upkeep()) {
            Upkeep.Slot slot = upkeep.slot();
            AtomicInteger ran = new AtomicInteger();
            for (int i = 1; i <= 10; i++) {
                int expected = i;
                World.until(upkeep::isAsleep);
                slot.execute(ran::incrementAndGet);
                World.until(() -> ran.get() == expected);
            }
            assertThat(fallen).hasValue(0);
        }
    }

    @Test
    void execute_fromManyThreads_leavesNoTaskBehind() throws Exception {
        int threads = 4;
        int rounds = 300;
        CyclicBarrier start = new CyclicBarrier(threads);
        AtomicInteger ran = new AtomicInteger();
        try (Upkeep upkeep = upkeep()) {
            Thread[] givers = new Thread[threads];
            for (int t = 0; t < threads; t++) {
                Upkeep.Slot slot = upkeep.slot();
                givers[t] = new Thread(() -> give(slot, rounds, start, ran));
                givers[t].start();
            }
            for (Thread giver : givers) {
                giver.join();
            }
            World.until(() -> ran.get() == threads * rounds);
        }
    }

    @Test
    void execute_whileATaskWaits_takesTheFallback() {
        try (Upkeep upkeep = upkeep()) {
            Upkeep.Slot slot = upkeep.slot();
            AtomicInteger ran = new AtomicInteger();
            slot.execute(() -> {
                slot.execute(ran::incrementAndGet);
                slot.execute(ran::incrementAndGet);
            });
            World.until(() -> ran.get() == 2);
            assertThat(fallen).hasValue(1);
        }
    }

    @Test
    void execute_ofATaskThatThrows_doesNotEndTheThread() {
        try (Upkeep upkeep = upkeep()) {
            Upkeep.Slot slot = upkeep.slot();
            AtomicInteger ran = new AtomicInteger();
            slot.execute(() -> {
                ran.incrementAndGet();
                throw new IllegalStateException("planted");
            });
            World.until(() -> ran.get() == 1);
            slot.execute(ran::incrementAndGet);
            World.until(() -> ran.get() == 2);
        }
    }

    @Test
    void execute_whenClosed_takesTheFallback() {
        Upkeep upkeep = upkeep();
        Upkeep.Slot slot = upkeep.slot();
        upkeep.close();
        AtomicInteger ran = new AtomicInteger();
        slot.execute(ran::incrementAndGet);
        assertThat(ran).hasValue(1);
    }

    private static void give(Upkeep.Slot slot, int rounds, CyclicBarrier start, AtomicInteger ran) {
        try {
            for (int i = 0; i < rounds; i++) {
                start.await();
                slot.execute(ran::incrementAndGet);
                slot.hasten();
            }
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }
}
