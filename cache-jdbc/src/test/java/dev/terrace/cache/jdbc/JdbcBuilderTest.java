package dev.terrace.cache.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.terrace.cache.spi.Append;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Position;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcBuilderTest {

    private static final String URL = "jdbc:h2:mem:builder";

    @Test
    void at_withDefaults_makesThePoolThatIsDocumented() throws SQLException {
        try (Jdbc jdbc = Jdbc.at(URL, "sa", "hunter2")) {
            HikariDataSource pool = jdbc.dataSource().unwrap(HikariDataSource.class);

            assertThat(pool.getPoolName()).isEqualTo("terrace");
            assertThat(pool.getMaximumPoolSize()).isEqualTo(20);
            assertThat(pool.getConnectionTimeout()).isEqualTo(30_000);
            assertThat(pool.getIdleTimeout()).isEqualTo(600_000);
            assertThat(jdbc.log().pollInterval()).isEqualTo(Duration.ofMillis(500));
            assertThat(jdbc.tier().name()).isEqualTo("jdbc");
        }
    }

    @Test
    void builder_withPoolSettings_passesThemOn() throws SQLException {
        try (Jdbc jdbc = Jdbc.builder(URL, "sa", "")
                .maximumPoolSize(1)
                .connectionTimeout(Duration.ofMillis(250))
                .idleTimeout(Duration.ofSeconds(10))
                .poolName("mine")
                .pollInterval(Duration.ofMillis(50))
                .build()) {
            HikariDataSource pool = jdbc.dataSource().unwrap(HikariDataSource.class);

            assertThat(pool.getPoolName()).isEqualTo("mine");
            assertThat(pool.getMaximumPoolSize()).isOne();
            assertThat(pool.getConnectionTimeout()).isEqualTo(250);
            assertThat(pool.getIdleTimeout()).isEqualTo(10_000);
            assertThat(jdbc.log().pollInterval()).isEqualTo(Duration.ofMillis(50));
        }
    }

    @Test
    void close_ofAPoolThatWasMadeHere_closesItAndMayBeRepeated() throws SQLException {
        Jdbc jdbc = Jdbc.at(URL, "sa", "");

        jdbc.close();
        jdbc.close();

        assertThat(jdbc.dataSource().unwrap(HikariDataSource.class).isClosed()).isTrue();
    }

    @Test
    void close_ofAUsersPool_leavesItOpen() {
        try (HikariDataSource users = new HikariDataSource()) {
            users.setJdbcUrl(URL);
            Jdbc jdbc = Jdbc.on(users);

            jdbc.close();

            assertThat(users.isClosed()).isFalse();
            assertThat(jdbc.dataSource()).isSameAs(users);
        }
    }

    @Test
    void texts_ofEverything_showNoSecret() {
        try (Jdbc jdbc = Jdbc.at(URL + ";CIPHER=hunter2", "sa", "hunter2")) {
            assertThat(List.of(
                            jdbc.toString(),
                            jdbc.log().description(),
                            jdbc.tier().toString(),
                            jdbc.dataSource().toString()))
                    .allSatisfy(text -> assertThat(text).doesNotContain("hunter2"));
            assertThat(jdbc).hasToString("Jdbc[jdbc:h2:mem:builder]");
        }
    }

    @Test
    void at_whatIsNoJdbcUrl_isRefusedWithAnExample() {
        assertThatThrownBy(() -> Jdbc.at("postgresql://me:hunter2@host/db", "", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("jdbc:postgresql://localhost:5432/shop")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void at_aUrlThatNoDriverTakes_namesTheCureAndNoSecret() {
        assertThatThrownBy(() -> Jdbc.at("jdbc:nosuch://me:hunter2@host/db?password=hunter2", "", ""))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("jdbc:nosuch://host/db")
                .hasMessageContaining("org.postgresql:postgresql")
                .hasMessageNotContaining("hunter2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1st", "a-b", "a b", "a\"b", "a.b", "a;b", "ä", "a'b"})
    void names_thatAreNoIdentifiers_areRefused(String name) {
        assertRefused(builder -> builder.schema(name), "schema");
        assertRefused(builder -> builder.tablePrefix(name), "tablePrefix");
    }

    @Test
    void names_thatAreTooLong_areRefused() {
        assertRefused(builder -> builder.schema("a".repeat(64)), "schema must be 1 to 63");
        assertRefused(builder -> builder.tablePrefix("a".repeat(31)), "tablePrefix must be 1 to 30");
    }

    @Test
    void numbersAndTimes_outOfBounds_areRefusedByName() {
        assertRefused(builder -> builder.statementTimeout(Duration.ZERO), "statementTimeout must be positive: PT0S");
        assertRefused(
                builder -> builder.statementTimeout(Duration.ofHours(2)), "statementTimeout must be at most an hour");
        assertRefused(
                builder -> builder.pollInterval(Duration.ofMillis(-1)), "pollInterval must be positive: PT-0.001S");
        assertRefused(builder -> builder.dependenciesRetained(0), "dependenciesRetained must be at least 1: 0");
        assertRefused(builder -> builder.keysRetained(-3), "keysRetained must be at least 1: -3");
        assertRefused(builder -> builder.maximumPoolSize(0), "maximumPoolSize must be at least 1: 0");
        assertRefused(
                builder -> builder.connectionTimeout(Duration.ofMillis(249)),
                "connectionTimeout must be at least PT0.25S");
        assertRefused(builder -> builder.idleTimeout(Duration.ofSeconds(9)), "idleTimeout must be at least PT10S");
        assertRefused(builder -> builder.poolName(" "), "poolName must not be blank");
    }

    @Test
    void build_poolSettingsForAUsersPool_isRefusedWithTheCure() {
        DataSource users = new HikariDataSource();
        JdbcBuilder builder = Jdbc.builder(users).maximumPoolSize(5);

        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("maximumPoolSize")
                .hasMessageContaining("set them on your DataSource");
    }

    @Test
    void calls_ofWhatWasNotOpened_sayHow() {
        try (Jdbc jdbc = Jdbc.at(URL, "sa", "")) {
            assertThatThrownBy(() -> jdbc.tier().purge("c", Position.NONE, 1))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("not opened");
            assertThatThrownBy(() -> jdbc.log().append(new Append("a", 0, List.of(Name.NAMESPACE))))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("not opened");
        }
    }

    @Test
    void builder_ofAFile_takesAnyPathThatAUrlCanCarry() {
        assertThatThrownBy(() -> Jdbc.embedded(Path.of("a;b")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("semicolon");
    }

    private static void assertRefused(Consumer<JdbcBuilder> setting, String message) {
        JdbcBuilder builder = Jdbc.builder(URL, "sa", "");
        assertThatThrownBy(() -> setting.accept(builder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void connectionsAtHand_below0_isRefused() {
        assertThatThrownBy(() -> Jdbc.builder(URL, "sa", "").connectionsAtHand(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("connectionsAtHand must be at least 0: -1");
    }

    /** Such a pool does not say whether somebody waits. */
    @Test
    void connectionsAtHand_ofAPoolThatIsNotHikaris_isRefused() {
        DataSource users = new UrlDataSource(URL, new java.util.Properties());

        assertThatThrownBy(() -> Jdbc.builder(users).connectionsAtHand(1).build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("connectionsAtHand needs a pool of HikariCP")
                .hasMessageContaining("leave connectionsAtHand out");
        Jdbc.builder(users).connectionsAtHand(0).build().close();
    }
}
