package dev.terrace.cache.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** H2 on a {@link HeadedFile}, with what a kill in each write of it would leave. */
class KilledFileIT {

    private static final String ENDING = ".mv.db";
    private static final int COMMITS = 40;

    @TempDir
    private Path directory;

    private final WrittenFile written = new WrittenFile();
    private final Random random = new Random(7);
    private int looks;

    @BeforeEach
    void register() {
        HeadedPath.register();
    }

    /** With free space from the start, which a long life would bring, and through the work that H2 does when it closes a file. */
    @Test
    void commit_whateverIsWrittenWhenTheProcessIsKilled_isThereAfterwards() throws Exception {
        String url = "jdbc:h2:terrace:written:" + directory.resolve("live")
                + ";WRITE_DELAY=0;MAX_COMPACT_TIME=1;TRACE_LEVEL_FILE=0";
        int done = 0;
        for (int life = 0; life < 2; life++) {
            try (Connection connection = DriverManager.getConnection(url)) {
                prepare(connection);
                int before = done;
                if (life == 0) {
                    written.playBack(content -> {});
                } else {
                    written.playBack(content -> assertThat(committed(content)).isEqualTo(before));
                }
                for (int i = 0; i < COMMITS / 2; i++) {
                    int least = done;
                    commit(connection, ++done);
                    written.playBack(content -> assertThat(committed(content)).isBetween(least, least + 1));
                    assertThat(looks).isPositive();
                }
            }
            int all = done;
            written.playBack(content -> assertThat(committed(content)).isEqualTo(all));
        }
        assertThat(looks).isGreaterThan(5 * COMMITS);
    }

    private static void prepare(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET RETENTION_TIME 0");
            statement.execute("CREATE TABLE IF NOT EXISTS done (number INT PRIMARY KEY, filling VARBINARY)");
            statement.execute("CREATE TABLE IF NOT EXISTS entry (id INT PRIMARY KEY, filling VARBINARY)");
        }
        connection.setAutoCommit(false);
    }

    private void commit(Connection connection, int number) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO done VALUES (?, ?)");
                PreparedStatement merge = connection.prepareStatement("MERGE INTO entry KEY (id) VALUES (?, ?)")) {
            insert.setInt(1, number);
            insert.setBytes(2, filling(500));
            insert.execute();
            merge.setInt(1, random.nextInt(20));
            merge.setBytes(2, filling(9_000));
            merge.execute();
        }
        connection.commit();
    }

    private byte[] filling(int most) {
        byte[] filling = new byte[random.nextInt(most)];
        random.nextBytes(filling);
        return filling;
    }

    /** How many commits H2 finds. */
    private int committed(byte[] content) throws Exception {
        looks++;
        Path copy = directory.resolve("left" + looks);
        Path file = directory.resolve("left" + looks + ENDING);
        Files.write(file, content);
        try (Connection connection = DriverManager.getConnection("jdbc:h2:" + copy + ";TRACE_LEVEL_FILE=0");
                Statement statement = connection.createStatement()) {
            int count = number(statement, "SELECT COUNT(filling) FROM done");
            assertThat(number(statement, "SELECT COALESCE(MAX(number), 0) FROM done"))
                    .isEqualTo(count);
            number(statement, "SELECT SUM(LENGTH(filling)) FROM entry");
            statement.execute("SHUTDOWN IMMEDIATELY");
            return count;
        } finally {
            Files.delete(file);
        }
    }

    private static int number(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getInt(1);
        }
    }
}
