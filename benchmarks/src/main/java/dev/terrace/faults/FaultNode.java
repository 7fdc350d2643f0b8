package dev.terrace.faults;

import dev.terrace.benchmarks.Clock;
import dev.terrace.benchmarks.Duty;
import dev.terrace.benchmarks.Peer;
import dev.terrace.cache.Cache;
import dev.terrace.cache.LogStats;
import dev.terrace.cache.Terrace;
import dev.terrace.faults.history.Recorder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/*
 * Lines and answers:
 *
 *   begin     begun      readers and changers work
 *   take      taken      all connections of the pool are in use by somebody else
 *   give      given      they are free again
 *   quiet     quiet      changers have ended
 *   last      ended      the log was read since quiet, readers have ended, and every key was read once more
 *   log                  what the node knows of its log
 */
/** A node of the run: its main class. Its methods are called by one thread. */
public final class FaultNode implements Duty {

    private static final int READERS = 2;
    private static final long PULSE = TimeUnit.MILLISECONDS.toNanos(20);
    /** More than a scheduler makes anybody wait as a rule. */
    private static final long UNUSUAL = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);
    private static final Duration LIFE = Duration.ofMinutes(10);

    private final Orders orders;
    private final Connections connections;
    private final Recorder contacts;
    private final Terrace terrace;
    private final List<Worker> readers = new ArrayList<>();
    private final List<Worker> changers = new ArrayList<>();
    private final RecordedLog log;
    private long quiet;
    private volatile boolean closed;

    private FaultNode(Orders orders, Truth truth) throws IOException {
        this.orders = orders;
        contacts = Recorder.of(orders.directory(), orders.number(), "log");
        connections = Connections.open(orders);
        log = new RecordedLog(connections.log(), contacts);
        terrace = Terrace.builder(Orders.NAMESPACE)
                .log(log)
                .whenDisconnected(orders.policy(), Orders.SILENCE)
                .build();
        Cache<Integer, Thing> things = terrace.cache("things", Integer.class, Thing.class)
                .heap(heap -> heap.maximumSize(10L * Orders.KEYS).expireAfterWrite(LIFE))
                .tier(connections.tier(), tier -> tier.expireAfterWrite(LIFE))
                .loader((key, load) -> {
                    if (Keys.how(key) == Keys.How.DEPENDENCY) {
                        load.dependsOn(Keys.dependency(key));
                    }
                    Thing thing = new Thing(key, truth.version(key));
                    Clock.pause(PULSE / 10 * (key % 3)); // so that changes overtake loads
                    return thing;
                })
                .build();
        Shop shop = new Shop(orders, truth, terrace, things, log);
        for (int i = 0; i < READERS; i++) {
            readers.add(Worker.reader(shop, i));
        }
        for (int i = 0; i < Keys.CHANGERS; i++) {
            changers.add(Worker.changer(shop, i));
        }
    }

    /**
     * Works until its input ends.
     *
     * @param arguments its orders
     * @throws IOException if its input or a file fails
     */
    public static void main(String[] arguments) throws IOException {
        Orders orders = Orders.of(arguments);
        Peer.serve(() -> new FaultNode(orders, Truth.open(orders.directory(), Orders.KEYS)));
    }

    @Override
    public String answer(String line) {
        switch (line) {
            case "begin" -> begin();
            case "take" -> connections.takeAll();
            case "give" -> connections.giveBack();
            case "quiet" -> {
                changers.forEach(Worker::end);
                quiet = System.nanoTime();
            }
            case "last" -> last();
            case "log" -> {
                LogStats stats = terrace.logStats();
                return stats.toString();
            }
            default -> throw new IllegalArgumentException("no such line: " + line);
        }
        return "done";
    }

    private void begin() {
        Thread pulse = new Thread(this::pulse, "pulse");
        pulse.setDaemon(true);
        pulse.start();
        readers.forEach(Worker::start);
        changers.forEach(Worker::start);
    }

    /** A node that never finds its log again does its last reads all the same, and is judged by them. */
    private void last() {
        long patience = System.nanoTime() + PATIENCE;
        while (log.lastPoll() - quiet < 0 && System.nanoTime() - patience < 0) {
            Clock.pause(PULSE);
        }
        readers.forEach(Worker::end);
        for (int key = 0; key < Orders.KEYS; key++) {
            readers.get(0).read(key);
        }
        readers.forEach(Worker::close);
        changers.forEach(Worker::close);
        contacts.line("end");
    }

    /** Notices when this process does not run. */
    private void pulse() {
        long before = System.nanoTime();
        while (!closed) {
            Clock.pause(PULSE);
            long now = System.nanoTime();
            if (now - before > UNUSUAL) {
                contacts.line("pause", before, now);
            }
            before = now;
        }
    }

    @Override
    public void close() {
        closed = true;
        System.err.println("node " + orders.number() + ": " + terrace.logStats());
        terrace.close();
        connections.close();
        contacts.close();
    }
}
