package dev.terrace.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A Redis primary, its replicas, and three Sentinels that watch them: real processes on loopback, for tests.
 *
 * <p>A primary that does not answer for one second is down to its Sentinels; about two seconds later a replica is primary. Always
 * processes of the binary that {@link RedisServer} would run without a container; they die with the JVM.
 *
 * <p>A failure is a {@link TestServerException}. Thread-safe.
 *
 * @since 0.1.0
 */
public final class RedisSentinels implements AutoCloseable {

    /** The name by which the Sentinels know the primary. */
    public static final String NAME = "main";

    private static final int SENTINELS = 3;
    private static final int QUORUM = 2;

    private final List<RedisServer> servers = new ArrayList<>();
    private final List<RedisServer> sentinels = new ArrayList<>();

    private RedisSentinels() {}

    /**
     * Launches one primary and replicas of it, and three Sentinels. Blocks until all know of each other, about three seconds.
     *
     * @param replicas how many replicas, at least 1
     * @return the servers; the caller closes them
     * @throws IllegalArgumentException if there are no replicas
     */
    public static RedisSentinels launch(int replicas) {
        if (replicas < 1) {
            throw new IllegalArgumentException("replicas must be at least 1, not " + replicas);
        }
        RedisSentinels all = new RedisSentinels();
        try {
            all.start(replicas);
            return all;
        } catch (TestServerException e) {
            all.close();
            throw e;
        }
    }

    private void start(int replicas) {
        RedisSettings plain = new RedisSettings(List.of("repl-diskless-sync yes", "repl-diskless-sync-delay 0"));
        servers.add(RedisServer.part(plain));
        String primary = LoopbackPorts.HOST + " " + servers.get(0).port();
        for (int i = 0; i < replicas; i++) {
            List<String> lines = new ArrayList<>(plain.lines());
            lines.add("replicaof " + primary);
            servers.add(RedisServer.part(new RedisSettings(lines)));
        }
        // Sentinels look for replicas at once, and then every ten seconds.
        Patience.until("replicas are in step", () -> replicasInStep() == replicas);
        for (int i = 0; i < SENTINELS; i++) {
            RedisSettings watch = new RedisSettings(List.of(
                    "sentinel monitor " + NAME + " " + primary + " " + QUORUM,
                    "sentinel down-after-milliseconds " + NAME + " 1000",
                    "sentinel failover-timeout " + NAME + " 3000"));
            sentinels.add(RedisServer.part(watch, "--sentinel"));
        }
        awaitHealthy();
    }

    private long replicasInStep() {
        return servers.stream()
                .filter(server -> server.command("INFO", "replication").contains("master_link_status:up"))
                .count();
    }

    /**
     * The address for clients.
     *
     * @return a URI such as {@code redis-sentinel://127.0.0.1:1,127.0.0.1:2,127.0.0.1:3#main}
     */
    public String uri() {
        return sentinels.stream()
                .map(sentinel -> LoopbackPorts.HOST + ":" + sentinel.port())
                .collect(Collectors.joining(",", "redis-sentinel://", "#" + NAME));
    }

    /**
     * The server that the Sentinels take for the primary.
     *
     * @return the server, which may be down
     */
    public RedisServer primary() {
        return primaryOf(sentinels.get(0));
    }

    private RedisServer primaryOf(RedisServer sentinel) {
        String place = sentinel.command("SENTINEL", "GET-MASTER-ADDR-BY-NAME", NAME);
        return servers.stream()
                .filter(server -> place.equals(LoopbackPorts.HOST + "\n" + server.port()))
                .findFirst()
                .orElseThrow(() -> new TestServerException("the Sentinels name a stranger: " + place));
    }

    /**
     * The servers of data.
     *
     * @return all of them, running or not, the first primary first
     */
    public List<RedisServer> servers() {
        return List.copyOf(servers);
    }

    /**
     * Makes a replica primary. Returns once all Sentinels name it. The old primary runs on as one until it is {@linkplain #demote
     * demoted}, which the Sentinels would do about ten seconds later.
     *
     * @return the old primary
     */
    public RedisServer failOver() {
        RedisServer before = primary();
        Patience.until(
                "a Sentinel fails over",
                () -> sentinels.get(0).command("SENTINEL", "FAILOVER", NAME).equals("OK"));
        awaitOther(before);
        return before;
    }

    /**
     * Makes a server a replica of the primary. Its clients stay connected to it.
     *
     * @param server the server
     */
    public void demote(RedisServer server) {
        server.command("REPLICAOF", LoopbackPorts.HOST, "" + primary().port());
    }

    /**
     * Waits until all Sentinels name another primary than one that is gone.
     *
     * @param before the one that is gone
     */
    public void awaitOther(RedisServer before) {
        Patience.until(
                "the Sentinels name another primary",
                () -> sentinels.stream().noneMatch(sentinel -> primaryOf(sentinel) == before));
    }

    /** Starts what does not run, demotes whatever is no primary any more, and waits until all know of each other. */
    public void awaitHealthy() {
        servers.forEach(RedisServer::start);
        RedisServer primary = primary();
        servers.stream()
                .filter(server -> server != primary && server.command("ROLE").startsWith("master"))
                .forEach(this::demote);
        String replicas = "slaves=" + (servers.size() - 1) + ",";
        Patience.until(
                "all know of each other",
                () -> replicasInStep() == servers.size() - 1
                        && sentinels.stream()
                                .allMatch(sentinel -> isHealthy(sentinel.command("INFO", "sentinel"), replicas)));
    }

    private static boolean isHealthy(String seen, String replicas) {
        return seen.contains("status=ok") && seen.contains(replicas) && seen.contains("sentinels=" + SENTINELS);
    }

    /** Ends all processes and deletes their files. Idempotent. */
    @Override
    public void close() {
        sentinels.forEach(RedisServer::close);
        servers.forEach(RedisServer::close);
    }
}
