package dev.terrace.cache.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.Lease;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Tier;
import java.sql.Connection;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** How the tables come into being and grow, on any database. */
abstract class SchemaContract extends Scene {

    /** Connections to the test's database, behind Terrace's back. */
    abstract DataSource dataSource();

    /** A partner on the test's database. */
    abstract JdbcBuilder builder();

    abstract Dialect dialect();

    private JdbcBuilder patient() {
        return builder().statementTimeout(GENEROUS);
    }

    @Test
    void open_ofAnEmptyDatabase_makesTheTablesAndLeavesThemAloneAfterwards() throws Exception {
        Tier first = tier(closing(patient().build()));
        Digest key = key();
        put(first, entry(key, at(1, 1), HOUR));
        String before = versions();

        Tier second = tier(closing(patient().build()));

        assertThat(text(second, key)).isEqualTo("1/1");
        assertThat(versions()).isEqualTo(before).startsWith("4 ");
    }

    @Test
    void open_byManyAtOnce_makesTheTablesOnce() throws Exception {
        Digest key = key();
        inParallel(6, number -> {
            Jdbc jdbc = patient().build();
            try (jdbc;
                    var node = dev.terrace.testkit.TestHost.of(namespace)) {
                Tier tier = jdbc.tier();
                tier.open(node);
                put(tier, entry(key, at(1, number), HOUR));
            }
        });

        assertThat(text(tier(closing(patient().build())), key)).isEqualTo("1/5");
        assertThat(Rows.number(dataSource(), "SELECT COUNT(*) FROM terrace_schema"))
                .isEqualTo(Schema.VERSION);
    }

    @Test
    void schemaAndTablePrefix_ofAnotherName_areMadeAndKeptApart() throws Exception {
        Jdbc plain = closing(patient().build());
        Jdbc own = closing(patient().schema("Cache_Data").tablePrefix("shop_").build());
        Jdbc again = closing(patient().schema("Cache_Data").tablePrefix("shop_").build());
        Digest key = key();

        put(tier(own), entry(key, at(1, 1), HOUR));
        append(log(own), Name.dependency("a"));

        assertThat(text(tier(again), key)).isEqualTo("1/1");
        assertThat(answer(log(again).read(Position.NONE, 10)).records()).hasSize(1);
        assertThat(text(tier(plain), key)).isNull();
        assertThat(Rows.number(dataSource(), "SELECT COUNT(*) FROM Cache_Data.shop_entry"))
                .isOne();
    }

    @Test
    void createSchema_notAllowed_namesTheScriptAndTheGrants() {
        Jdbc jdbc = closing(patient().createSchema(false).build());

        assertThatThrownBy(() -> tier(jdbc))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("missing")
                .hasMessageContaining("createSchema(true)")
                .hasMessageContaining(
                        "dev/terrace/cache/jdbc/schema/" + dialect().directory() + "/V1.sql")
                .hasMessageContaining("GRANT SELECT, INSERT, UPDATE, DELETE ON terrace_entry, terrace_log,");
    }

    /** The script as it lies in the jar, run by hand, is all that is needed. */
    @Test
    void createSchema_notAllowedAndScriptRunByHand_works() throws Exception {
        runByHand(1);
        runByHand(2);
        runByHand(3);
        runByHand(4);
        Digest key = key();
        Tier tier = tier(closing(patient().createSchema(false).build()));

        put(tier, entry(key, at(1, 1), HOUR));

        assertThat(text(tier, key)).isEqualTo("1/1");
    }

    @Test
    void open_ofTablesOfANewerVersion_namesTheCure() throws Exception {
        tier(closing(patient().build()));
        Rows.execute(dataSource(), "INSERT INTO terrace_schema (version) VALUES (7)");

        Jdbc old = closing(patient().build());

        assertThatThrownBy(() -> log(old))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("newer version of Terrace (terrace_schema says 7, this one knows 4)")
                .hasMessageContaining("upgrade Terrace")
                .hasMessageContaining("tablePrefix");
    }

    @Test
    void open_whereATableIsGone_saysSo() throws Exception {
        tier(closing(patient().build()));
        Rows.execute(dataSource(), "DROP TABLE terrace_log_append");

        Jdbc jdbc = closing(patient().build());

        assertThatThrownBy(() -> tier(jdbc))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("terrace_log_append is missing")
                .hasMessageContaining("V1.sql");
    }

    /** The first version, as it lies in a database in use: it is brought to the present one with all that it holds. */
    @Test
    void open_ofTablesOfTheFirstVersion_bringsWhatIsMissingAndKeepsWhatIsThere() throws Exception {
        runByHand(1);
        Rows.execute(
                dataSource(),
                "INSERT INTO terrace_log (log_id, namespace, format, epoch, sequence, horizon, key_horizon,"
                        + " dependency_count, key_count) SELECT entry_id, 'old', 1, 7, 5, 0, 0, 0, 0 FROM (SELECT "
                        + anId() + " AS entry_id) one");
        Jdbc strict = closing(patient().createSchema(false).build());
        assertThatThrownBy(() -> tier(strict))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("of version 1, and have to be of version 4")
                .hasMessageContaining("V1.sql and what follows it")
                .hasMessageContaining("terrace_ledger_evidence");

        Jdbc jdbc = closing(patient().build());
        Lease lease = jdbc.lease();
        lease.open(node());
        closing(lease::close);

        assertThat(answer(lease.acquire("a", "me", HOUR))).isPresent();
        assertThat(versions()).startsWith("4 ");
        assertThat(Rows.number(dataSource(), "SELECT sequence FROM terrace_log WHERE namespace = 'old'"))
                .isEqualTo(5);
    }

    private String anId() {
        return dialect() instanceof PostgresDialect ? "CAST('ab' AS BYTEA)" : "X'0102'";
    }

    private void runByHand(int version) throws Exception {
        for (String statement : Scripts.statements(Scripts.ROOT + dialect().directory(), version)) {
            Rows.execute(dataSource(), statement);
        }
    }

    /** The way of a version to come: the present one is installed and in use, several processes bring the next. */
    @Test
    void prepare_ofTheNextVersionByManyAtOnce_keepsWhatIsThere() throws Exception {
        Jdbc jdbc = closing(patient().build());
        Tier tier = tier(jdbc);
        Digest key = key();
        put(tier, entry(key, at(1, 1), HOUR));
        Settings settings = settings();
        Access access = new Access(dataSource(), dataSource(), Access.Kind.USERS_POOL, "here");

        inParallel(4, number -> {
            try (Connection connection = dataSource().getConnection()) {
                new Schema(dialect(), access, settings, "here", nextScripts(), 5).prepare(connection);
            }
        });

        assertThat(versions()).startsWith("5 ");
        assertThat(Rows.text(dataSource(), "SELECT note FROM terrace_entry")).isEqualTo("none\n");
        assertThat(text(tier, key)).as("a process of the old version goes on").isEqualTo("1/1");
        Jdbc old = closing(patient().build());
        assertThatThrownBy(() -> tier(old)).hasMessageContaining("newer version");
    }

    /** Where the script of the version to come lies. */
    String nextScripts() {
        return "dev/terrace/cache/jdbc/next";
    }

    private static Settings settings() {
        return new Settings(new Tables(null, Tables.DEFAULT_PREFIX), true, GENEROUS, GENEROUS, 10, 10, true);
    }

    private String versions() throws Exception {
        return String.join(
                " ",
                List.of(
                        "" + Rows.number(dataSource(), "SELECT MAX(version) FROM terrace_schema"),
                        Rows.text(dataSource(), "SELECT installed_at FROM terrace_schema ORDER BY version")));
    }
}
