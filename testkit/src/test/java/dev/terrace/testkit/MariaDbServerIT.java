package dev.terrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

@WithMariaDb
class MariaDbServerIT {

    @RepeatedTest(2)
    void database_everyTest_isNew(MariaDbServer server) throws SQLException {
        execute(server.jdbcUrl(), "CREATE TABLE t (id INT)");
    }

    @Test
    void freshDatabase_each_isEmptyAndApart(MariaDbServer server) throws SQLException {
        String first = server.freshDatabase();
        execute(first, "CREATE TABLE t (id INT)");
        String second = server.freshDatabase();
        execute(second, "CREATE TABLE t (id INT)");
        assertThat(first).isNotEqualTo(second).isNotEqualTo(server.jdbcUrl());
    }

    @Test
    void at_notAMariaDbUrl_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> MariaDbServer.at("jdbc:h2:mem:x"));
    }

    @Test
    void close_view_dropsItsDatabasesAndLaunched_endsTheServer() throws SQLException {
        MariaDbServer own = MariaDbServer.launch();
        int port = URI.create(own.jdbcUrl().substring("jdbc:".length())).getPort();
        String data = query(own.jdbcUrl(), "SELECT @@datadir");
        MariaDbServer external = MariaDbServer.at(own.jdbcUrl());
        external.freshDatabase();
        external.close();
        assertThat(query(
                        own.jdbcUrl(),
                        "SELECT COUNT(*) FROM information_schema.schemata WHERE schema_name LIKE 'terrace%'"))
                .isEqualTo("0");

        own.close();
        own.close();

        assertThatThrownBy(() -> TcpPair.toLoopback(port)).isInstanceOf(ConnectException.class);
        assertThat(Path.of(data).getParent()).doesNotExist();
    }

    private static void execute(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
