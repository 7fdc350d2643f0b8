package dev.terrace.examples.quickstart;

import static dev.terrace.examples.quickstart.StaleJudge.BOUND;
import static dev.terrace.examples.quickstart.StaleJudge.BOUND_IN_OUTAGE;
import static dev.terrace.examples.quickstart.StaleJudge.Verdict.CURRENT;
import static dev.terrace.examples.quickstart.StaleJudge.Verdict.LAGGING;
import static dev.terrace.examples.quickstart.StaleJudge.Verdict.LAGGING_IN_OUTAGE;
import static dev.terrace.examples.quickstart.StaleJudge.Verdict.STALE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.examples.quickstart.StaleJudge.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StaleJudgeTest {

    private static final long T = 1_000 * BOUND;

    /** One product, of which each hundredth request makes a new version: three in all. */
    private final ChangePlan plan = new ChangePlan(new Workload(new int[300], new long[] {42}), 1);

    private final Path file;
    private final Board board;
    private final StaleJudge judge;

    StaleJudgeTest(@TempDir Path directory) throws IOException {
        file = directory.resolve("board");
        board = Board.open(file, 1, plan.changes());
        judge = new StaleJudge(board, plan);
    }

    @Test
    void verdict_noChange_isCurrent() {
        assertThat(verdict(1, T)).isEqualTo(CURRENT);
    }

    @Test
    void verdict_changedAfterTheReadBegan_isCurrent() {
        commit(2, T + 1);
        assertThat(verdict(1, T)).isEqualTo(CURRENT);
        assertThat(verdict(2, T)).isEqualTo(CURRENT);
    }

    @Test
    void verdict_changedLessThanASecondBefore_lags() {
        commit(2, T);
        assertThat(verdict(1, T + BOUND - 1)).isEqualTo(LAGGING);
        assertThat(verdict(2, T + BOUND - 1)).isEqualTo(CURRENT);
    }

    @Test
    void verdict_changedASecondBefore_isStale() {
        commit(2, T);
        assertThat(verdict(1, T + BOUND)).isEqualTo(STALE);
    }

    @Test
    void verdict_severalChangesWithinASecond_isJudgedByTheNextVersion() {
        commit(2, T);
        commit(3, T + BOUND / 2);
        commit(4, T + BOUND);
        assertThat(verdict(1, T + BOUND)).as("2 was there a second ago").isEqualTo(STALE);
        assertThat(verdict(2, T + BOUND)).as("3 was not").isEqualTo(LAGGING);
        assertThat(verdict(3, T + BOUND)).isEqualTo(CURRENT);
        assertThat(verdict(2, T + BOUND * 3 / 2)).as("now it was").isEqualTo(STALE);
        assertThat(verdict(4, T + 9 * BOUND)).isEqualTo(CURRENT);
    }

    @Test
    void verdict_readBegunBeforeTheOutage_isJudged() {
        commit(2, T);
        board.outageBegins(T + 2 * BOUND);
        assertThat(verdict(1, T + 2 * BOUND - 1)).isEqualTo(STALE);
    }

    @Test
    void verdict_readBegunInTheOutage_hasTheTimeThatANodeServesAlone() {
        board.outageBegins(T);
        commit(2, T);
        assertThat(verdict(1, T + BOUND_IN_OUTAGE - 1)).isEqualTo(LAGGING_IN_OUTAGE);
        assertThat(verdict(1, T + BOUND_IN_OUTAGE)).isEqualTo(STALE);
        assertThat(verdict(2, T + BOUND_IN_OUTAGE)).isEqualTo(CURRENT);
    }

    @Test
    void verdict_aSecondAfterTheOutage_isJudgedAgain() {
        board.outageBegins(T);
        commit(2, T + 1);
        board.outageEnded(T + 5 * BOUND);
        commit(3, T + 5 * BOUND);
        assertThat(verdict(2, T + 6 * BOUND - 1)).isEqualTo(LAGGING_IN_OUTAGE);
        assertThat(verdict(2, T + 6 * BOUND)).isEqualTo(STALE);
    }

    @Test
    void lag_isCountedFromTheNextVersion() {
        commit(2, T);
        commit(3, T + 10);
        assertThat(judge.lag(0, 1, T + 15)).isEqualTo(15);
        assertThat(judge.lag(0, 2, T + 15)).isEqualTo(5);
        assertThat(judge.lag(0, 3, T + 15)).isZero();
    }

    @Test
    void board_openedTwice_isTheSame() throws IOException {
        commit(3, T);
        board.served(0, 17);
        Board other = Board.open(file, 1, plan.changes());
        assertThat(other.committed(plan.slot(0, 3))).isEqualTo(T);
        assertThat(other.committed(plan.slot(0, 2))).isZero();
        assertThat(other.served()).isEqualTo(17);
    }

    private void commit(long version, long nanos) {
        board.committing(plan.slot(0, version), nanos);
    }

    private Verdict verdict(long version, long began) {
        return judge.verdict(judge.lag(0, version, began), began);
    }
}
