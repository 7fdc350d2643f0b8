/**
 * Real components for tests: {@link dev.terrace.testkit.RedisServer Redis}, {@link dev.terrace.testkit.PostgresServer
 * PostgreSQL}, {@link dev.terrace.testkit.MariaDbServer MariaDB}, {@link dev.terrace.testkit.SqliteDatabase SQLite} and {@link
 * dev.terrace.testkit.H2Database H2}, handed to JUnit tests as parameters, and a {@link dev.terrace.testkit.FaultProxy proxy} that
 * breaks the network between them and their client.
 *
 * <p>Nothing here needs Docker and nothing is skipped where it is absent: a server is the one that the environment names, else
 * a container where a Docker engine answers and Testcontainers is on the class path, else a real binary out of a Maven
 * artifact. Every process that is started dies with the JVM that started it, even if that is killed (where there is a {@code
 * /bin/sh}).
 */
@NullMarked
package dev.terrace.testkit;

import org.jspecify.annotations.NullMarked;
