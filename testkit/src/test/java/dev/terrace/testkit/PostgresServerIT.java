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
import org.junit.jupiter.api.Test;

@WithPostgres
class PostgresServerIT {

    @Test
    void freshDatabase_each_isEmptyAndApart(PostgresServer postgres) throws SQLException {
        String first = postgres.freshDatabase();
        execute(first, "CREATE TABLE t (id INT)");
        String second = postgres.freshDatabase();
        execute(second, "CREATE TABLE t (id INT)");
        assertThat(first).isNotEqualTo(second).isNotEqualTo(postgres.jdbcUrl());
    }

    @Test
    void freshDatabase_text_isUtf8(PostgresServer postgres) throws SQLException {
        assertThat(query(postgres.jdbcUrl(), "SELECT current_setting('server_encoding')"))
                .isEqualTo("UTF8");
        assertThat(query(postgres.jdbcUrl(), "SELECT 'ä' || length('ä')")).isEqualTo("ä1");
    }

    @Test
    void credentials_named_connect(PostgresServer postgres) throws SQLException {
        String bare = postgres.jdbcUrl().replaceFirst("\\?.*", "");
        DriverManager.getConnection(bare, postgres.user(), postgres.password()).close();
        try (Connection connection = postgres.dataSource().getConnection()) {
            assertThat(connection.getMetaData().getUserName()).isEqualTo(postgres.user());
        }
    }

    @Test
    void close_external_dropsItsDatabasesAndLeavesTheServer(PostgresServer postgres) throws SQLException {
        String dropped;
        try (PostgresServer external = PostgresServer.at(postgres.jdbcUrl())) {
            dropped = external.freshDatabase();
            // Somebody forgot to close this one.
            DriverManager.getConnection(dropped);
        }
        String name = URI.create(dropped.substring("jdbc:".length())).getPath().substring(1);
        assertThat(query(postgres.jdbcUrl(), "SELECT count(*) FROM pg_database WHERE datname = '" + name + "'"))
                .isEqualTo("0");
    }

    @Test
    void at_notAPostgresUrl_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> PostgresServer.at("jdbc:h2:mem:x"));
    }

    @Test
    void close_launched_endsTheServer() throws SQLException {
        PostgresServer own = PostgresServer.launch();
        int port = URI.create(own.jdbcUrl().substring("jdbc:".length())).getPort();
        String directory = query(own.jdbcUrl(), "SELECT current_setting('data_directory')");
        own.close();
        own.close();
        assertThatThrownBy(() -> TcpPair.toLoopback(port)).isInstanceOf(ConnectException.class);
        assertThat(Path.of(directory).getParent()).doesNotExist();
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
