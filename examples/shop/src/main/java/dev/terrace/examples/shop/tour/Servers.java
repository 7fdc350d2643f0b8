package dev.terrace.examples.shop.tour;

import dev.terrace.testkit.PostgresServer;
import dev.terrace.testkit.RedisServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * A Redis and a PostgreSQL of their own, out of Maven artifacts, with products. Thread-safe.
 *
 * @param redis the Redis
 * @param postgres the PostgreSQL
 */
record Servers(RedisServer redis, PostgresServer postgres) implements AutoCloseable {

    /** How many products there are; every fifth is of the brand acme. */
    static final int PRODUCTS = 50_000;

    static Servers start() throws SQLException {
        RedisServer redis = RedisServer.launch();
        try {
            PostgresServer postgres = PostgresServer.launch();
            try {
                fill(postgres.jdbcUrl());
                return new Servers(redis, postgres);
            } catch (SQLException | RuntimeException e) {
                postgres.close();
                throw e;
            }
        } catch (SQLException | RuntimeException e) {
            redis.close();
            throw e;
        }
    }

    private static void fill(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE product (id BIGINT PRIMARY KEY, name TEXT NOT NULL, brand TEXT NOT NULL,"
                    + " cents BIGINT NOT NULL)");
            statement.execute("INSERT INTO product SELECT id, 'product ' || id,"
                    + " CASE WHEN id % 5 = 0 THEN 'acme' ELSE 'other' END, 1000 + id FROM generate_series(1, "
                    + PRODUCTS
                    + ") AS id");
        }
    }

    /** What an instance is told of them. */
    List<String> properties() {
        return List.of(
                "--spring.datasource.url=" + postgres.jdbcUrl(),
                "--terrace.cache.redis.url=" + redis.uri(),
                // So that on a busy machine it is told which tier has an answer, not which was quick.
                "--terrace.cache.redis.command-timeout=3s",
                "--terrace.cache.defaults.redis.timeout=3s",
                "--terrace.cache.defaults.jdbc.timeout=3s",
                "--terrace.cache.jdbc.statement-timeout=3s");
    }

    @Override
    public void close() {
        try {
            redis.close();
        } finally {
            postgres.close();
        }
    }
}
