package dev.terrace.faults;

import dev.terrace.testkit.RedisServer;

/** One Redis, and a proxy for each node. */
record RedisSite(RedisServer server, Proxies proxies) implements Site {

    /** By how much a server that evicts has too little memory. */
    private static final int TOO_LITTLE = 20_000;

    static RedisSite open() {
        RedisServer server = RedisServer.launch();
        return new RedisSite(server, Proxies.to(server.uri()));
    }

    @Override
    public String address(int node) {
        return proxies.address(node);
    }

    /** Refuses whatever needs memory. */
    void exhaust() {
        server.command("CONFIG", "SET", "maxmemory-policy", "noeviction");
        server.command("CONFIG", "SET", "maxmemory", "1");
    }

    /** Evicts what it likes, whenever something is written. */
    void evict() {
        long used = server.command("INFO", "memory")
                .lines()
                .filter(line -> line.startsWith("used_memory:"))
                .mapToLong(line ->
                        Long.parseLong(line.substring("used_memory:".length()).strip()))
                .findFirst()
                .orElseThrow();
        server.command("CONFIG", "SET", "maxmemory-policy", "allkeys-random");
        server.command("CONFIG", "SET", "maxmemory", Long.toString(used - TOO_LITTLE));
    }

    void enough() {
        server.command("CONFIG", "SET", "maxmemory", "0");
    }

    /** Makes it a replica of nobody, that answers reads and refuses writes. */
    void demote() {
        server.command("REPLICAOF", "127.0.0.1", "1");
    }

    void promote() {
        server.command("REPLICAOF", "NO", "ONE");
    }

    /** Whatever was done to it, it runs and is as it was. */
    void mend() {
        server.start();
        server.resume();
        promote();
        enough();
        proxies.heal();
    }

    @Override
    public void close() {
        proxies.close();
        server.close();
    }
}
