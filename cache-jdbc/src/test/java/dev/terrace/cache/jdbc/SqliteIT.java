package dev.terrace.cache.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Tier;
import dev.terrace.testkit.SqliteDatabase;
import dev.terrace.testkit.WithSqlite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** What SQLite has and others do not: one writer, journals, and files that others hold. */
@WithSqlite
class SqliteIT extends Scene {

    private final SqliteDatabase database;

    SqliteIT(SqliteDatabase database) {
        this.database = database;
    }

    private Jdbc own(Duration statementTimeout) {
        return closing(Jdbc.builder(database.jdbcUrl(), "", "")
                .statementTimeout(statementTimeout)
                .build());
    }

    @Test
    void at_aFile_keepsAWriteAheadLogAndOneConnection() throws Exception {
        Jdbc jdbc = own(GENEROUS);
        Jdbc wide = closing(
                Jdbc.builder(database.jdbcUrl(), "", "").maximumPoolSize(3).build());
        tier(jdbc);

        assertThat(Rows.text(database.plainDataSource(), "PRAGMA journal_mode")).isEqualTo("wal\n");
        assertThat(((HikariDataSource) jdbc.dataSource()).getMaximumPoolSize()).isOne();
        assertThat(((HikariDataSource) wide.dataSource()).getMaximumPoolSize()).isEqualTo(3);
    }

    /** Two services of a machine, each with a pool of its own. */
    @Test
    void appends_ofTwoPoolsOnOneFile_areSeenByBothInOneOrder() throws Exception {
        InvalidationLog one = log(own(GENEROUS));
        InvalidationLog other = log(own(GENEROUS));

        inParallel(4, number -> {
            for (int i = 0; i < 25; i++) {
                append(number % 2 == 0 ? one : other, Name.dependency(number + "/" + i));
            }
        });

        var seen = answer(one.read(Position.NONE, 1_000)).records();
        assertThat(seen).hasSize(100);
        assertThat(answer(other.read(Position.NONE, 1_000)).records()).isEqualTo(seen);
        for (int i = 0; i < seen.size(); i++) {
            assertThat(seen.get(i).sequence()).isEqualTo(i + 1);
        }
    }

    /** A transaction of somebody else's, such as a backup, or a shell that was left open. */
    @Test
    void put_whileAnotherProcessWrites_failsInTimeAndWorksAfterwards() throws Exception {
        Tier tier = tier(own(Duration.ofMillis(200)));
        Digest key = key();
        put(tier, entry(key, at(1, 1), HOUR));
        try (Connection other = database.dataSource().getConnection();
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");

            Throwable failure = failure(tier.put(CACHE, List.of(entry(key, at(1, 2), HOUR))));

            assertThat(failure).isInstanceOf(JdbcException.class);
            statement.execute("ROLLBACK");
        }
        assertThat(put(tier, entry(key, at(1, 3), HOUR))).isOne();
        assertThat(text(tier, key)).isEqualTo("1/3");
    }

    @Test
    void get_whileAnotherProcessWrites_answers() throws Exception {
        Tier tier = tier(own(GENEROUS));
        Digest key = key();
        put(tier, entry(key, at(1, 1), HOUR));
        try (Connection other = database.dataSource().getConnection();
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            statement.execute("DELETE FROM terrace_entry");

            assertThat(text(tier, key)).isEqualTo("1/1");
            statement.execute("ROLLBACK");
        }
    }

    @Test
    void open_ofAFileWithARollbackJournal_namesTheCure() {
        Jdbc jdbc = Jdbc.on(database.plainDataSource());

        assertThatThrownBy(() -> tier(jdbc))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("journal mode is delete")
                .hasMessageContaining("PRAGMA journal_mode = WAL");
    }

    @Test
    void open_ofADatabaseInMemory_saysThatEachConnectionHasItsOwn() {
        Jdbc jdbc = closing(Jdbc.at("jdbc:sqlite::memory:", "", ""));

        assertThatThrownBy(() -> tier(jdbc))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("in memory")
                .hasMessageContaining("Name a file");
    }

    @Test
    void open_ofConnectionsForReadingOnly_namesTheCure() {
        tier(own(GENEROUS));
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl(database.jdbcUrl());

        assertThatThrownBy(() -> tier(Jdbc.on(source)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("reading only")
                .hasMessageContaining("error 8");
    }

    @Test
    void open_ofAFileInNoDirectoryOrOfAnotherKind_namesTheCure() throws Exception {
        Path file = Path.of(database.jdbcUrl().substring("jdbc:sqlite:".length()));
        Path text = file.resolveSibling("notes.db");
        Files.writeString(text, "this is not a database, and long enough to be looked at. ".repeat(20));
        for (Path unfit : new Path[] {file.resolveSibling("missing").resolve("x.db"), text}) {
            Jdbc jdbc = closing(Jdbc.at("jdbc:sqlite:" + unfit, "", ""));

            assertThatThrownBy(() -> tier(jdbc))
                    .as("%s", unfit)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(unfit.toString());
        }
    }
}
