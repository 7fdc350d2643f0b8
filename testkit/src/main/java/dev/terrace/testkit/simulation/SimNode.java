package dev.terrace.testkit.simulation;

import dev.terrace.cache.Cache;
import dev.terrace.cache.Terrace;
import dev.terrace.cache.WhenDisconnected;
import dev.terrace.cache.spi.Pushed;
import dev.terrace.cache.spi.Time;
import dev.terrace.testkit.simulation.Source.Value;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/*
 * A process: a real Terrace with its cache, on virtual time, whose threads are events. What it knows of it all is kept beside it:
 * `required` has the least version of each thing that a read may answer which begins now. `heard` is when the last write to the log was
 * sent that has succeeded; a node that has not been heard for SILENCE serves what it has brought since, and for as long again.
 */
/** One simulated process. For the thread that drives. */
final class SimNode {

    private static final Duration SILENCE = Duration.ofSeconds(2);
    /** What time is told by: a tick of the coarse clock, and as much for those that were planned behind a read. */
    private static final Duration COARSENESS = Duration.ofMillis(200);
    /** After a silence as long as this a node may have forgotten what it had seen before it. */
    private static final long FORGETS = 110_000_000_000L;

    /** What holds the log: a database tells nodes at most that something has happened, not what, or nothing at all. */
    enum Backend {
        REDIS,
        WAKING_DATABASE,
        SILENT_DATABASE;

        boolean isDatabase() {
            return this != REDIS;
        }
    }

    /**
     * What all nodes of a history have in common.
     *
     * @param backend what holds the log
     * @param distance how many times as far away as it can be
     * @param sliceLimit the most records that one read of the log answers
     * @param carries whether appends carry entries
     * @param claims whether the tier keeps claims on loads
     */
    record Traits(
            Backend backend, int distance, int sliceLimit, boolean carries, boolean claims, WhenDisconnected policy) {}

    private record Seen(long version, long at) {}

    private final Clockwork clock;
    private final List<SimNode> all;
    private final Traits traits;
    private final boolean reloads;
    /** How fast the monotonic clock runs here. */
    private final double pace;

    /** The time without a word after which this node distrusts, and the coarseness by which it notices, on the true clock. */
    private final long silence;

    private final long coarseness;
    private final Consumer<RuntimeException> unexpected;
    private final long skewMillis;
    private final Connection connection;
    private final SimLog log;
    private final Terrace terrace;
    private final Cache<String, String> cache;
    private final Map<String, Long> required = new HashMap<>();
    private final Map<String, Seen> witnessed = new HashMap<>();
    private long lastRead;
    private Server.@Nullable Data lastAnswer;
    private boolean alive = true;
    private boolean deaf;
    private long pausedUntil;
    private long heard;

    SimNode(
            Clockwork clock,
            Server server,
            Source source,
            List<SimNode> all,
            Traits traits,
            Consumer<RuntimeException> unexpected) {
        this.clock = clock;
        this.all = all;
        this.unexpected = unexpected;
        this.traits = traits;
        pace = clock.random().nextInt(3) == 0 ? 0.95 + clock.random().nextInt(11) / 100.0 : 1;
        silence = truly(SILENCE);
        coarseness = truly(COARSENESS);
        reloads = traits.policy == WhenDisconnected.RELOAD;
        heard = clock.now();
        skewMillis = clock.random().nextInt(7_200_000) - 3_600_000L;
        connection = new Connection(clock, server, this, traits.distance);
        log = new SimLog(clock, connection, this, traits);
        terrace = Terrace.builder("simulated")
                .log(log)
                .time(new NodeTime())
                .executor(task -> after(clock.random().nextInt(50_000), task))
                .awaitLog(Duration.ZERO)
                .whenDisconnected(traits.policy, SILENCE)
                .build();
        cache = terrace.cache("values", String.class, String.class)
                .heap(heap -> {})
                .tier(new SimTier(connection, traits.claims))
                .codec(new PlainCodec())
                .dependsOn((key, value) -> Source.dependenciesOf(key))
                .loader((key, load) -> {
                    Value value = source.load(key);
                    catchUpWithPause();
                    return value.at(clock.now()).text();
                })
                .build();
    }

    Cache<String, String> cache() {
        return cache;
    }

    Terrace terrace() {
        return terrace;
    }

    Connection connection() {
        return connection;
    }

    boolean isAlive() {
        return alive;
    }

    /** What a read that begins now must show at least. */
    Value required(String key) {
        long dependencies = 0;
        for (String dependency : Source.dependenciesOf(key)) {
            dependencies += requiredOf(dependency);
        }
        return new Value(requiredOf(key), dependencies, broughtAfter());
    }

    /** When the oldest thing was brought here that a node may serve which is cut off. */
    private long broughtAfter() {
        long distrusted = heard + silence;
        boolean cutOff = reloads && clock.now() > Math.max(distrusted, pausedUntil) + coarseness;
        // Who was stopped when the last answer came distrusts when he goes on, before he has seen it.
        long since = pausedUntil > heard && pausedUntil < distrusted ? pausedUntil : distrusted;
        return cutOff ? Math.max(since, clock.now() - silence - coarseness) : 0;
    }

    /** How long it takes until this node's monotonic clock has gone on so far. */
    private long truly(Duration here) {
        return (long) (here.toNanos() / pace);
    }

    /** When the last write to the log was sent that has succeeded. */
    long heard() {
        return heard;
    }

    /** A write to the log has succeeded that was sent then. */
    void heard(long sent) {
        heard = Math.max(heard, sent);
    }

    long requiredOf(String thing) {
        return required.getOrDefault(thing, 0L);
    }

    /** From now on this node shows nothing older. */
    void requires(String thing, long version) {
        required.merge(thing, version, Math::max);
        witnessed.merge(thing, new Seen(version, clock.now()), (old, seen) -> old.version > seen.version ? old : seen);
    }

    /** This node has read everything whose senders had been told that it is logged. */
    void hasRead(Map<String, Long> certain) {
        if (clock.now() - lastRead > FORGETS) {
            witnessed.values().removeIf(seen -> seen.at <= lastRead);
        }
        lastRead = clock.now();
        certain.forEach(this::requires);
    }

    /** Whether this node can tell a log that was lost of a thing's version. */
    boolean isWitness(String thing, long version) {
        Seen seen = witnessed.get(thing);
        return alive && seen != null && seen.version >= version;
    }

    void answeredBy(Server.Data data) {
        lastAnswer = data;
    }

    /** A call of this node's was acknowledged as logged just now. */
    void logged(String thing, long version) {
        Server.Data by = lastAnswer;
        if (by != null) {
            by.change(clock.now(), data -> {
                data.makeCertain(thing, version);
                return thing;
            });
        }
    }

    /** Runs on this node after a delay, or later if it is stopped; never if it has crashed. */
    Later after(long nanos, Runnable task) {
        return new Later(nanos, task);
    }

    /** What this node does some time. */
    final class Later implements Runnable {

        private final Runnable task;
        private Agenda.Event event;

        private Later(long nanos, Runnable task) {
            this.task = task;
            event = clock.after(nanos, this);
        }

        @Override
        public void run() {
            if (!alive) {
                return;
            }
            if (clock.now() < pausedUntil) {
                event = clock.after(pausedUntil - clock.now(), this);
                return;
            }
            try {
                task.run();
            } catch (RuntimeException thrown) {
                unexpected.accept(thrown);
            }
        }

        /** Does not do it, unless it is done. */
        void cancel() {
            clock.cancel(event);
        }
    }

    private void catchUpWithPause() {
        while (clock.now() < pausedUntil) {
            clock.sleep(pausedUntil - clock.now());
        }
    }

    void pause(long nanos) {
        pausedUntil = Math.max(pausedUntil, clock.now() + nanos);
    }

    void crash() {
        alive = false;
        connection.cut();
    }

    void reconnected() {
        log.reconnected();
    }

    /** Hears no pushes, or hears them again. */
    void deaf(boolean is) {
        deaf = is;
    }

    /** Something was appended: whoever is connected to the same server hears of it, mostly once and soon, and in any order. */
    void pushToAll(Server.Data data, Pushed pushed) {
        if (traits.backend == Backend.SILENT_DATABASE) {
            return;
        }
        for (SimNode node : all) {
            if (node.alive && !node.deaf && !node.connection.isCut() && node.connection.peer() == data) {
                int kind = clock.random().nextInt(20);
                int copies = kind < 2 ? 0 : kind < 4 ? 2 : 1;
                int slowest = kind < 6 ? 400_000_000 : 1_000_000;
                for (int i = 0; i < copies; i++) {
                    node.after(clock.random().nextInt(slowest), () -> node.log.pushed(pushed));
                }
            }
        }
    }

    /** The node's clocks: the wall clock is off by up to an hour, the monotonic one may run a twentieth too fast or too slow. */
    private final class NodeTime implements Time {

        @Override
        public long nanoTime() {
            return (long) (clock.now() * pace) - 1_000_000_000L * 5;
        }

        @Override
        public long currentTimeMillis() {
            return 1_750_000_000_000L + clock.now() / 1_000_000 + skewMillis;
        }

        @Override
        public Timer schedule(Duration delay, Runnable task) {
            return after(truly(delay), task)::cancel;
        }

        @Override
        public Timer repeat(Duration period, Runnable task) {
            boolean[] cancelled = {false};
            again(truly(period), task, cancelled);
            return () -> cancelled[0] = true;
        }

        private void again(long period, Runnable task, boolean[] cancelled) {
            after(period, () -> {
                if (!cancelled[0]) {
                    task.run();
                    again(period, task, cancelled);
                }
            });
        }
    }
}
