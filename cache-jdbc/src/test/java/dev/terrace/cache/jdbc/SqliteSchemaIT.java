package dev.terrace.cache.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.spi.Digest;
import dev.terrace.testkit.SqliteDatabase;
import dev.terrace.testkit.WithSqlite;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@WithSqlite
class SqliteSchemaIT extends SchemaContract {

    private final SqliteDatabase database;

    SqliteSchemaIT(SqliteDatabase database) {
        this.database = database;
    }

    @Override
    DataSource dataSource() {
        return database.dataSource();
    }

    @Override
    JdbcBuilder builder() {
        return Jdbc.builder(database.jdbcUrl(), "", "");
    }

    @Override
    Dialect dialect() {
        return new SqliteDialect();
    }

    /** SQLite adds no column "if it does not exist". */
    @Override
    String nextScripts() {
        return "dev/terrace/cache/jdbc/next/sqlite";
    }

    @Override
    @Test
    void schemaAndTablePrefix_ofAnotherName_areMadeAndKeptApart() throws Exception {
        Jdbc plain = closing(builder().build());
        Jdbc own = closing(builder().tablePrefix("shop_").build());
        Jdbc schema = closing(builder().schema("Cache_Data").build());
        Digest key = key();

        put(tier(own), entry(key, at(1, 1), HOUR));

        assertThat(text(tier(plain), key)).isNull();
        assertThat(Rows.number(dataSource(), "SELECT COUNT(*) FROM shop_entry")).isOne();
        assertThatThrownBy(() -> tier(schema))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("SQLite has no schemas")
                .hasMessageContaining("tablePrefix");
    }
}
