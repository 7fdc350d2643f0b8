package dev.terrace.cache.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.Name;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What databases out there hold: it must never change unless the schema's version does. */
class StoredFormTest {

    @Test
    void ids_ofKnownThings_areThoseOfTheFirstVersion() {
        assertThat(hex(Ids.log("shop"))).isEqualTo("bcb13ed725a1a738aab4b911bc462e33");
        assertThat(hex(Ids.cache("shop", "products"))).isEqualTo("d7b6d4fc078d0bf60ad2f10d21bc514b");
        assertThat(hex(Ids.name(Name.dependency("brand:acme")))).isEqualTo("dc52788110a376c98f780db3f5111f95");
        assertThat(hex(Ids.name(Name.key(new Digest(1, 2))))).isEqualTo("743c6fd008f44c31c01beff44f3d2abf");
        assertThat(hex(Ids.name(Name.NAMESPACE))).isEqualTo("55e510bac164e6d43a71fe0e327f3279");
        assertThat(hex(Ids.append("an id"))).isEqualTo("eb9a71c2f01da250313cfa92bc4fe5fd");
    }

    @Test
    void ids_ofPartsThatRunTogether_differ() {
        assertThat(Ids.cache("a", "bc")).isNotEqualTo(Ids.cache("ab", "c"));
        assertThat(Ids.name(Name.cache("x"))).isNotEqualTo(Ids.name(Name.dependency("x")));
        assertThat(Ids.log("x")).isNotEqualTo(Ids.append("x"));
    }

    @Test
    void millis_ofAnyLife_roundsUpAndNeverOverflows() {
        assertThat(EntryWrite.millis(Duration.ofNanos(1))).isOne();
        assertThat(EntryWrite.millis(Duration.ofMillis(7))).isEqualTo(7);
        assertThat(EntryWrite.millis(Duration.ofMillis(7).plusNanos(1))).isEqualTo(8);
        assertThat(EntryWrite.millis(Duration.ofSeconds(Long.MAX_VALUE)))
                .isEqualTo(Duration.ofDays(36_500).toMillis());
    }

    @Test
    void tables_ofAnotherNameAndSchema_areFoundInAnyScript() {
        Tables tables = new Tables("cache", "shop_");
        String script = "CREATE INDEX ix_terrace_entry_a ON terrace_entry (a); SELECT my_terrace_entry";

        assertThat(tables.in(script, false))
                .isEqualTo("CREATE INDEX ix_shop_entry_a ON cache.shop_entry (a); SELECT my_terrace_entry");
        assertThat(tables.in(script, true)).startsWith("CREATE INDEX cache.ix_shop_entry_a ON cache.shop_entry (a)");
        assertThat(new Tables(null, "terrace_").in(script, true)).isEqualTo(script);
    }

    @Test
    void split_ofAScript_keepsStatementsWholeAndDropsCommentLines() {
        String script = """
            -- a comment; with a semicolon
            CREATE TABLE a (
                b INT, -- trailing
                c INT
            );

            CREATE FUNCTION f() AS $$
            BEGIN;
            END;
            $$ LANGUAGE x;
              -- indented
            INSERT INTO a VALUES (1);
            """;

        assertThat(Scripts.split(script))
                .isEqualTo(List.of(
                        "CREATE TABLE a (\n    b INT, -- trailing\n    c INT\n)",
                        "CREATE FUNCTION f() AS $$\nBEGIN;\nEND;\n$$ LANGUAGE x",
                        "INSERT INTO a VALUES (1)"));
    }

    @Test
    void settings_ofAnyTimeout_areWholeSecondsForDriversAndGrowFromThere() {
        assertThat(settings(Duration.ofMillis(1)).statementSeconds()).isOne();
        assertThat(settings(Duration.ofMillis(1_001)).statementSeconds()).isEqualTo(2);
        assertThat(settings(Duration.ofSeconds(1)).networkMillis()).isEqualTo(2_000);
        assertThat(settings(Duration.ofSeconds(1)).callTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings(Duration.ofHours(1)).networkMillis()).isEqualTo(3_601_000);
    }

    private static Settings settings(Duration statementTimeout) {
        return new Settings(new Tables(null, "terrace_"), true, statementTimeout, Duration.ofMillis(500), 1, 1, true);
    }

    private static String hex(byte[] id) {
        return HexFormat.of().formatHex(id);
    }
}
