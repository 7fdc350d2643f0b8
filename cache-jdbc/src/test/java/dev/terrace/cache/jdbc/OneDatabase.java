package dev.terrace.cache.jdbc;

import dev.terrace.testkit.H2Database;
import dev.terrace.testkit.PostgresServer;
import dev.terrace.testkit.WithH2;
import dev.terrace.testkit.WithPostgres;
import org.junit.jupiter.api.BeforeAll;

/** A database that all tests of a class share, each in a namespace of its own: making the tables takes longer than most tests. */
final class OneDatabase {

    private OneDatabase() {}

    @WithPostgres
    interface OfPostgres {
        @BeforeAll
        static void asksFirst(PostgresServer server) {}
    }

    @WithH2
    interface OfH2 {
        @BeforeAll
        static void asksFirst(H2Database database) {}
    }
}
