package dev.terrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.spi.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class VirtualTimeTest {

    private final VirtualTime time = new VirtualTime();
    private final List<String> ran = new ArrayList<>();

    @Test
    void clocks_untouched_standStillAtTheStart() {
        assertThat(time.currentTimeMillis()).isEqualTo(VirtualTime.START.toEpochMilli());
        assertThat(time.nanoTime()).isEqualTo(time.nanoTime()).isEqualTo(new VirtualTime().nanoTime());
    }

    @Test
    void advance_withoutTimers_movesBothClocks() {
        long before = time.nanoTime();
        time.advance(Duration.ofMillis(1_500));
        assertThat(time.nanoTime() - before).isEqualTo(1_500_000_000L);
        assertThat(time.currentTimeMillis()).isEqualTo(VirtualTime.START.toEpochMilli() + 1_500);
    }

    @Test
    void nanoTime_afterAnHour_wraps() {
        long before = time.nanoTime();
        time.advance(Duration.ofHours(2));
        assertThat(time.nanoTime()).isNegative();
        assertThat(time.nanoTime() - before).isEqualTo(Duration.ofHours(2).toNanos());
    }

    @Test
    void advance_beforeATimerIsDue_doesNotRunIt() {
        time.schedule(Duration.ofSeconds(1), () -> ran.add("late"));
        time.advance(Duration.ofNanos(999_999_999));
        assertThat(ran).isEmpty();
        time.advance(Duration.ofNanos(1));
        assertThat(ran).containsExactly("late");
        assertThat(time.pending()).isZero();
    }

    @Test
    void advance_pastSeveralTimers_runsThemInOrderAtTheirMoments() {
        time.schedule(Duration.ofMillis(30), () -> ran.add("c" + millis()));
        time.schedule(Duration.ofMillis(10), () -> ran.add("a" + millis()));
        time.schedule(Duration.ofMillis(10), () -> ran.add("b" + millis()));
        time.advance(Duration.ofSeconds(1));
        assertThat(ran).containsExactly("a10", "b10", "c30");
        assertThat(millis()).isEqualTo(1_000);
    }

    @Test
    void advance_timerThatSchedulesAnother_runsBothIfBothAreDue() {
        time.schedule(Duration.ofMillis(10), () -> {
            ran.add("first" + millis());
            time.schedule(Duration.ZERO, () -> ran.add("at once" + millis()));
            time.schedule(Duration.ofMillis(5), () -> ran.add("second" + millis()));
            time.schedule(Duration.ofMillis(50), () -> ran.add("later"));
        });
        time.advance(Duration.ofMillis(20));
        assertThat(ran).containsExactly("first10", "at once10", "second15");
        assertThat(time.pending()).isOne();
    }

    @Test
    void schedule_zeroDelay_runsAtAnAdvanceByZero() {
        time.schedule(Duration.ZERO, () -> ran.add("now"));
        assertThat(ran).isEmpty();
        time.advance(Duration.ZERO);
        assertThat(ran).containsExactly("now");
    }

    @Test
    void repeat_advanced_runsOncePerPeriodAfterItHasEnded() {
        time.repeat(Duration.ofMillis(100), () -> ran.add("" + millis()));
        time.advance(Duration.ofMillis(350));
        assertThat(ran).containsExactly("100", "200", "300");
        assertThat(time.pending()).isOne();
    }

    @Test
    void cancel_beforeItIsDue_preventsTheRun() {
        Time.Timer timer = time.schedule(Duration.ofMillis(10), () -> ran.add("cancelled"));
        timer.cancel();
        timer.cancel();
        time.advance(Duration.ofSeconds(1));
        assertThat(ran).isEmpty();
        assertThat(time.pending()).isZero();
    }

    @Test
    void cancel_byTheRepeatedTaskItself_endsTheRepetition() {
        AtomicReference<Time.Timer> timer = new AtomicReference<>();
        timer.set(time.repeat(Duration.ofMillis(10), () -> {
            ran.add("" + millis());
            if (ran.size() == 2) {
                timer.get().cancel();
            }
        }));
        time.advance(Duration.ofSeconds(1));
        assertThat(ran).containsExactly("10", "20");
        assertThat(time.pending()).isZero();
    }

    @Test
    void advance_taskThatThrows_goesOnAndRepeatsIt() {
        time.repeat(Duration.ofMillis(10), () -> {
            ran.add("" + millis());
            throw new IllegalStateException("planted");
        });
        time.advance(Duration.ofMillis(25));
        assertThat(ran).containsExactly("10", "20");
    }

    @Test
    void advance_failedAssertionInATask_leavesTheAdvanceAtThatMoment() {
        time.schedule(Duration.ofMillis(10), () -> {
            throw new AssertionError("planted");
        });
        assertThatThrownBy(() -> time.advance(Duration.ofSeconds(1)))
                .isInstanceOf(AssertionError.class)
                .hasMessage("planted");
        assertThat(millis()).isEqualTo(10);
    }

    @Test
    void advance_byATask_isRefused() {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        time.schedule(Duration.ZERO, () -> {
            try {
                time.advance(Duration.ofMillis(1));
            } catch (IllegalStateException refused) {
                failure.set(refused);
            }
        });
        time.advance(Duration.ZERO);
        assertThat(failure.get()).hasMessageContaining("must not advance");
    }

    @Test
    void arguments_outOfBounds_areRefused() {
        Duration negative = Duration.ofNanos(-1);
        assertThatThrownBy(() -> time.advance(negative)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> time.schedule(negative, () -> {})).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> time.repeat(Duration.ZERO, () -> {})).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void advance_fromSeveralThreads_addsUpAndRunsEachTimerOnce() throws InterruptedException {
        int threads = 4;
        int steps = 500;
        AtomicInteger runs = new AtomicInteger();
        time.repeat(Duration.ofMillis(1), runs::incrementAndGet);
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Thread worker = new Thread(() -> {
                try {
                    start.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                for (int step = 0; step < steps; step++) {
                    time.schedule(Duration.ofNanos(1), runs::incrementAndGet);
                    time.advance(Duration.ofMillis(1));
                }
            });
            workers.add(worker);
            worker.start();
        }
        start.countDown();
        for (Thread worker : workers) {
            worker.join();
        }
        time.advance(Duration.ofMillis(1));
        assertThat(millis()).isEqualTo((long) threads * steps + 1);
        assertThat(runs).hasValue(2 * threads * steps + 1);
    }

    private long millis() {
        return time.currentTimeMillis() - VirtualTime.START.toEpochMilli();
    }
}
