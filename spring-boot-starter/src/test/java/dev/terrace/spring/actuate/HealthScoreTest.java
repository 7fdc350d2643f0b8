package dev.terrace.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthScoreTest {

    private static final double EXACT = 1e-9;

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // what, caches, open, was open, reads, skipped, writes, errors, calls, mean ms -> availability, performance,
        // errors, resources
        "nothing happened,           2, 0, false,    0,   0,   0,  0,   0,    0, 40, 30, 20, 10",
        "all is well,                2, 0, false, 1000,   0, 100,  0, 500,    2, 40, 30, 20, 10",
        "as slow as may be,          2, 0, false, 1000,   0, 100,  0, 500,    5, 40, 30, 20, 10",
        "ten times as slow,          2, 0, false, 1000,   0, 100,  0, 500,   50, 40, 15, 20, 10",
        "as slow as its time-out,    2, 0, false, 1000,   0, 100,  0, 500,  500, 40,  0, 20, 10",
        "slower than its time-out,   2, 0, false, 1000,   0, 100,  0, 500, 5000, 40,  0, 20, 10",
        "one in a hundred fails,     2, 0, false,  900,   0, 100, 10, 500,    2, 40, 30, 16, 10",
        "one in twenty fails,        2, 0, false,  900,   0, 100, 50, 500,    2, 40, 30,  0, 10",
        "everything fails,           2, 0, false,  900,   0, 100, 990, 500,   2, 40, 30,  0, 10",
        "lost,                       2, 2, true,  1000, 900,   0, 100, 100,   2,  0, 30,  0, 10",
        "lost and nobody asks,       2, 2, true,     0,   0,   0,  0,   0,    0,  0, 30, 20, 10",
        "lost to one of four caches, 4, 1, true,  1000, 100,   0,  0, 100,    2, 30, 30, 20, 10",
        "most reads were skipped,    4, 1, true,  1000, 750,   0,  0, 100,    2, 10, 30, 20, 10",
        "back after an outage,       2, 0, true,  1000, 500,   0,  0, 100,    2, 20, 30, 20, 10",
        "crowded,                    2, 0, false, 1000, 200,   0,  0, 100,    2, 40, 30, 20,  8",
        "figures that contradict,    2, 0, false,  -10,  -1,   0, -5,  -3,    2, 40, 30, 20, 10",
    })
    void far_eachCase(
            String what,
            int caches,
            int open,
            boolean wasOpen,
            long reads,
            long skipped,
            long writes,
            long errors,
            long calls,
            long meanMillis,
            double availability,
            double performance,
            double errorRate,
            double resources) {
        HealthScore score = HealthScore.of(new HealthScore.Far(
                caches,
                open,
                wasOpen,
                reads,
                skipped,
                writes,
                errors,
                calls,
                Duration.ofMillis(meanMillis).multipliedBy(Math.max(0, calls))));
        assertScore(score, availability, performance, errorRate, resources);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // what, reads, hits, puts, evictions, fullness -> performance, resources
        "nothing happened,                   0,   0,   0,   0, 0,    30, 10",
        "half of the reads,               1000, 500,   0,   0, 0,    30, 10",
        "a quarter of the reads,          1000, 250,   0,   0, 0,    15, 10",
        "none of the reads,               1000,   0,   0,   0, 0,     0, 10",
        "full and nothing comes,          1000, 900,   0,   0, 1,    30, 10",
        "full and half is pushed out,     1000, 900, 100,  50, 0.95, 30,  5",
        "full and all is pushed out,      1000, 900, 100, 200, 1.1,  30,  0",
        "not full and some is pushed out, 1000, 900, 100,  50, 0.94, 30, 10",
    })
    void heap_eachCase(
            String what,
            long reads,
            long hits,
            long puts,
            long evictions,
            double fullness,
            double performance,
            double resources) {
        assertScore(
                HealthScore.of(new HealthScore.Heap(reads, hits, puts, evictions, fullness)),
                40,
                performance,
                20,
                resources);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // what, logged, reached, loads, failures, pending -> availability, performance, errors, resources, total
        "all is well,            true,  true,  100,  0,     0, 20, 15, 18, 8, 61",
        "the log is away,        true,  false, 100,  0,     0, 10, 15, 18, 8, 51",
        "there is no log,        false, false, 100,  0,     0, 20, 15, 18, 8, 61",
        "loads fail a little,    true,  true,  100,  1,     0, 20, 15, 16, 8, 59",
        "loads fail,             true,  true,  100, 50,     0, 20, 15,  0, 8, 43",
        "some wait to be sent,   true,  true,  100,  0,   100, 20, 15, 18, 8, 61",
        "many wait to be sent,   true,  true,  100,  0,   500, 20, 15, 18, 5, 58",
        "too many wait,          true,  true,  100,  0, 90000, 20, 15, 18, 0, 53",
    })
    void whole_isTheMeanOfItsTiers_andWhatIsAgainstIt(
            String what,
            boolean logged,
            boolean reached,
            long loads,
            long failures,
            long pending,
            double availability,
            double performance,
            double errorRate,
            double resources,
            int total) {
        HealthScore good = new HealthScore(40, 30, 20, 10, List.of());
        HealthScore bad = new HealthScore(0, 0, 16, 6, List.of());
        HealthScore score =
                HealthScore.of(List.of(good, bad), new HealthScore.Whole(logged, reached, loads, failures, pending));
        assertScore(score, availability, performance, errorRate, resources);
        assertThat(score.total()).isEqualTo(total);
    }

    @Test
    void whole_withoutTiers_hasFullMarks() {
        HealthScore score = HealthScore.of(List.of(), new HealthScore.Whole(false, false, 0, 0, 0));
        assertThat(score.total()).isEqualTo(100);
        assertThat(score.reasons()).isEmpty();
    }

    @Test
    void reasons_sayWhatWasDeducted() {
        assertThat(HealthScore.of(new HealthScore.Far(2, 1, true, 1000, 250, 0, 10, 100, Duration.ofSeconds(2)))
                        .reasons())
                .containsExactly(
                        "it is not called in 1 of 2 caches, since it fails, and 25.0% of its reads were skipped",
                        "a call takes 20.0 ms on average, and 5 ms is aimed at", "1.3% of its calls failed");
        assertThat(HealthScore.of(new HealthScore.Far(2, 0, false, 1000, 250, 0, 0, 0, Duration.ZERO))
                        .reasons())
                .containsExactly("25.0% of its reads were skipped, since too many calls were under way");
        assertThat(HealthScore.of(new HealthScore.Heap(100, 10, 10, 5, 1)).reasons())
                .containsExactly(
                        "the heap answers 10.0% of the reads, and 50% is aimed at",
                        "a heap is full, and 50.0% of what comes puts something out");
        assertThat(HealthScore.of(List.of(), new HealthScore.Whole(true, false, 10, 1, 3))
                        .reasons())
                .containsExactly(
                        "the invalidation log is out of reach",
                        "10.0% of loads failed",
                        "3 invalidations wait to be sent");
    }

    private static void assertScore(
            HealthScore score, double availability, double performance, double errorRate, double resources) {
        assertThat(score.availability()).isCloseTo(availability, within(EXACT));
        assertThat(score.performance()).isCloseTo(performance, within(EXACT));
        assertThat(score.errorRate()).isCloseTo(errorRate, within(EXACT));
        assertThat(score.resources()).isCloseTo(resources, within(EXACT));
        boolean full = availability == 40 && performance == 30 && errorRate == 20 && resources == 10;
        if (full) {
            assertThat(score.reasons()).isEmpty();
        }
    }
}
