package dev.terrace.cache.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Tier;
import dev.terrace.testkit.H2Database;
import dev.terrace.testkit.PostgresServer;
import dev.terrace.testkit.WithH2;
import dev.terrace.testkit.WithPostgres;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Databases that answer and will never work: each is found out at open, with its cure. */
class JdbcRightsIT extends Scene {

    private static final String GRANTS = "GRANT SELECT, INSERT, UPDATE, DELETE ON terrace_entry, terrace_log,"
            + " terrace_log_record, terrace_log_append, terrace_log_token, terrace_lease, terrace_ledger, terrace_ledger_record,"
            + " terrace_ledger_trail, terrace_ledger_evidence, terrace_claim TO ";

    private final String role = "role_" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void open_byARoleThatMayNotCreateTables_namesTheCure(@WithPostgres PostgresServer server) throws Exception {
        createRole(server);
        Jdbc jdbc = closing(as(role, server).build());

        assertThatThrownBy(() -> tier(jdbc))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("SQLSTATE 42501")
                .hasMessageContaining("right to create tables")
                .hasMessageContaining("schema/postgresql/V1.sql")
                .hasMessageContaining("GRANT SELECT, INSERT, UPDATE, DELETE ON terrace_entry")
                .hasMessageContaining("createSchema(false)")
                .hasMessageNotContaining("secret");
    }

    @Test
    void open_byARoleWithTheLeastRights_works(@WithPostgres PostgresServer server) throws Exception {
        createRole(server);
        tier(closing(Jdbc.at(server.jdbcUrl(), "", "")));
        Rows.execute(server.dataSource(), "GRANT SELECT ON terrace_schema TO " + role, GRANTS + role);
        Jdbc jdbc = closing(as(role, server).createSchema(false).build());
        Digest key = key();
        Tier tier = tier(jdbc);

        put(tier, entry(key, at(1, 1), HOUR));

        assertThat(text(tier, key)).isEqualTo("1/1");
        assertThat(answer(tier.purge(CACHE, at(2, 1), 10))).isOne();
        assertThat(append(log(jdbc), Name.dependency("a")).first()).isOne();
    }

    @Test
    void open_byARoleThatLacksOneRight_namesTheTableAndTheGrants(@WithPostgres PostgresServer server) throws Exception {
        createRole(server);
        tier(closing(Jdbc.at(server.jdbcUrl(), "", "")));
        Rows.execute(server.dataSource(), "GRANT SELECT ON terrace_schema TO " + role, GRANTS + role);
        for (String lacking : List.of(
                "SELECT ON terrace_entry",
                "INSERT ON terrace_log_record",
                "UPDATE ON terrace_log",
                "DELETE ON terrace_log_append",
                "INSERT ON terrace_log_token",
                "UPDATE ON terrace_lease",
                "SELECT ON terrace_ledger",
                "INSERT ON terrace_ledger_trail",
                "UPDATE ON terrace_ledger_record",
                "DELETE ON terrace_ledger_evidence",
                "UPDATE ON terrace_claim")) {
            Rows.execute(server.dataSource(), "REVOKE " + lacking + " FROM " + role);
            Jdbc jdbc = closing(as(role, server).build());

            assertThatThrownBy(() -> log(jdbc))
                    .as(lacking)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("may not work with " + lacking.substring(lacking.lastIndexOf(' ') + 1))
                    .hasMessageContaining("SQLSTATE 42501")
                    .hasMessageContaining("GRANT SELECT, INSERT, UPDATE, DELETE ON");

            Rows.execute(server.dataSource(), "GRANT " + lacking + " TO " + role);
        }
    }

    @Test
    void open_ofAServerWithWrongCredentialsOrDatabase_namesTheCureAndNoSecret(@WithPostgres PostgresServer server)
            throws Exception {
        createRole(server);
        Rows.execute(server.dataSource(), "ALTER ROLE " + role + " NOLOGIN");
        Jdbc refused = closing(as(role, server).build());
        String noDatabase = server.jdbcUrl().replaceFirst("(//[^/]+/)[^?]+", "$1nothing_here");
        Jdbc missing = closing(Jdbc.at(noDatabase, "", ""));

        assertThatThrownBy(() -> tier(refused))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("SQLSTATE 28000")
                .hasMessageContaining("Jdbc.at(url, user, password)")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> tier(missing))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("SQLSTATE 3D000")
                .hasMessageContaining("nothing_here");
    }

    @Test
    void open_ofConnectionsForReadingOnly_namesTheCure(@WithPostgres PostgresServer server) {
        Jdbc jdbc = closing(Jdbc.at(server.jdbcUrl() + "&readOnly=true&readOnlyMode=always", "", ""));

        assertThatThrownBy(() -> tier(jdbc))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("reading only")
                .hasMessageContaining("SQLSTATE 25006")
                .hasMessageContaining("primary");
    }

    @Test
    void open_byAnH2UserWithoutRights_namesTheCure(@WithH2 H2Database database) throws Exception {
        Rows.execute(database.dataSource(), "CREATE USER weak PASSWORD 'secret'");
        String url = database.jdbcUrl().replaceFirst(";.*", ""); // settings are for administrators
        Jdbc mayNotCreate = closing(Jdbc.at(url, "weak", "secret"));

        assertThatThrownBy(() -> tier(mayNotCreate))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("SQLSTATE 90096")
                .hasMessageContaining("schema/h2/V1.sql")
                .hasMessageNotContaining("secret");

        tier(closing(Jdbc.at(database.jdbcUrl(), database.user(), database.password())));
        Jdbc mayNotUse = closing(Jdbc.at(url, "weak", "secret"));
        assertThatThrownBy(() -> tier(mayNotUse))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("GRANT SELECT");

        Rows.execute(database.dataSource(), "GRANT SELECT ON terrace_schema TO weak", GRANTS + "weak");
        Jdbc may = closing(Jdbc.at(url, "weak", "secret"));
        Digest key = key();
        put(tier(may), entry(key, at(1, 1), HOUR));
        assertThat(append(log(may), Name.dependency("a")).first()).isOne();

        Rows.execute(database.dataSource(), "REVOKE DELETE ON terrace_entry FROM weak");
        Jdbc mayNotPurge = closing(Jdbc.at(url, "weak", "secret"));
        assertThatThrownBy(() -> tier(mayNotPurge))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("may not work with terrace_entry");
    }

    @Test
    void open_byAnH2UserWhoMayNotSetWhatTheUrlSets_namesTheCure(@WithH2 H2Database database) throws Exception {
        Rows.execute(database.dataSource(), "CREATE USER weak PASSWORD 'secret'");
        Jdbc jdbc = closing(Jdbc.at(database.jdbcUrl(), "weak", "secret"));

        assertThatThrownBy(() -> tier(jdbc))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("refuses the connection (SQLSTATE 90040)");
    }

    @Test
    void open_ofAnH2DatabaseWithAWrongPassword_namesTheCure(@WithH2 H2Database database) throws Exception {
        tier(closing(Jdbc.at(database.jdbcUrl(), database.user(), database.password())));
        Jdbc jdbc = closing(Jdbc.at(database.jdbcUrl(), database.user(), "wrong-secret"));

        assertThatThrownBy(() -> tier(jdbc))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("SQLSTATE 28000")
                .hasMessageNotContaining("wrong-secret");
    }

    @Test
    void open_ofAnUnknownProduct_namesThoseThatAreKnown(@WithH2 H2Database database) {
        Jdbc jdbc = Jdbc.on(renamed(database.dataSource(), "Oracle"));

        assertThatThrownBy(() -> tier(jdbc))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Oracle")
                .hasMessageContaining("PostgreSQL, H2")
                .hasMessageContaining("Jdbc.embedded(file)");
    }

    private void createRole(PostgresServer server) throws Exception {
        Rows.execute(
                server.dataSource(),
                "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
                "CREATE ROLE " + role + " LOGIN PASSWORD 'secret'");
        closing(() -> Rows.execute(server.dataSource(), "DROP OWNED BY " + role, "DROP ROLE " + role));
    }

    private static JdbcBuilder as(String role, PostgresServer server) {
        return Jdbc.builder(server.jdbcUrl().replaceFirst("\\?.*", ""), role, "secret");
    }

    /** The same database under another product's name. */
    private static DataSource renamed(DataSource source, String product) {
        ClassLoader loader = JdbcRightsIT.class.getClassLoader();
        return (DataSource) Proxy.newProxyInstance(
                loader, new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    Connection real = source.getConnection();
                    return Proxy.newProxyInstance(loader, new Class<?>[] {Connection.class}, (inner, call, values) -> {
                        DatabaseMetaData data = real.getMetaData();
                        if (call.getName().equals("getMetaData")) {
                            return Proxy.newProxyInstance(
                                    loader,
                                    new Class<?>[] {DatabaseMetaData.class},
                                    (metaData, question, none) ->
                                            question.getName().equals("getDatabaseProductName")
                                                    ? product
                                                    : question.invoke(data, none));
                        }
                        return call.invoke(real, values);
                    });
                });
    }
}
