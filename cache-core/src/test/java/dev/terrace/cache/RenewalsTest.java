package dev.terrace.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.internal.log.Mark;
import dev.terrace.cache.internal.log.Renewals;
import dev.terrace.cache.internal.log.View;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Slice;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is put and not read stays trusted, however many other keys are changed. */
class RenewalsTest {

    private static final int HELD = 2_400;
    private static final int ENTRIES = 500;
    private static final long LIFE = Duration.ofHours(1).toNanos();

    private final View view = new View(64, HELD, 0);
    private final Mark mark = view.cache("c");
    private final CaffeineTier<Integer, Integer> heap = new CaffeineTier<>(
            new HeapSettings<>(),
            new Ageing<>(Duration.ofMinutes(1), null, key -> {}, false),
            view,
            mark,
            Runnable::run,
            key -> {});
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private int names = 1_000_000;

    private Renewals renewals(Executor executor) {
        Renewals renewals = new Renewals(view, executor);
        renewals.add(heap);
        return renewals;
    }

    private void fill() {
        IntStream.range(0, ENTRIES).forEach(this::put);
    }

    private void put(int key) {
        heap.put(key, new Entry<>(key, key + 1, View.noNames(), 0, LIFE, view.generation()));
    }

    private void change(Renewals renewals, int changes) {
        for (int i = 0; i < changes; i++) {
            view.invalidate(Name.key(new Digest(++names, names)), false);
            renewals.changed();
        }
    }

    private long trusted() {
        return IntStream.range(0, ENTRIES).filter(heap::holds).count();
    }

    @Test
    @Tag("proves:CACHE-9")
    void changed_manyMoreThanAreHeld_takesNothingFromTheRest() {
        fill();
        change(renewals(Runnable::run), 10 * HELD);
        assertThat(trusted()).isEqualTo(ENTRIES);
    }

    @Test
    @Tag("proves:CACHE-9")
    void changed_nobodyElseHasTime_isDoneByWhoChanges() {
        fill();
        change(renewals(task -> {}), 10 * HELD);
        assertThat(trusted()).isEqualTo(ENTRIES);
    }

    @Test
    void changed_allThreadsAreBusy_isDoneByWhoChanges() {
        fill();
        change(
                renewals(task -> {
                    throw new RejectedExecutionException("busy");
                }),
                10 * HELD);
        assertThat(trusted()).isEqualTo(ENTRIES);
    }

    @Test
    void changed_fewAtATime_leavesItToTheExecutor() {
        fill();
        Renewals renewals = renewals(tasks::add);
        for (int i = 0; i < 10 * HELD / 12; i++) {
            change(renewals, 12);
            tasks.forEach(Runnable::run);
            tasks.clear();
        }
        assertThat(trusted()).isEqualTo(ENTRIES);
    }

    @Test
    void changed_heapGrowsMeanwhile_keepsAll() {
        Renewals renewals = renewals(Runnable::run);
        for (int key = 0; key < ENTRIES; key++) {
            put(key);
            change(renewals, 20 * HELD / ENTRIES);
        }
        assertThat(trusted()).isEqualTo(ENTRIES);
    }

    @Test
    void changed_withoutRenewals_losesWhatWasNotRead() {
        fill();
        for (int i = 0; i < 10 * HELD; i++) {
            view.invalidate(Name.key(new Digest(++names, names)), false);
        }
        assertThat(trusted()).isZero();
    }

    @Test
    void renew_whatIsNotTrusted_staysSo() {
        fill();
        view.invalidate(Name.key(new Digest(8, 8)), false);
        change(renewals(Runnable::run), 10 * HELD);
        assertThat(heap.holds(7)).isFalse();
        assertThat(trusted()).isEqualTo(ENTRIES - 1);
    }

    @Test
    void renew_whatIsPastItsLife_isNotServedAsFresh() {
        fill();
        view.tick(LIFE + 1);
        change(renewals(Runnable::run), HELD);
        assertThat(trusted()).isZero();
        assertThat(heap.get(7)).isNull();
        assertThat(heap.getAgain(7)).isNull();
    }

    @Test
    void changed_anotherLog_goesOnAtOnce() {
        Renewals renewals = renewals(task -> {});
        change(renewals, 5 * HELD);
        view.follow(Position.NONE, new Slice(new Position(2, 1), 0, 0, List.of(), false, 0));
        fill();
        change(renewals, 10 * HELD);
        assertThat(trusted()).isEqualTo(ENTRIES);
    }

    @Test
    @Tag("proves:CACHE-9")
    void puts_onAHeapAlone_areAllThere() {
        int entries = 500_000;
        try (Terrace terrace = Terrace.builder("n").build()) {
            Cache<Integer, Integer> cache = terrace.cache("c", Integer.class, Integer.class)
                    .heap(heap -> heap.maximumSize(2L * entries))
                    .build();
            for (int key = 0; key < entries; key++) {
                cache.put(key, key);
            }
            assertThat(IntStream.range(0, entries)
                            .filter(key -> cache.getIfPresent(key).isFound())
                            .count())
                    .isEqualTo(entries);
        }
    }
}
