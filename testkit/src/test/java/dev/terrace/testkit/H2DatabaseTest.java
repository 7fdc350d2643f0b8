package dev.terrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.testkit.H2Database.Storage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class H2DatabaseTest {

    @ParameterizedTest
    @EnumSource
    void rows_lastConnectionClosed_remain(Storage storage) throws SQLException {
        try (H2Database database = H2Database.open(storage)) {
            execute(database, "CREATE TABLE t AS SELECT 7");
            try (Connection connection =
                            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT * FROM t")) {
                assertThat(rows.next()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void open_twice_areApart(Storage storage) throws SQLException {
        try (H2Database one = H2Database.open(storage);
                H2Database other = H2Database.open(storage)) {
            execute(one, "CREATE TABLE t (id INT)");
            execute(other, "CREATE TABLE t (id INT)");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FILE", "SHARED_FILE"})
    void close_connectionLeftOpen_filesAreGone(Storage storage) throws SQLException {
        H2Database database = H2Database.open(storage);
        execute(database, "CREATE TABLE t (id INT)");
        database.dataSource().getConnection();
        Path file = Path.of(database.jdbcUrl().replaceAll("^jdbc:h2:file:|;.*$", "") + ".mv.db");
        assertThat(file).exists();
        database.close();
        database.close();
        assertThat(Files.exists(file.getParent())).isFalse();
    }

    private static void execute(H2Database database, String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
