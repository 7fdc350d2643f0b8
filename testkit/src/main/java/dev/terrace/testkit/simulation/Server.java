package dev.terrace.testkit.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/*
 * A primary with one replica that lags behind. A failover promotes the replica as it is; who was cut off with the old primary goes
 * on writing to it until the partition heals, and then what the old one has taken since is gone.
 */
/** A simulated Redis or database: what it holds, and what befalls it. For the thread that drives. */
final class Server {

    private static final long WALL_CLOCK = 1_750_000_000_000L;

    /** What one process of it holds. */
    static final class Data {
        final LogModel log;
        final TierModel tier;
        final ClaimsModel claims;

        /** Versions of things whose invalidation this process has acknowledged, and whose sender has heard of it. */
        final Map<String, Long> certain = new HashMap<>();

        private final Deque<Consumer<Data>> unreplicated = new ArrayDeque<>();
        private final Runnable onChange;
        private long now;
        private long marks;

        Data(LogModel log, TierModel tier, ClaimsModel claims, Runnable onChange) {
            this.log = log;
            this.tier = tier;
            this.claims = claims;
            this.onChange = onChange;
        }

        /** Does something now, and, if that has changed anything, has the replica do the same later, as of now. */
        <T> T change(long at, Function<Data, T> what) {
            now = at;
            long before = changes();
            T result = what.apply(this);
            if (changes() != before) {
                onChange.run();
                unreplicated.add(replica -> {
                    replica.now = at;
                    Object unused = what.apply(replica);
                });
            }
            return result;
        }

        private long changes() {
            return log.changes() + tier.changes() + claims.changes() + marks;
        }

        /** This process has acknowledged a thing's invalidation, and its sender has heard of it. */
        void makeCertain(String thing, long version) {
            marks++;
            certain.merge(thing, version, Math::max);
        }

        long now() {
            return now;
        }

        long millis() {
            return WALL_CLOCK + now / 1_000_000;
        }

        private Data copy() {
            TierModel ofTier = tier.copy();
            Data copy = new Data(log.copy(), ofTier, claims.copy(ofTier), onChange);
            copy.certain.putAll(certain);
            return copy;
        }
    }

    private final Clockwork clock;
    private final Supplier<LogModel> empty;
    private final boolean database;
    private final List<Runnable> stopped = new ArrayList<>();
    private Data primary;
    private Data replica;
    private int identities = 1;
    private boolean paused;
    private boolean replicating = true;
    private boolean replicationPlanned;

    /** One that begins with an empty log, which is made as told. */
    Server(Clockwork clock, Supplier<LogModel> empty) {
        this.clock = clock;
        this.empty = empty;
        LogModel log = empty.get();
        database = log.isDatabase();
        primary = holding(log);
        replica = primary.copy();
    }

    /** A process that holds a log and nothing else. */
    private Data holding(LogModel log) {
        TierModel tier = new TierModel();
        return new Data(log, tier, new ClaimsModel(tier), this::replicateSoon);
    }

    boolean isDatabase() {
        return database;
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
        LogModel log = empty.get();
        log.promote(identity());
        primary = holding(log);
        replica = primary.copy();
    }

    /** Loses a set of the log to eviction. Answers that are still on their way vouch for nothing any more. */
    void evict() {
        primary = primary.copy();
        primary.certain.clear();
        primary.log.evict();
        replica = primary.copy();
    }

    /** Promotes the replica as it is. */
    void failOver() {
        primary = replica;
        primary.log.promote(identity());
        primary.certain.clear();
        replica = primary.copy();
    }

    /** A copy of all that it holds now. */
    Data backUp() {
        return primary.copy();
    }

    /** Puts a copy back. */
    void restore(Data backup) {
        primary = backup.copy();
        primary.log.promote(identity());
        primary.certain.clear();
        replica = primary.copy();
    }

    /** The replica hears nothing for a while. */
    void holdReplication(long nanos) {
        replicating = false;
        clock.after(nanos, () -> {
            replicating = true;
            replicateSoon();
        });
    }

    private String identity() {
        return Integer.toString(++identities);
    }

    private void replicateSoon() {
        if (!replicationPlanned) {
            replicationPlanned = true;
            clock.after(1_000_000L * (1 + clock.random().nextInt(60)), this::replicate);
        }
    }

    private void replicate() {
        replicationPlanned = false;
        while (replicating && !primary.unreplicated.isEmpty()) {
            primary.unreplicated.remove().accept(replica);
        }
    }
}
