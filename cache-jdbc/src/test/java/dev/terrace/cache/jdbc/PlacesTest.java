package dev.terrace.cache.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacesTest {

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://host:5432/db, jdbc:postgresql://host:5432/db",
        "jdbc:postgresql://host/db?user=me&password=hunter2, jdbc:postgresql://host/db",
        "jdbc:h2:mem:x;PASSWORD=hunter2, jdbc:h2:mem:x",
        "jdbc:mysql://me:hunter2@host/db, jdbc:mysql://host/db",
        "jdbc:mysql://me:hun%40ter2@one:1/db?a=b, jdbc:mysql://one:1/db"
    })
    void of_anyUrl_showsNoSecret(String url, String shown) {
        assertThat(Places.of(url, "otherwise")).isEqualTo(shown);
    }

    @Test
    void of_noUrl_fallsBack() {
        assertThat(Places.of(null, "otherwise")).isEqualTo("otherwise");
    }
}
