package dev.terrace.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A Redis Cluster of three primaries, with replicas or without: real processes on loopback, for tests.
 *
 * <p>A node that does not answer for one second is down to the others; about a second later its replica takes over. Always
 * processes of the binary that {@link RedisServer} would run without a container; they die with the JVM.
 *
 * <p>A failure is a {@link TestServerException}. Thread-safe.
 *
 * @since 0.1.0
 */
public final class RedisCluster implements AutoCloseable {

    private static final int PRIMARIES = 3;
    private static final int SLOTS = 16_384;
    private static final int FLAGS = 2;
    private static final int PRIMARY = 3;
    private static final int FIRST_RANGE = 8;

    private final List<RedisServer> nodes = new ArrayList<>();

    private RedisCluster() {}

    /**
     * Launches three primaries, each with replicas. Blocks until the cluster works, two to four seconds.
     *
     * @param replicas how many replicas each primary has, 0 or more
     * @return the cluster; the caller closes it
     */
    public static RedisCluster launch(int replicas) {
        RedisCluster cluster = new RedisCluster();
        try {
            cluster.start(replicas);
            return cluster;
        } catch (TestServerException e) {
            cluster.close();
            throw e;
        }
    }

    private void start(int replicas) {
        RedisSettings settings = new RedisSettings(List.of(
                "cluster-enabled yes",
                "cluster-config-file nodes.conf",
                "cluster-node-timeout 1000",
                "cluster-replica-validity-factor 0",
                "repl-diskless-sync yes",
                "repl-diskless-sync-delay 0"));
        for (int i = 0; i < PRIMARIES * (1 + replicas); i++) {
            nodes.add(RedisServer.part(settings));
            nodes.get(i).command("CLUSTER", "SET-CONFIG-EPOCH", "" + (i + 1));
        }
        for (int i = 0; i < PRIMARIES; i++) {
            nodes.get(i).command(slots(i * SLOTS / PRIMARIES, (i + 1) * SLOTS / PRIMARIES));
        }
        for (RedisServer node : nodes) {
            nodes.forEach(other -> node.command("CLUSTER", "MEET", LoopbackPorts.HOST, "" + other.port()));
        }
        Patience.until("all nodes know each other", () -> nodes.stream().allMatch(this::knowsAll));
        for (int i = PRIMARIES; i < nodes.size(); i++) {
            nodes.get(i)
                    .command("CLUSTER", "REPLICATE", nodes.get(i % PRIMARIES).command("CLUSTER", "MYID"));
        }
        awaitHealthy();
    }

    private static String[] slots(int from, int to) {
        return Stream.concat(
                        Stream.of("CLUSTER", "ADDSLOTS"),
                        IntStream.range(from, to).mapToObj(Integer::toString))
                .toArray(String[]::new);
    }

    private boolean knowsAll(RedisServer node) {
        List<String[]> seen = seenBy(node);
        return seen.size() == nodes.size() && seen.stream().noneMatch(line -> line[FLAGS].contains("handshake"));
    }

    /**
     * The address for clients.
     *
     * @return a URI such as {@code redis-cluster://127.0.0.1:1,127.0.0.1:2,127.0.0.1:3}, of the nodes that were the first primaries
     */
    public String uri() {
        return nodes.stream()
                .limit(PRIMARIES)
                .map(node -> LoopbackPorts.HOST + ":" + node.port())
                .collect(Collectors.joining(",", "redis-cluster://", ""));
    }

    /**
     * The nodes.
     *
     * @return all of them, running or not, the first primaries first
     */
    public List<RedisServer> nodes() {
        return List.copyOf(nodes);
    }

    /**
     * The node that holds a key at present.
     *
     * @param key the key, whose slot counts
     * @return the primary that answers for its slot
     */
    public RedisServer holder(String key) {
        RedisServer asked = running();
        int slot = Integer.parseInt(asked.command("CLUSTER", "KEYSLOT", key));
        return seenBy(asked).stream()
                .filter(RedisCluster::isPrimary)
                .filter(line -> Arrays.stream(line).skip(FIRST_RANGE).anyMatch(range -> contains(range, slot)))
                .map(this::node)
                .findFirst()
                .orElseThrow(() -> new TestServerException("no node holds the slot " + slot));
    }

    /**
     * Makes a replica take over from its primary, which runs on as a replica. Returns once it has.
     *
     * @param primary a primary that has a replica
     */
    public void failOver(RedisServer primary) {
        String id = primary.command("CLUSTER", "MYID");
        RedisServer replica = seenBy(primary).stream()
                .filter(line -> line[PRIMARY].equals(id))
                .map(this::node)
                .findFirst()
                .orElseThrow(() -> new TestServerException("the node has no replica"));
        replica.command("CLUSTER", "FAILOVER");
        Patience.until(
                "the replica has taken over",
                () -> nodes.stream()
                        .allMatch(node -> node.command("CLUSTER", "NODES")
                                .lines()
                                .anyMatch(line ->
                                        line.contains(":" + replica.port() + "@") && isPrimary(line.split(" ", -1)))));
    }

    /**
     * Moves a slot, with all that is in it, to another primary.
     *
     * @param key a key of the slot
     * @param to the primary that gets it
     */
    public void moveSlot(String key, RedisServer to) {
        RedisServer from = holder(key);
        String slot = from.command("CLUSTER", "KEYSLOT", key);
        to.command("CLUSTER", "SETSLOT", slot, "IMPORTING", from.command("CLUSTER", "MYID"));
        from.command("CLUSTER", "SETSLOT", slot, "MIGRATING", to.command("CLUSTER", "MYID"));
        String keys = from.command("CLUSTER", "GETKEYSINSLOT", slot, "100");
        while (!keys.isEmpty()) {
            keys.lines().forEach(one -> from.command("MIGRATE", LoopbackPorts.HOST, "" + to.port(), one, "0", "5000"));
            keys = from.command("CLUSTER", "GETKEYSINSLOT", slot, "100");
        }
        to.command("CLUSTER", "SETSLOT", slot, "NODE", to.command("CLUSTER", "MYID"));
        from.command("CLUSTER", "SETSLOT", slot, "NODE", to.command("CLUSTER", "MYID"));
    }

    /** Empties all primaries. */
    public void empty() {
        RedisServer asked = running();
        seenBy(asked).stream()
                .filter(RedisCluster::isPrimary)
                .forEach(line -> node(line).command("FLUSHALL"));
    }

    /** Stops all processes (SIGSTOP): connections stay, nothing answers. */
    public void pause() {
        nodes.forEach(RedisServer::pause);
    }

    /** Lets all processes go on (SIGCONT). */
    public void resume() {
        nodes.forEach(RedisServer::resume);
    }

    /** Starts what does not run, and waits until all nodes agree that the cluster is well and all replicas are in step. */
    public void awaitHealthy() {
        nodes.forEach(RedisServer::start);
        Patience.until("the cluster is well", () -> nodes.stream().allMatch(this::isHealthy));
    }

    private boolean isHealthy(RedisServer node) {
        List<String[]> seen = seenBy(node);
        long primaries = seen.stream().filter(RedisCluster::isPrimary).count();
        String replication = node.command("INFO", "replication");
        return node.command("CLUSTER", "INFO").contains("cluster_state:ok")
                && seen.stream().noneMatch(line -> line[FLAGS].contains("fail"))
                && primaries == PRIMARIES
                && (replication.contains("role:master") || replication.contains("master_link_status:up"));
    }

    private RedisServer running() {
        return nodes.stream()
                .filter(RedisCluster::isWell)
                .findFirst()
                .orElseThrow(() -> new TestServerException("no node of the cluster is well"));
    }

    private static boolean isWell(RedisServer node) {
        try {
            return node.command("CLUSTER", "INFO").contains("cluster_state:ok");
        } catch (TestServerException down) {
            return false;
        }
    }

    /** What a node knows of all: id, place, flags, primary, four more, and ranges of slots. */
    private static List<String[]> seenBy(RedisServer node) {
        return node.command("CLUSTER", "NODES")
                .lines()
                .map(line -> line.split(" ", -1))
                .toList();
    }

    private static boolean isPrimary(String[] line) {
        return line[FLAGS].contains("master") && !line[FLAGS].contains("fail");
    }

    private static boolean contains(String range, int slot) {
        if (range.startsWith("[")) {
            return false;
        }
        String[] ends = range.split("-", -1);
        return Integer.parseInt(ends[0]) <= slot && slot <= Integer.parseInt(ends[ends.length - 1]);
    }

    private RedisServer node(String[] line) {
        return nodes.stream()
                .filter(node -> line[1].startsWith(LoopbackPorts.HOST + ":" + node.port() + "@"))
                .findFirst()
                .orElseThrow(() -> new TestServerException("a stranger in the cluster: " + line[1]));
    }

    /** Ends all processes and deletes their files. Idempotent. */
    @Override
    public void close() {
        nodes.forEach(RedisServer::close);
    }
}
