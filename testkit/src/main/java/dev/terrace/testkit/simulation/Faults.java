package dev.terrace.testkit.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntConsumer;

/** What goes wrong in one history, and when. For the thread that drives. */
final class Faults {

    private static final long MILLI = 1_000_000L;

    private final Clockwork clock;
    private final Random random;
    private final Server server;
    private final List<SimNode> nodes;
    private final IntConsumer restart;
    private final long end;
    private final int stretch;
    private final List<String> told = new ArrayList<>();
    /** Who crashes with its next announcement. */
    private final Set<SimNode> doomed = new HashSet<>();

    Faults(Clockwork clock, Server server, List<SimNode> nodes, IntConsumer restart, long end, int stretch) {
        this.clock = clock;
        this.random = clock.random();
        this.server = server;
        this.nodes = nodes;
        this.restart = restart;
        this.end = end;
        this.stretch = stretch;
    }

    /** Draws the faults of the whole history; all are over at its end. */
    void plan() {
        int count = random.nextInt(12);
        for (int i = 0; i < count; i++) {
            clock.after(random.nextLong(end - 3_000 * MILLI), this::strike);
        }
        clock.after(end, this::heal);
    }

    /** What has happened, for the message of a violation. */
    String told() {
        return told.isEmpty() ? "" : "\n  " + String.join("\n  ", told);
    }

    private void strike() {
        int place = random.nextInt(nodes.size());
        SimNode node = nodes.get(place);
        switch (random.nextInt(9)) {
            case 0, 1 -> cut(place, node, millis(100, 8_000) * (random.nextBoolean() ? stretch : 1));
            case 2 -> {
                tell("node " + place + " hears no pushes");
                node.deaf(true);
                clock.after(millis(500, 5_000), () -> node.deaf(false));
            }
            case 3 -> {
                tell("node " + place + " is stopped");
                node.pause(Math.min(end - clock.now(), millis(200, 4_000) * (random.nextInt(4) == 0 ? stretch : 1)));
            }
            case 4 -> {
                if (random.nextBoolean()) {
                    crash(place, node);
                } else {
                    doomed.add(node);
                }
            }
            case 5 -> {
                tell("the server is stopped");
                server.pause(millis(50, 1_500));
            }
            case 6 -> {
                tell("the server comes back empty");
                server.restartEmpty();
                nodes.forEach(this::reconnect);
            }
            case 7 -> failOver();
            default -> {
                if (server.isDatabase()) {
                    goBack();
                } else {
                    tell("a set of the log is evicted");
                    server.evict();
                }
            }
        }
    }

    /** Puts a backup back, perhaps while some nodes are cut off, so that others go on with it beforehand. */
    private void goBack() {
        Server.Data backup = server.backUp();
        clock.after(millis(50, 4_000), () -> {
            tell("the database is put back to an older state");
            server.restore(backup);
            nodes.forEach(this::reconnect);
        });
    }

    private void cut(int place, SimNode node, long nanos) {
        tell("node " + place + " is cut off for " + nanos / MILLI + " ms");
        node.connection().cut();
        clock.after(nanos, () -> {
            if (node.isAlive()) {
                node.connection().restore();
            }
        });
    }

    /** A node has just announced something: some crash while it is on its way, or before anything else is done for it. */
    void announced(SimNode node) {
        if (doomed.remove(node)) {
            clock.after(random.nextInt(3_000_000), () -> {
                if (node.isAlive() && clock.now() < end) {
                    crash(nodes.indexOf(node), node);
                }
            });
        }
    }

    private void crash(int place, SimNode node) {
        tell("node " + place + " crashes");
        node.crash();
        clock.after(millis(50, 1_500), () -> {
            if (nodes.get(place) == node) {
                restart.accept(place);
            }
        });
    }

    /** Promotes a replica that may lag; some nodes may go on with the old primary for a while. */
    private void failOver() {
        if (random.nextBoolean()) {
            server.holdReplication(millis(100, 2_000));
        }
        long nanos = millis(0, 1_000);
        if (random.nextBoolean()) {
            server.pause(nanos + MILLI); // that is why; what it was sent meanwhile is late
        }
        clock.after(nanos, () -> {
            Server.Data old = server.primary();
            boolean split = random.nextBoolean();
            List<SimNode> with = nodes.stream()
                    .filter(node -> node.connection().peer() == old)
                    .toList();
            server.failOver();
            tell("the replica is promoted" + (split ? ", and some stay with the old primary" : ""));
            for (SimNode node : nodes) {
                if (split && random.nextBoolean() && with.contains(node)) {
                    node.connection().stayWith(old);
                    clock.after(millis(300, 4_000), () -> reconnect(node));
                } else {
                    reconnect(node);
                }
            }
        });
    }

    private void reconnect(SimNode node) {
        if (node.isAlive()) {
            node.connection().rejoin();
        }
    }

    private void heal() {
        for (int i = 0; i < nodes.size(); i++) {
            SimNode node = nodes.get(i);
            node.deaf(false);
            if (node.isAlive()) {
                node.connection().rejoin();
                node.connection().restore();
            } else {
                restart.accept(i);
            }
        }
        if (random.nextBoolean()) {
            int place = random.nextInt(nodes.size());
            clock.after(
                    millis(0, 2_000), () -> crash(place, nodes.get(place))); // who comes last knows nothing by himself
        }
    }

    private long millis(int least, int most) {
        return MILLI * (least + random.nextInt(most - least));
    }

    private void tell(String what) {
        told.add(clock.now() / MILLI + " ms: " + what);
    }
}
