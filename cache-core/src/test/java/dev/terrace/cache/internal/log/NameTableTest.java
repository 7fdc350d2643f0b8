package dev.terrace.cache.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameTableTest {

    private record Mark(long generation, long sequence) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20_261_121})
    void table_byAModelOfItsRecords_neverVouchesForWhatItForgot(long seed) {
        Random random = new Random(seed);
        NameTable table = new NameTable(500);
        Map<Long, Mark> model = new HashMap<>();
        for (long step = 1; step <= 20_000; step++) {
            long name = 1L + random.nextInt(2_000);
            boolean pending = random.nextInt(50) == 0;
            if (random.nextInt(10) == 0 && table.sequence(name) != 0) {
                table.sequence(name, step);
                model.computeIfPresent(name, (same, old) -> new Mark(old.generation, Math.max(old.sequence, 0)));
                model.put(name, new Mark(table.generation(name), step));
            } else {
                long sequence = pending ? NameTable.PENDING : step;
                table.record(name, step, sequence);
                model.put(name, new Mark(step, sequence));
            }
            if (step % 100 == 0) {
                check(table, model);
                settle(table, model, step);
            }
        }
    }

    private static void check(NameTable table, Map<Long, Mark> model) {
        int remembered = 0;
        for (Map.Entry<Long, Mark> entry : model.entrySet()) {
            Mark mark = entry.getValue();
            boolean forgotten = table.generation(entry.getKey()) == 0;
            if (forgotten) {
                assertThat(table.forgottenGeneration()).isGreaterThanOrEqualTo(mark.generation);
                assertThat(mark.sequence).isNotEqualTo(NameTable.PENDING);
                assertThat(table.forgottenSequence()).isGreaterThanOrEqualTo(mark.sequence);
            } else {
                remembered++;
                assertThat(table.generation(entry.getKey())).isEqualTo(mark.generation);
                assertThat(table.sequence(entry.getKey())).isEqualTo(mark.sequence);
            }
        }
        assertThat(table.size()).isEqualTo(remembered).isLessThanOrEqualTo(500);
        assertThat(table.generation(1_000_000)).isZero();
        assertThat(table.sequence(1_000_000)).isZero();
    }

    /** Pending names are few and not for ever. */
    private static void settle(NameTable table, Map<Long, Mark> model, long step) {
        model.replaceAll((name, mark) -> {
            if (mark.sequence != NameTable.PENDING) {
                return mark;
            }
            table.sequence(name, step);
            return new Mark(mark.generation, step);
        });
    }

    @Test
    void record_aboveTheMaximum_forgetsTheOlderHalf() {
        NameTable table = new NameTable(100);
        for (int i = 1; i <= 100; i++) {
            assertThat(table.record(i, i, 1_000 + i)).isFalse();
        }
        assertThat(table.record(101, 101, 1_101)).isTrue();

        assertThat(table.generation(1)).isZero();
        assertThat(table.generation(100)).isEqualTo(100);
        assertThat(table.generation(101)).isEqualTo(101);
        assertThat(table.forgottenGeneration()).isBetween(49L, 52L);
        assertThat(table.forgottenSequence()).isEqualTo(1_000 + table.forgottenGeneration());
    }

    @Test
    void record_ofOneGenerationOnly_forgetsWithoutLosingTheFloor() {
        NameTable table = new NameTable(100);
        for (int i = 1; i <= 250; i++) {
            table.record(i, 7, i);
        }
        for (int i = 1; i <= 250; i++) {
            assertThat(Math.max(table.generation(i), table.forgottenGeneration()))
                    .isEqualTo(7);
            assertThat(Math.max(table.sequence(i), table.forgottenSequence())).isGreaterThanOrEqualTo(i);
        }
    }

    @Test
    void readers_besideAWriter_neverMissARecordThatWasPublished() throws Exception {
        NameTable table = new NameTable(2_000);
        AtomicLong published = new AtomicLong();
        ExecutorService readers = Executors.newSingleThreadExecutor();
        try {
            CompletableFuture<Long> missed = CompletableFuture.supplyAsync(() -> missed(table, published), readers);
            for (long step = 1; step <= 300_000; step++) {
                table.record(name(step), step, step);
                published.setRelease(step);
            }
            published.setRelease(Long.MAX_VALUE);
            assertThat(missed.get()).isZero();
        } finally {
            readers.shutdownNow();
        }
    }

    private static long missed(NameTable table, AtomicLong published) {
        long missed = 0;
        for (long step = published.getAcquire(); step != Long.MAX_VALUE; step = published.getAcquire()) {
            for (long back = Math.max(1, step - 20); back <= step; back++) {
                boolean known = table.generation(name(back)) >= back || table.forgottenGeneration() >= back;
                boolean sequenced = table.sequence(name(back)) >= back || table.forgottenSequence() >= back;
                missed += known && sequenced ? 0 : 1;
            }
        }
        return missed;
    }

    private static long name(long step) {
        return 1 + step % 5_000;
    }

    @Test
    void find_ofNamesThatShareASlot_tellsThemApart() {
        NameTable table = new NameTable(1_000);
        long[] names =
                IntStream.rangeClosed(1, 200).mapToLong(i -> (long) i << 20).toArray();
        for (long name : names) {
            table.record(name, name, name);
        }
        for (long name : names) {
            assertThat(table.generation(name)).isEqualTo(name);
            assertThat(table.generation(name + 1)).isZero();
        }
    }
}
