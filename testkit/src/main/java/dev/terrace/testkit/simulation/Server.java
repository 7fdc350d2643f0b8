package dev.terrace.testkit.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/*
 * A primary with one replica that lags behind. A failover promotes the replica as it is; who was cut off with the old primary goes
 * on writing to it until the partition heals, and then what the old one has taken since is gone.
 */
/** A simulated Redis: what it holds, and what befalls it. For the thread that drives. */
final class Server {

    /** What one process of it holds. */
    static final class Data {
        final LogModel log;
        final TierModel tier;

        /** Versions of things whose invalidation this process has acknowledged, and whose sender has heard of it. */
        final Map<String, Long> certain = new HashMap<>();

        Data(LogModel log, TierModel tier) {
            this.log = log;
            this.tier = tier;
        }

        Data copy() {
            Data copy = new Data(log.copy(), tier.copy());
            copy.certain.putAll(certain);
            return copy;
        }
    }

    private final Clockwork clock;
    private final List<Runnable> stopped = new ArrayList<>();
    private Data primary;
    private Data replica;
    private int identities = 1;
    private boolean paused;
    private boolean replicating = true;

    Server(Clockwork clock, int retained) {
        this.clock = clock;
        primary = new Data(new LogModel("1", retained, retained), new TierModel());
        replica = primary.copy();
        clock.after(0, this::replicate);
    }

    Data primary() {
        return primary;
    }

    /** Runs a request when the process runs. */
    void arrive(Runnable request) {
        if (paused) {
            stopped.add(request);
        } else {
            request.run();
        }
    }

    /** Stops the process for a while; what arrives waits. */
    void pause(long nanos) {
        paused = true;
        clock.after(nanos, () -> {
            paused = false;
            List<Runnable> waiting = List.copyOf(stopped);
            stopped.clear();
            waiting.forEach(Runnable::run);
        });
    }

    /** Comes back without data. */
    void restartEmpty() {
        primary =
                new Data(primary.log, primary.tier); // an answer that is still on its way vouches for nothing any more
        primary.log.flush();
        primary.log.promote(identity());
        primary.tier.flush();
    }

    /** Loses a set of the log to eviction. */
    void evict() {
        primary = new Data(primary.log, primary.tier);
        primary.log.evict();
    }

    /** Promotes the replica as it is. */
    void failOver() {
        primary = replica.copy();
        primary.log.promote(identity());
        primary.certain.clear();
        replica = primary.copy();
    }

    /** The replica hears nothing for a while. */
    void holdReplication(long nanos) {
        replicating = false;
        clock.after(nanos, () -> replicating = true);
    }

    private String identity() {
        return Integer.toString(++identities);
    }

    private void replicate() {
        if (replicating) {
            replica = primary.copy();
        }
        clock.after(1_000_000L * (1 + clock.random().nextInt(60)), this::replicate);
    }
}
