package dev.terrace.cache.jdbc;

import dev.terrace.testkit.PostgresNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresRestoredLogIT extends RestoredLogContract {

    private static PostgresNode server;

    @BeforeAll
    static void launch() {
        server = PostgresNode.launch();
    }

    @AfterAll
    static void end() {
        server.close();
    }

    @Override
    Jdbc partner() {
        return closing(Jdbc.builder(server.jdbcUrl(), "", "")
                .statementTimeout(GENEROUS)
                .build());
    }

    @Override
    AutoCloseable copy() {
        PostgresNode.Copy copy = server.copy();
        return () -> server.restore(copy);
    }
}
