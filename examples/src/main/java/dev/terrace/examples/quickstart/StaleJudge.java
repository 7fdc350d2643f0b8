package dev.terrace.examples.quickstart;

import java.time.Duration;

/*
 * A read is stale if its version is older than the catalogue's version one second before the read began. That is so exactly
 * if the next version was committed a second or more before: every other newer one was committed later still. The moment of a
 * commit is taken just before it, so that a commit, or a pause of the process after it, counts against us.
 *
 * While Redis is down nobody can hear of another process's changes, and Terrace promises nothing about that (it queues them).
 * So reads that begin in the outage are counted apart: from just before Redis is killed until it answers again, and one second
 * more, for what such a read is measured by is the catalogue of a second ago, when Redis was down still.
 */
/** Tells whether a read was stale. Thread-safe. */
final class StaleJudge {

    enum Verdict {
        /** It was the newest version when the read began, or a newer one. */
        CURRENT,
        /** A newer version was committed, less than a second before the read. */
        LAGGING,
        LAGGING_IN_OUTAGE,
        STALE,
        STALE_IN_OUTAGE
    }

    static final long BOUND = Duration.ofSeconds(1).toNanos();

    private final Board board;
    private final ChangePlan plan;

    StaleJudge(Board board, ChangePlan plan) {
        this.board = board;
        this.plan = plan;
    }

    /** For how long, when the read began, a newer version had been in the catalogue; 0 if there was none. */
    long lag(int product, long version, long began) {
        int slot = plan.slot(product, version + 1);
        long committed = slot < 0 ? 0 : board.committed(slot);
        return committed == 0 ? 0 : Math.max(0, began - committed);
    }

    Verdict verdict(long lag, long began) {
        if (lag == 0) {
            return Verdict.CURRENT;
        }
        boolean outage = isInOutage(began);
        if (lag < BOUND) {
            return outage ? Verdict.LAGGING_IN_OUTAGE : Verdict.LAGGING;
        }
        return outage ? Verdict.STALE_IN_OUTAGE : Verdict.STALE;
    }

    private boolean isInOutage(long began) {
        long from = board.outageBegan();
        if (from == 0 || began < from) {
            return false;
        }
        long until = board.outageEnded();
        return until == 0 || began < until + BOUND;
    }
}
