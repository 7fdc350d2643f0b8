package dev.terrace.cache.jdbc;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MariaDbFlawsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "11.4.5-MariaDB",
                "10.6.0-MariaDB-log",
                "5.5.5-10.11.6-MariaDB-1:10.11.6+maria~deb12",
                "12.0.2-MariaDB",
                "8.0.36",
                "8.4.3-azure",
                "9.5.0-log"
            })
    void version_ofToday_isFit(String version) {
        assertThatCode(() -> MariaDbFlaws.version(version, "here")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "10.5.28-MariaDB, MariaDB 10.6",
        "5.5.5-10.3.39-MariaDB-0+deb10u1, MariaDB 10.6",
        "5.5.68-MariaDB, MariaDB 10.6",
        "5.7.44-log, MySQL 8.0",
        "5.5.5, MySQL 8.0"
    })
    void version_ofTheDayBefore_isRefusedWithWhatIsNeeded(String version, String needed) {
        assertThatThrownBy(() -> MariaDbFlaws.version(version, "here"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("here is not fit for Terrace: it is of version " + version)
                .hasMessageContaining(needed + " or newer");
    }
}
