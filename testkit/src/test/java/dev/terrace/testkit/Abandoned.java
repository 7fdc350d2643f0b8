package dev.terrace.testkit;

import java.io.IOException;

/** A program that launches servers, says where they are, and waits to be killed. */
final class Abandoned {

    private Abandoned() {}

    public static void main(String[] arguments) throws IOException {
        RedisServer redis = RedisServer.launch();
        PostgresServer postgres = PostgresServer.launch();
        System.out.println("redis " + redis.uri());
        System.out.println("postgres " + postgres.jdbcUrl());
        System.out.flush();
        // Nobody writes. The pipe ends when the test does.
        System.in.read();
        System.exit(0);
    }
}
