package dev.terrace.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.Breaker.State;
import dev.terrace.cache.fake.FakeTime;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("proves:CACHE-7")
class BreakerTest {

    private final FakeTime time = new FakeTime();
    private final Breaker breaker = new Breaker(time);

    private void call(boolean succeeds) {
        end(permitted(), succeeds);
    }

    private long permitted() {
        long permit = breaker.permit();
        assertThat(permit).isNotEqualTo(Breaker.REFUSED);
        return permit;
    }

    private void end(long permit, boolean succeeds) {
        if (succeeds) {
            breaker.succeeded(permit);
        } else {
            breaker.failed(permit);
        }
    }

    private boolean permits() {
        return breaker.permit() != Breaker.REFUSED;
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
        call(true);
        for (int i = 0; i < Breaker.ROW - 1; i++) {
            call(false);
        }
        assertThat(breaker.state()).as("a success in between").isEqualTo(State.CLOSED);

        call(false);

        assertThat(permits()).isFalse();
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
        assertThat(permits()).as("too early").isFalse();
        time.advance(Breaker.FIRST.dividedBy(4).plusMillis(1));

        assertThat(permits()).isTrue();
        assertThat(permits()).as("a second one").isFalse();
        time.advance(Duration.ofHours(1));
        assertThat(permits()).as("while the first is under way").isFalse();
    }

    @Test
    void probes_thatSucceed_closeItOneByOne() {
        open();
        time.advance(Breaker.FIRST);
        for (int i = 0; i < Breaker.PROBES; i++) {
            assertThat(breaker.state()).isNotEqualTo(State.CLOSED);
            long probe = permitted();
            assertThat(permits()).isFalse();
            breaker.succeeded(probe);
        }
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
        assertThat(permits()).isTrue();
        assertThat(permits()).isTrue();
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
            assertThat(permits()).as("pause " + i).isFalse();
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
        assertThat(permits()).as("begins anew").isTrue();
    }

    @Test
    void outcomes_ofCallsFromBeforeItOpened_sayNothing() {
        long[] before = LongStream.range(0, 10).map(i -> permitted()).toArray();
        open();
        end(before[0], false);
        end(before[1], true);
        time.advance(Breaker.FIRST);
        long probe = permitted();

        for (int i = 2; i < 6; i++) {
            end(before[i], true);
        }
        assertThat(permits()).as("while the probe is under way").isFalse();
        assertThat(breaker.state()).as("not closed by them").isEqualTo(State.PROBING);
        end(before[6], false);
        assertThat(breaker.state()).as("nor opened").isEqualTo(State.PROBING);

        end(probe, true);
        for (int i = 1; i < Breaker.PROBES; i++) {
            call(true);
        }
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
        for (int i = 0; i < Breaker.ROW; i++) {
            end(before[7], false);
        }
        assertThat(breaker.state()).as("nor once it is closed").isEqualTo(State.CLOSED);
    }

    @Test
    void outcome_ofAProbe_isToldOnce() {
        open();
        time.advance(Breaker.FIRST);
        long probe = permitted();
        for (int i = 0; i < Breaker.PROBES; i++) {
            end(probe, true);
            if (i == 0) {
                permitted();
            }
        }
        assertThat(breaker.state()).isEqualTo(State.PROBING);
    }

    /** Nodes that lose a store at the same time do not come back to it in step. */
    @Test
    void pauses_ofNodesThatOpenTogether_areSpread() {
        Set<Long> probedAt = new TreeSet<>();
        for (int node = 0; node < 20; node++) {
            FakeTime ofNode = new FakeTime();
            ofNode.advance(Duration.ofMillis(137L * node));
            Breaker ofOne = new Breaker(ofNode);
            for (int i = 0; i < Breaker.ROW; i++) {
                ofOne.failed(ofOne.permit());
            }
            long waited = 0;
            while (ofOne.permit() == Breaker.REFUSED) {
                ofNode.advance(Duration.ofMillis(1));
                waited++;
            }
            probedAt.add(waited);
        }
        assertThat(probedAt).hasSizeGreaterThan(10).allMatch(millis -> millis >= 150 && millis <= 200);
    }

    /** However many callers there are when the pause is over, the store is met by one. */
    @Test
    void probe_underManyThreads_isOne() throws Exception {
        open();
        time.advance(Breaker.FIRST);
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> calls = Collections.nCopies(64, this::permits);
            int permitted = 0;
            for (Future<Boolean> call : callers.invokeAll(calls)) {
                permitted += call.get() ? 1 : 0;
            }
            assertThat(permitted).isEqualTo(1);
        } finally {
            callers.shutdownNow();
        }
    }
}
