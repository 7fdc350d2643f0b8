package dev.terrace.examples.quickstart;

import dev.terrace.testkit.RedisServer;
import java.util.concurrent.TimeUnit;

/** Kills Redis in the second half of a run, and starts it again while the nodes serve. Not thread-safe. */
final class Outage {

    private static final double FROM = 0.60;
    private static final double UNTIL = 0.80;
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(4);
    private static final long SHORTEST = TimeUnit.MILLISECONDS.toNanos(500);

    private final RedisServer redis;
    private final Board board;
    private final long length;
    private final boolean planned;

    Outage(RedisServer redis, Board board, Options options) {
        this.redis = redis;
        this.board = board;
        planned = options.outage();
        // A tenth of the run.
        length = Math.max(SHORTEST, Math.min(LONGEST, TimeUnit.SECONDS.toNanos(options.seconds()) / 10));
    }

    /** Does what is due when this share of the requests has been served. */
    void step(double share) {
        if (!planned || hasEnded()) {
            return;
        }
        if (!hasBegun()) {
            if (share >= FROM && share < 1) {
                board.outageBegins(System.nanoTime());
                redis.kill();
            }
        } else if (share >= UNTIL || System.nanoTime() - board.outageBegan() >= length) {
            redis.start();
            board.outageEnded(System.nanoTime());
        }
    }

    boolean hasBegun() {
        return board.outageBegan() != 0;
    }

    boolean hasEnded() {
        return board.outageEnded() != 0;
    }

    boolean isNow() {
        return hasBegun() && !hasEnded();
    }

    String description() {
        if (!planned) {
            return "none, as --no-outage says";
        }
        if (!hasBegun()) {
            return "none: the run was over before it could begin; give it more requests or --seconds";
        }
        if (!hasEnded()) {
            return "until the end: the run was over before Redis was back; give it more requests or --seconds";
        }
        return "Redis was killed, and answered again after %.1f s"
                .formatted((board.outageEnded() - board.outageBegan()) / 1e9);
    }
}
