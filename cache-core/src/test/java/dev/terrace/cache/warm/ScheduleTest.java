package dev.terrace.cache.warm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.terrace.cache.fake.World;
import dev.terrace.cache.fake.World.Node;
import dev.terrace.cache.profile.ProfileRecorder;
import dev.terrace.cache.spi.KeySource;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The clock stands at 17:06:40 in Vienna at first, on 15 June 2025. */
class ScheduleTest {

    private static final ZoneId VIENNA = ZoneId.of("Europe/Vienna");

    private final World world = new World();
    private final Node node = world.node(cache -> cache.loader((key, load) -> key));
    private final Warming<String> warming =
            Warming.of(node.cache(), node.terrace().host()).build();
    private final AtomicInteger opened = new AtomicInteger();

    @AfterEach
    void close() {
        world.close();
    }

    private KeySource<String> source() {
        opened.incrementAndGet();
        return KeySource.of(List.of("a"));
    }

    /** Lets the run that is under way end. */
    private void settle(int runs) {
        World.until(() -> {
            world.time.advance(Duration.ofMillis(1));
            WarmRun latest = warming.latest();
            return opened.get() == runs && (latest == null || latest.end().isDone());
        });
    }

    @Test
    void every_beginsAgainAndAgain_untilItIsClosed() throws Exception {
        AutoCloseable schedule = warming.every(Duration.ofMinutes(1), this::source);
        world.time.advance(Duration.ofSeconds(59));
        assertThat(opened).hasValue(0);
        world.time.advance(Duration.ofSeconds(1));
        settle(1);
        world.time.advance(Duration.ofMinutes(1));
        settle(2);
        schedule.close();
        world.time.advance(Duration.ofMinutes(5));
        settle(2);
    }

    @Test
    void turn_thatComesDuringARun_isLeftOut() {
        Warming<String> busy = Warming.of(node.cache(), node.terrace().host())
                .batch(1)
                .keysPerSecond(1)
                .build();
        WarmRun run = busy.start(Keys.list(1_000));
        busy.every(Duration.ofSeconds(10), this::source);
        world.time.advance(Duration.ofSeconds(10));
        assertThat(opened).hasValue(0);
        assertThat(busy.latest()).isSameAs(run);
        run.cancel();
    }

    @Test
    void daily_isAtTheTimeOfItsZone() throws Exception {
        AutoCloseable schedule = warming.dailyAt(LocalTime.of(18, 0), VIENNA, this::source);
        world.time.advance(Duration.ofMinutes(53));
        assertThat(opened).hasValue(0);
        world.time.advance(Duration.ofSeconds(20));
        settle(1);
        world.time.advance(Duration.ofHours(23));
        settle(1);
        world.time.advance(Duration.ofHours(1));
        settle(2);
        schedule.close();
        world.time.advance(Duration.ofDays(2));
        settle(2);
    }

    @Test
    void daily_ofATimeThatIsOverToday_isTomorrow() {
        warming.dailyAt(LocalTime.of(17, 0), VIENNA, this::source);
        world.time.advance(Duration.ofHours(23));
        assertThat(opened).hasValue(0);
        world.time.advance(Duration.ofHours(1));
        settle(1);
    }

    @Test
    void beforeEachHour_whatThatHourAsksFor_isWarm() throws Exception {
        try (ProfileRecorder<String> recorder = ProfileRecorder.builder(
                        World.CACHE, String.class, node.terrace().host())
                .zone(VIENNA)
                .build()) {
            recorder.missed("at five");
            recorder.profile();
            world.time.advance(Duration.ofHours(1));
            recorder.missed("at six");
            recorder.profile();
            world.time.advance(Duration.ofHours(22)); // 16:06:40 on the next day
            AutoCloseable schedule = warming.beforeEachHour(recorder, Duration.ofMinutes(5));
            world.time.advance(Duration.ofMinutes(48));
            assertThat(warming.latest()).isNull();
            world.time.advance(Duration.ofMinutes(1));
            World.until(() -> {
                world.time.advance(Duration.ofMillis(1));
                return warming.latest() != null && warming.latest().end().isDone();
            });
            assertThat(node.cache().getIfPresent("at five").isFound()).isTrue();
            assertThat(node.cache().getIfPresent("at six").isFound()).isFalse();
            schedule.close();
        }
    }

    @Test
    void times_outOfBounds_areNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> warming.every(Duration.ofMillis(1), this::source))
                .withMessageContaining("1 s to 366 days");
        try (ProfileRecorder<String> recorder = ProfileRecorder.builder(
                        World.CACHE, String.class, node.terrace().host())
                .build()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> warming.beforeEachHour(recorder, Duration.ofHours(1)))
                    .withMessageContaining("1 s to 30 minutes");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> warming.afterMisses(recorder, 0))
                    .withMessageContaining("above 0 and at most 1");
        }
    }
}
