package dev.terrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class WithPostgresIT {

    private static final Set<String> PORTS = new HashSet<>();

    @Nested
    @WithPostgres
    class FreshForEachTest {

        @BeforeEach
        void createTable(PostgresServer postgres) throws SQLException {
            execute(postgres, "CREATE TABLE t (id INT)");
        }

        @RepeatedTest(3)
        void database_everyTest_isNewAndOnOneServer(PostgresServer postgres) throws SQLException {
            execute(postgres, "INSERT INTO t VALUES (1)");
            PORTS.add(postgres.jdbcUrl().replaceFirst("/terrace_.*", ""));
            assertThat(PORTS).hasSize(1);
        }
    }

    @Nested
    @WithPostgres
    class OneForTheClass {

        private static String url;

        @BeforeAll
        static void createTable(PostgresServer postgres) throws SQLException {
            execute(postgres, "CREATE TABLE t (id INT)");
            url = postgres.jdbcUrl();
        }

        @RepeatedTest(2)
        void database_askedForBeforeAll_isTheSameInEveryTest(PostgresServer postgres) throws SQLException {
            assertThat(postgres.jdbcUrl()).isEqualTo(url);
            execute(postgres, "INSERT INTO t VALUES (1)");
        }
    }

    @Test
    void parameter_annotatedAlone_isEnough(@WithPostgres PostgresServer postgres) throws SQLException {
        execute(postgres, "SELECT 1");
    }

    private static void execute(PostgresServer postgres, String sql) throws SQLException {
        try (Connection connection = postgres.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
