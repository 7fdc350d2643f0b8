package dev.terrace.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.Breaker.State;
import dev.terrace.cache.fake.FakeTime;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("proves:CACHE-7")
class BreakerTest {

    private final FakeTime time = new FakeTime();
    private final Breaker breaker = new Breaker(time);

    private void call(boolean succeeds) {
        assertThat(breaker.permits()).isTrue();
        if (succeeds) {
            breaker.succeeded();
        } else {
            breaker.failed();
        }
    }

    private void open() {
        for (int i = 0; i < Breaker.ROW; i++) {
            call(false);
        }
        assertThat(breaker.state()).isEqualTo(State.OPEN);
    }

    @Test
    void failures_inARow_openIt() {
        for (int i = 0; i < Breaker.ROW - 1; i++) {
            call(false);
        }
        assertThat(breaker.permits()).isTrue();
        breaker.succeeded();
        for (int i = 0; i < Breaker.ROW - 1; i++) {
            call(false);
        }
        assertThat(breaker.state()).as("a success in between").isEqualTo(State.CLOSED);

        call(false);

        assertThat(breaker.permits()).isFalse();
    }

    @Test
    void failures_ofHalfTheCalls_openIt() {
        for (int i = 0; i < 15; i++) {
            call(false);
            call(true);
        }
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
        call(false);
        assertThat(breaker.state()).isEqualTo(State.OPEN);
    }

    @Test
    void failures_ofFew_leaveItClosed() {
        for (int i = 0; i < 1_000; i++) {
            call(i % 3 != 0);
        }
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void open_letsOneProbeThroughAfterThePause() {
        open();
        time.advance(Breaker.FIRST.multipliedBy(3).dividedBy(4).minusMillis(1));
        assertThat(breaker.permits()).as("too early").isFalse();
        time.advance(Breaker.FIRST.dividedBy(4).plusMillis(1));

        assertThat(breaker.permits()).isTrue();
        assertThat(breaker.permits()).as("a second one").isFalse();
        time.advance(Duration.ofHours(1));
        assertThat(breaker.permits()).as("while the first is under way").isFalse();
    }

    @Test
    void probes_thatSucceed_closeItOneByOne() {
        open();
        time.advance(Breaker.FIRST);
        for (int i = 0; i < Breaker.PROBES; i++) {
            assertThat(breaker.state()).isNotEqualTo(State.CLOSED);
            assertThat(breaker.permits()).isTrue();
            assertThat(breaker.permits()).isFalse();
            breaker.succeeded();
        }
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
        assertThat(breaker.permits()).isTrue();
        assertThat(breaker.permits()).isTrue();
    }

    @Test
    void probes_thatFail_doubleThePauseUpToTheLongest() {
        open();
        Duration pause = Breaker.FIRST;
        for (int i = 0; i < 8; i++) {
            time.advance(pause);
            call(false);
            pause = pause.multipliedBy(2).compareTo(Breaker.LONGEST) < 0 ? pause.multipliedBy(2) : Breaker.LONGEST;
            time.advance(pause.multipliedBy(3).dividedBy(4).minusMillis(1));
            assertThat(breaker.permits()).as("pause " + i).isFalse();
            time.advance(pause.dividedBy(4)
                    .minus(pause)
                    .plusMillis(1)
                    .plus(pause.multipliedBy(3).dividedBy(4)));
        }
        time.advance(Breaker.LONGEST);
        for (int i = 0; i < Breaker.PROBES; i++) {
            call(true);
        }
        open();
        time.advance(Breaker.FIRST);
        assertThat(breaker.permits()).as("begins anew").isTrue();
    }

    @Test
    void outcome_ofACallFromBefore_doesNotProlongThePause() {
        open();
        breaker.failed();
        breaker.succeeded();
        time.advance(Breaker.FIRST);
        assertThat(breaker.permits()).isTrue();
    }
}
