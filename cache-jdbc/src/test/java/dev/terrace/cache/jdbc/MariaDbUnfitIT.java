package dev.terrace.cache.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.spi.Name;
import dev.terrace.testkit.MariaDbServer;
import dev.terrace.testkit.WithMariaDb;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

/** MariaDBs that answer and will never work: each is found out at open, with its cure. */
@WithMariaDb
class MariaDbUnfitIT extends Scene {

    private final MariaDbServer server;
    private final String user = "u_" + UUID.randomUUID().toString().substring(0, 8);

    MariaDbUnfitIT(MariaDbServer server) {
        this.server = server;
    }

    private AbstractThrowableAssert<?, ? extends Throwable> refusal(String url) {
        Jdbc jdbc = closing(Jdbc.at(url, "", ""));
        return assertThatThrownBy(() -> tier(jdbc)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void open_ofTablesOfAnotherEngine_namesTheCure() throws Exception {
        tier(closing(Jdbc.at(server.jdbcUrl(), "", "")));
        Rows.execute(server.dataSource(), "ALTER TABLE terrace_log ENGINE = MyISAM");

        refusal(server.jdbcUrl())
                .hasMessageContaining("terrace_log is of MyISAM")
                .hasMessageContaining("ALTER TABLE ... ENGINE = InnoDB");
    }

    @Test
    void open_whereStatementsAreReplicatedAsText_namesTheSetting() {
        refusal(server.jdbcUrl() + "&sessionVariables=binlog_format=STATEMENT")
                .hasMessageContaining("binlog_format is STATEMENT")
                .hasMessageContaining("ROW or MIXED");
    }

    @Test
    void open_whereAssignmentsAreSimultaneous_namesTheSetting() {
        refusal(server.jdbcUrl() + "&sessionVariables=sql_mode='SIMULTANEOUS_ASSIGNMENT'")
                .hasMessageContaining("sql_mode has SIMULTANEOUS_ASSIGNMENT");
    }

    @Test
    void open_withoutADatabase_saysWhereToNameOne() {
        refusal(server.jdbcUrl().replaceFirst("(//[^/]+/)[^?]+", "$1"))
                .hasMessageContaining("no database is chosen")
                .hasMessageContaining("schema(");
    }

    @Test
    void open_ofAnotherDatabaseOrWithAWrongPassword_namesTheCureAndNoSecret() {
        refusal(server.jdbcUrl().replaceFirst("(//[^/]+/)[^?]+", "$1nothing_here"))
                .hasMessageContaining("refuses the connection")
                .hasMessageContaining("nothing_here");
        refusal(server.jdbcUrl().replace("password=", "password=wrong-secret"))
                .hasMessageContaining("SQLSTATE 28000")
                .hasMessageNotContaining("wrong-secret");
    }

    @Test
    void open_ofConnectionsForReadingOnly_namesTheCure() {
        refusal(server.jdbcUrl() + "&sessionVariables=tx_read_only=1")
                .hasMessageContaining("reading only")
                .hasMessageContaining("SQLSTATE 25006");
    }

    @Test
    void open_byAUserWithoutRights_namesTheGrants() throws Exception {
        String database = server.jdbcUrl().replaceFirst("^.*//[^/]+/([^?]+).*$", "$1");
        Rows.execute(
                server.dataSource(),
                "CREATE USER " + user + "@'%' IDENTIFIED BY 'secret'",
                "GRANT SELECT ON " + database + ".* TO " + user + "@'%'");
        closing(() -> Rows.execute(server.dataSource(), "DROP USER " + user + "@'%'"));
        JdbcBuilder weak =
                Jdbc.builder(server.jdbcUrl().replaceFirst("user=[^&]*&password=[^&]*&", ""), user, "secret");

        assertThatThrownBy(() -> tier(closing(weak.build())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("right to create tables")
                .hasMessageContaining("schema/mariadb/V1.sql")
                .hasMessageNotContaining("secret");
        tier(closing(Jdbc.at(server.jdbcUrl(), "", "")));
        assertThatThrownBy(() -> tier(closing(weak.build())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("may not work with terrace_entry")
                .hasMessageContaining("GRANT SELECT, INSERT, UPDATE, DELETE ON");

        for (String table : new Tables(null, Tables.DEFAULT_PREFIX).data()) {
            Rows.execute(
                    server.dataSource(), "GRANT SELECT, INSERT, UPDATE, DELETE ON " + table + " TO " + user + "@'%'");
        }
        Jdbc may = closing(weak.createSchema(false).build());
        assertThat(append(log(may), Name.dependency("a")).first()).isOne();
    }

    /** MySQL's driver, and MariaDB's on a MySQL, give both the one name. */
    @Test
    void product_ofEitherName_isSpoken() {
        for (String product : List.of("MariaDB", "MySQL")) {
            assertThat(Dialect.of(product)).isInstanceOf(MariaDbDialect.class);
        }
    }
}
