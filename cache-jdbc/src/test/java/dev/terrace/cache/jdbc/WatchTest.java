package dev.terrace.cache.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.spi.Time;
import dev.terrace.testkit.VirtualTime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WatchTest {

    private static final Duration LIMIT = Duration.ofMillis(100);
    private static final Duration NANO = Duration.ofNanos(1);

    private final VirtualTime time = new VirtualTime();
    private final AtomicInteger timers = new AtomicInteger();
    private final AtomicInteger cuts = new AtomicInteger();
    private final Watch watch = new Watch(new Counted(), cuts::incrementAndGet);

    @Test
    void call_thatEndsInTime_isNotCut() {
        watch.begin(LIMIT);
        time.advance(LIMIT.minus(NANO));

        assertThat(watch.end()).isTrue();
        time.advance(Duration.ofSeconds(10));
        assertThat(cuts).hasValue(0);
    }

    @Test
    void call_whoseTimeIsOver_isCutThen() {
        watch.begin(LIMIT);
        time.advance(LIMIT.minus(NANO));
        assertThat(cuts).hasValue(0);

        time.advance(NANO);

        assertThat(cuts).hasValue(1);
        assertThat(watch.end()).isFalse();
    }

    @Test
    void call_afterOthers_hasItsOwnTime() {
        watch.begin(LIMIT);
        time.advance(Duration.ofMillis(60));
        watch.end();

        watch.begin(LIMIT);
        time.advance(LIMIT.minus(NANO));
        assertThat(cuts).hasValue(0);
        time.advance(NANO);
        assertThat(cuts).hasValue(1);
    }

    @Test
    void call_afterAPauseOfAnyLength_isCutWhenItsTimeIsOver() {
        watch.begin(LIMIT);
        watch.end();
        time.advance(Duration.ofSeconds(10));

        watch.begin(LIMIT);
        time.advance(LIMIT);

        assertThat(cuts).hasValue(1);
    }

    @Test
    void call_withLessTimeThanTheOneBefore_isCutWhenItsTimeIsOver() {
        watch.begin(Duration.ofSeconds(10));
        watch.end();

        watch.begin(LIMIT);
        time.advance(LIMIT);

        assertThat(cuts).hasValue(1);
        assertThat(watch.end()).isFalse();
        time.advance(Duration.ofSeconds(10));
        assertThat(cuts).as("the timer of the one before").hasValue(1);
    }

    @Test
    void calls_ofAnyNumber_setATimerOnceInACallsTime() {
        for (int i = 0; i < 1_000; i++) {
            watch.begin(LIMIT);
            time.advance(Duration.ofMillis(1));
            assertThat(watch.end()).isTrue();
        }

        assertThat(timers.get()).isBetween(10, 21);
        assertThat(cuts).hasValue(0);
    }

    @Test
    void close_whileACallIsUnderWay_leavesItAlone() {
        watch.begin(LIMIT);

        watch.close();

        time.advance(LIMIT);
        assertThat(cuts).hasValue(0);
    }

    /** Counts the timers that are set. */
    private final class Counted implements Time {

        @Override
        public long nanoTime() {
            return time.nanoTime();
        }

        @Override
        public long currentTimeMillis() {
            return time.currentTimeMillis();
        }

        @Override
        public Timer schedule(Duration delay, Runnable task) {
            timers.incrementAndGet();
            return time.schedule(delay, task);
        }

        @Override
        public Timer repeat(Duration period, Runnable task) {
            return time.repeat(period, task);
        }
    }
}
