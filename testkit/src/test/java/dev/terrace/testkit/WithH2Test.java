package dev.terrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.testkit.H2Database.Storage;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

@WithH2
class WithH2Test {

    private final H2Database ofConstructor;

    WithH2Test(H2Database database) {
        ofConstructor = database;
    }

    @BeforeEach
    void createTable(H2Database database) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (id INT)");
        }
    }

    @RepeatedTest(2)
    void database_everyTest_isNewAndTheSameForAllParameters(H2Database database) {
        assertThat(database).isSameAs(ofConstructor);
    }

    @Test
    void parameter_otherStorage_isAnotherDatabase(H2Database memory, @WithH2(Storage.FILE) H2Database file) {
        assertThat(memory.jdbcUrl()).startsWith("jdbc:h2:mem:");
        assertThat(file.jdbcUrl()).startsWith("jdbc:h2:file:");
    }
}
