package dev.terrace.cache.jdbc;

import dev.terrace.testkit.H2Database;
import dev.terrace.testkit.MariaDbServer;
import dev.terrace.testkit.PostgresServer;
import dev.terrace.testkit.SqliteDatabase;
import dev.terrace.testkit.WithH2;
import dev.terrace.testkit.WithMariaDb;
import dev.terrace.testkit.WithPostgres;
import dev.terrace.testkit.WithSqlite;
import org.junit.jupiter.api.BeforeAll;

/** A database that all tests of a class share, each in a namespace of its own: making the tables takes longer than most tests. */
final class OneDatabase {

    private OneDatabase() {}

    @WithPostgres
    interface OfPostgres {
        @BeforeAll
        static void asksFirst(PostgresServer server) {}
    }

    @WithMariaDb
    interface OfMariaDb {
        @BeforeAll
        static void asksFirst(MariaDbServer server) {}
    }

    @WithSqlite
    interface OfSqlite {
        @BeforeAll
        static void asksFirst(SqliteDatabase database) {}
    }

    @WithH2
    interface OfH2 {
        @BeforeAll
        static void asksFirst(H2Database database) {}
    }
}
