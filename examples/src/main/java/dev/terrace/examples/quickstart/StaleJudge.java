package dev.terrace.examples.quickstart;

import java.time.Duration;

/*
 * A read is stale if its version is older than the catalogue's version one second before the read began. That is so exactly
 * if the next version was committed a second or more before: every other newer one was committed later still. The moment of a
 * commit is taken just before it, so that a commit, or a pause of the process after it, counts against us.
 *
 * While Redis is down nobody hears of another process's changes. Then a node serves what it has for as long as it was told to, and
 * loads each product again before it serves it for as long once more: so in the outage that time is added to the second. The outage
 * lasts from just before Redis is killed until it answers again, and a second more, for what a read is measured by is
 * the catalogue of a second ago, when Redis was down still.
 */
/** Tells whether a read was stale. Thread-safe. */
final class StaleJudge {

    enum Verdict {
        /** It was the newest version when the read began, or a newer one. */
        CURRENT,
        /** A newer version was committed, less than a second before the read. */
        LAGGING,
        /** The same while Redis was down, where more is allowed. */
        LAGGING_IN_OUTAGE,
        STALE
    }

    static final long BOUND = Duration.ofSeconds(1).toNanos();
    static final long BOUND_IN_OUTAGE = BOUND + Products.SILENCE.toNanos();

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
        if (isInOutage(began)) {
            return lag < BOUND_IN_OUTAGE ? Verdict.LAGGING_IN_OUTAGE : Verdict.STALE;
        }
        return lag < BOUND ? Verdict.LAGGING : Verdict.STALE;
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
