package dev.terrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

@WithSqlite
class WithSqliteTest {

    @RepeatedTest(2)
    void database_everyTest_isNew(SqliteDatabase database) throws SQLException {
        assertThat(text(database.dataSource(), "SELECT COUNT(*) FROM sqlite_schema"))
                .isEqualTo("0");
        execute(database.dataSource(), "CREATE TABLE t (id INT)");
    }

    @Test
    void journal_ofEither_isAsSaid(SqliteDatabase database) throws SQLException {
        assertThat(text(database.plainDataSource(), "PRAGMA journal_mode")).isEqualTo("delete");
        assertThat(text(database.dataSource(), "PRAGMA journal_mode")).isEqualTo("wal");
        assertThat(text(database.plainDataSource(), "PRAGMA journal_mode")).isEqualTo("wal");
    }

    @Test
    void close_connectionLeftOpen_filesAreGone() throws SQLException {
        SqliteDatabase database = SqliteDatabase.open();
        execute(database.dataSource(), "CREATE TABLE t (id INT)");
        database.dataSource().getConnection();
        Path file = Path.of(database.jdbcUrl().substring("jdbc:sqlite:".length()));
        assertThat(file).exists();
        database.close();
        database.close();
        assertThat(Files.exists(file.getParent())).isFalse();
    }

    private static void execute(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String text(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
