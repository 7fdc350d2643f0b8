package dev.terrace.benchmarks;

import dev.terrace.testkit.PostgresServer;
import dev.terrace.testkit.RedisSentinels;
import dev.terrace.testkit.RedisServer;
import java.util.function.Function;

/**
 * A server that was launched for a run, on loopback.
 *
 * @param name as the tables have it
 * @param address for clients, to be given to {@link #connect}
 * @param connect gives a node its connections to an address, the server's own or a proxy's in front of it
 * @param end ends the server
 */
record Backend(String name, String address, Function<String, Store> connect, Runnable end) implements AutoCloseable {

    static Backend redis() {
        RedisServer server = RedisServer.launch();
        return new Backend("Redis", server.uri(), Store::redis, server::close);
    }

    /** A primary with a replica, and the Sentinels that watch them. */
    static Backend sentinels() {
        RedisSentinels servers = RedisSentinels.launch(1);
        return new Backend("Sentinels", servers.uri(), Store::redis, servers::close);
    }

    static Backend postgres() {
        PostgresServer server = PostgresServer.launch();
        return new Backend("PostgreSQL", server.jdbcUrl(), Store::jdbc, server::close);
    }

    /** A server that another process has launched, by its name and address. */
    static Backend of(String name, String address) {
        return new Backend(name, address, name.equals("PostgreSQL") ? Store::jdbc : Store::redis, () -> {});
    }

    /** A node of a namespace that reaches the server at an address. */
    Node node(String namespace, String through) {
        return Node.open(namespace, connect.apply(through));
    }

    /** A node of a namespace that reaches the server itself. */
    Node node(String namespace) {
        return node(namespace, address);
    }

    @Override
    public void close() {
        end.run();
    }
}
