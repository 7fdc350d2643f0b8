package dev.terrace.faults.history;

import static dev.terrace.faults.history.Planted.EPOCH;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Histories that keep the promises, and histories that break one each. */
class JudgeTest {

    @Test
    void verdict_ofAGoodHistory_countsAndFindsNothing() {
        Verdict verdict = new Planted()
                .connected(500, 1_500, 2_500, 11_500, 14_000)
                .logged(0, 1_000, 1)
                .queued(1, 1_200, 2)
                .read(0, 1_100, 1)
                .read(1, 1_201, 2)
                .read(0, 15_000, 2)
                .verdict();

        assertThat(verdict.holds()).isTrue();
        assertThat(verdict.reads()).isEqualTo(3);
        assertThat(verdict.logged()).isEqualTo(1);
        assertThat(verdict.queued()).isEqualTo(1);
        assertThat(verdict.examples()).isEmpty();
    }

    @Test
    void read_thatMissesAnOwnInvalidation_breaksOne() {
        assertBroken(new Planted().queued(0, 1_000, 1).read(0, 1_001, 0), Promise.CACHE_1);
    }

    @Test
    void read_thatBeganBeforeTheOwnInvalidationReturned_mayMissIt() {
        assertHolds(new Planted().queued(0, 1_000, 1).read(0, 1_000, 0));
    }

    @Test
    void read_thatMissesAnOlderOwnChangeThanTheLast_breaksOne() {
        assertBroken(new Planted().queued(0, 1_000, 5).queued(0, 1_100, 4).read(0, 1_200, 4), Promise.CACHE_1);
    }

    @Test
    void read_ofAConnectedNodeThatMissesWhatWasLogged_breaksTwo() {
        assertBroken(new Planted().connected(500, 2_000).logged(0, 1_000, 1).read(1, 2_200, 0), Promise.CACHE_2);
    }

    @Test
    void read_withinD_mayMissWhatWasLogged() {
        assertHolds(new Planted().connected(500, 2_000).logged(0, 1_000, 1).read(1, 2_090, 0));
    }

    @Test
    void read_ofANodeWithoutARecentPoll_mayMissWhatWasLogged() {
        assertHolds(new Planted().connected(500).logged(0, 1_000, 1).read(1, 2_200, 0));
    }

    @Test
    void read_byAPollThatWasNotAnsweredYet_mayMissWhatWasLogged() {
        assertHolds(new Planted()
                .connected(500)
                .poll(1, 2_200, EPOCH)
                .logged(0, 1_000, 1)
                .read(1, 2_200, 0));
    }

    @Test
    void read_ofANodeThatFollowsAnotherLog_mayMissWhatWasLogged() {
        assertHolds(new Planted().poll(1, 2_000, EPOCH + 1).logged(0, 1_000, 1).read(1, 2_200, 0));
    }

    @Test
    void read_thatMissesWhatWasQueuedElsewhere_breaksNothing() {
        assertHolds(new Planted().connected(500, 2_000).queued(0, 1_000, 1).read(1, 2_200, 0));
    }

    @Test
    void read_ofANodeThatIsCutOff_mustNotBeOlderThanS() {
        assertBroken(new Planted().beat(1, 500).queued(0, 1_000, 1).read(1, 3_400, 0), Promise.CACHE_3);
    }

    @Test
    void read_ofANodeThatIsCutOff_mayBeAsOldAsS() {
        assertHolds(new Planted().beat(1, 500).queued(0, 1_400, 1).read(1, 3_400, 0));
    }

    @Test
    void read_ofANodeThatWasStopped_mayBeOldForATick() {
        assertHolds(new Planted()
                .beat(1, 500)
                .queued(0, 1_000, 1)
                .pause(1, 700, 3_390)
                .read(1, 3_400, 0));
    }

    @Test
    void read_longAfterANodeWasStopped_mustNotBeOld() {
        assertBroken(
                new Planted()
                        .beat(1, 500)
                        .queued(0, 1_000, 1)
                        .pause(1, 700, 3_000)
                        .read(1, 3_400, 0),
                Promise.CACHE_3);
    }

    @Test
    void answer_ofACutOffNodeThatIsToFail_breaksThree() {
        assertBroken(
                new Planted().policy("FAIL").beat(1, 500).queued(0, 3_000, 1).read(1, 3_400, 0), Promise.CACHE_3);
    }

    @Test
    void read_ofACutOffNodeThatServesStale_mayBeOld() {
        assertHolds(new Planted()
                .policy("SERVE_STALE")
                .beat(1, 500)
                .queued(0, 1_000, 1)
                .read(1, 9_000, 0));
    }

    @Test
    void read_afterTheLastFault_mustShowWhatWasQueued() {
        assertBroken(new Planted().connected(11_000).queued(0, 9_000, 1).read(1, 11_200, 0), Promise.CACHE_4);
    }

    @Test
    void read_withinDAfterTheLastFault_mayMissIt() {
        Verdict verdict = new Planted()
                .connected(10_900)
                .queued(0, 9_000, 1)
                .read(1, 11_000, 0)
                .verdict();

        assertThat(verdict.holds()).isTrue();
        assertThat(verdict.healing()).isEqualTo(Planted.nanos(1_000));
    }

    @Test
    void read_thatMissesWhatWasQueuedWhenAllHasBeenWellForD_breaksFour() {
        assertBroken(
                new Planted()
                        .connected(5_000)
                        .calm(4_000, 6_000)
                        .queued(0, 3_900, 1)
                        .read(1, 5_200, 0),
                Promise.CACHE_4);
    }

    @Test
    void read_betweenFaultsThatFollowEachOther_mayMissWhatWasQueued() {
        assertHolds(new Planted()
                .connected(5_000)
                .calm(4_000, 5_100)
                .queued(0, 3_900, 1)
                .read(1, 5_200, 0));
    }

    @Test
    void read_beforeADriverKnowsThatItsServerIsBack_mayMissWhatWasQueued() {
        assertHolds(new Planted()
                .connected(15_900)
                .reconnects(5_000)
                .queued(0, 9_000, 1)
                .read(1, 16_000, 0));
    }

    @Test
    void read_duringWhichANodeReconnects_mayBeOld() {
        assertHolds(
                new Planted().beat(1, 500).queued(0, 1_000, 1).read(1, 3_400, 0).beat(1, 3_399));
    }

    @Test
    void read_ofANodeWithoutARecentPoll_mayMissWhatWasQueued() {
        assertHolds(new Planted().connected(9_000).queued(0, 9_000, 1).read(1, 11_200, 0));
    }

    @Test
    void lastRead_thatMissesTheSource_breaksFour() {
        assertBroken(new Planted().queued(0, 9_000, 1).source(2).read(1, 15_000, 1), Promise.CACHE_4);
    }

    @Test
    void read_thatMissesWhatADeadNodeHadQueued_isCountedApart() {
        Verdict verdict = new Planted()
                .connected(14_900)
                .dead()
                .queued(0, 9_000, 1)
                .read(1, 15_000, 0)
                .verdict();

        assertThat(verdict.holds()).isTrue();
        assertThat(verdict.apart()).isEqualTo(1);
    }

    @Test
    void read_thatMissesWhatADeadNodeHadLogged_breaksFour() {
        assertBroken(
                new Planted()
                        .connected(14_900)
                        .dead()
                        .change(0, 9_000, 1, true, EPOCH + 1)
                        .read(1, 15_000, 0),
                Promise.CACHE_4);
    }

    @Test
    void call_thatThrows_breaksSeven() {
        assertBroken(new Planted().failed(0, 1_000, "read", "CacheLoadException"), Promise.CACHE_7);
    }

    @Test
    void read_thatIsRefused_breaksSevenUnlessThePolicySaysSo() {
        assertBroken(new Planted().failed(0, 1_000, "read", Failure.REFUSED), Promise.CACHE_7);
        Verdict verdict = new Planted()
                .policy("FAIL")
                .failed(0, 1_000, "read", Failure.REFUSED)
                .verdict();
        assertThat(verdict.holds()).isTrue();
        assertThat(verdict.refused()).isEqualTo(1);
    }

    private static void assertHolds(Planted history) {
        assertThat(history.verdict().broken()).isEmpty();
    }

    private static void assertBroken(Planted history, Promise promise) {
        Verdict verdict = history.verdict();
        assertThat(verdict.holds()).isFalse();
        assertThat(verdict.broken()).isEqualTo(Map.of(promise, 1));
        assertThat(verdict.examples()).singleElement().asString().startsWith(promise + ": ");
    }
}
