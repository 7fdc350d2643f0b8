package dev.terrace.cache.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HistoryTest {

    private static final long BEGAN = Long.MAX_VALUE - Duration.ofMinutes(10).toNanos(); // the clock goes round

    private final History history = new History();
    private final Miniatures<String> miniatures = new Miniatures<>();
    private final AgeCounts ages = new AgeCounts();

    /** So many seconds after the beginning, with a hit each second and, in the first five minutes, a load of 20 ms each ten. */
    private History.Row row(long seconds) {
        long loads = Math.min(300, seconds) / 10;
        Counts counts = new Counts(seconds, loads, seconds, loads, 0, loads, 0, loads * 20_000_000, seconds, seconds);
        return new History.Row(BEGAN + Duration.ofSeconds(seconds).toNanos(), counts, 0, miniatures, ages);
    }

    private Window window(long seconds, Duration length) {
        return history.windows(row(seconds), ages).stream()
                .filter(one -> one.length().equals(length))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void windows_ofTheYoung_coverWhatThereWas() {
        history.add(row(0));
        Window hour = window(7, Duration.ofHours(1));
        assertThat(hour.covered()).isEqualTo(Duration.ofSeconds(7));
        assertThat(hour.hits()).isEqualTo(7);
        assertThat(history.windows(row(7), ages)).extracting(Window::length).isEqualTo(History.LENGTHS);
    }

    @Test
    void windows_reachBackAsFarAsTheySay_andTenSecondsMoreAtMost() {
        for (long seconds = 0; seconds <= 20_000; seconds += 10) {
            history.add(row(seconds));
        }
        for (Duration length : History.LENGTHS) {
            Window window = window(20_007, length);
            assertThat(window.covered()).isBetween(length, length.plusSeconds(10));
            assertThat(window.hits()).isEqualTo(window.covered().toSeconds());
            assertThat(window.evictions()).isEqualTo(window.invalidations()).isEqualTo(window.hits());
        }
    }

    @Test
    void saved_isHitsTimesTheUsualLoad_ofTheWindowOrOfBefore() {
        for (long seconds = 0; seconds <= 300; seconds += 10) {
            history.add(row(seconds));
        }
        Window minute = window(300, Duration.ofMinutes(1));
        assertThat(minute.usualLoad()).isEqualTo(Duration.ofMillis(20));
        assertThat(minute.saved()).isEqualTo(Duration.ofMillis(20 * 60));
        history.add(row(310));
        history.add(row(320));
        Window quiet = window(330, History.STEP);
        assertThat(quiet.loads()).isZero();
        assertThat(quiet.hits()).isEqualTo(10);
        assertThat(quiet.saved()).isEqualTo(Duration.ofMillis(20 * 10));
    }

    @Test
    void ratios_areOfTheWindow() {
        history.add(row(0));
        Window window = window(100, Duration.ofMinutes(1));
        assertThat(window.hitRatio()).isEqualTo(100.0 / 110);
        assertThat(window.heapHitRatio()).isEqualTo(100.0 / 110);
        assertThat(window(0, Duration.ofMinutes(1)).hitRatio()).isEqualTo(1);
        assertThat(window(0, Duration.ofMinutes(1)).usualLoad()).isZero();
    }

    @Test
    void twins_haveTheirSharesOfWhatWasSimulated_whereTheyWereTheSame() {
        miniatures.resize(10, Sampler.ALL);
        miniatures.read("a");
        History.Row before = row(0);
        for (int i = 0; i < 3; i++) {
            miniatures.read("a");
            miniatures.read("new " + i);
        }
        assertThat(row(1).twinsSince(before)).containsExactly(0.5, 0.5, 0.5);
        assertThat(before.twinsSince(before)).isEmpty();
        miniatures.resize(10_000, Sampler.ALL);
        miniatures.read("a");
        assertThat(row(2).twinsSince(before)).isEmpty();
    }
}
