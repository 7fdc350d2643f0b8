package dev.terrace.cache.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultTest {

    @ParameterizedTest
    @CsvSource({
        "08006, UNREACHABLE",
        "08001, UNREACHABLE",
        "57P01, UNREACHABLE",
        "57P03, UNREACHABLE",
        "53300, UNREACHABLE",
        "28P01, REFUSED",
        "28000, REFUSED",
        "3D000, REFUSED",
        "42501, DENIED",
        "42P01, MISSING",
        "3F000, MISSING",
        "25006, READ_ONLY",
        "23505, DUPLICATE",
        "40001, CONTENDED",
        "40P01, CONTENDED",
        "55P03, CONTENDED",
        "57014, OTHER",
        "22001, OTHER",
        "XX000, OTHER"
    })
    void fault_ofPostgres_isKnown(String sqlState, Fault fault) {
        assertThat(new PostgresDialect().fault(new SQLException("planted", sqlState)))
                .isEqualTo(fault);
        assertThat(Dialect.faultOfAny(new SQLException("planted", sqlState))).isEqualTo(fault);
    }

    @ParameterizedTest
    @CsvSource({
        "90067, UNREACHABLE",
        "90098, UNREACHABLE",
        "90121, UNREACHABLE",
        "08000, UNREACHABLE",
        "28000, REFUSED",
        "90020, REFUSED",
        "90149, REFUSED",
        "90096, DENIED",
        "90040, DENIED",
        "42S02, MISSING",
        "42S04, MISSING",
        "90079, MISSING",
        "90097, READ_ONLY",
        "23505, DUPLICATE",
        "40001, CONTENDED",
        "HYT00, CONTENDED",
        "90131, CONTENDED",
        "57014, OTHER",
        "50000, OTHER"
    })
    void fault_ofH2_isKnown(String sqlState, Fault fault) {
        assertThat(new H2Dialect().fault(new SQLException("planted", sqlState))).isEqualTo(fault);
        assertThat(Dialect.faultOfAny(new SQLException("planted", sqlState))).isEqualTo(fault);
    }

    @ParameterizedTest
    @CsvSource({
        "1040, 08004, UNREACHABLE",
        "1053, 08S01, UNREACHABLE",
        "1927, 70100, UNREACHABLE",
        "4031, HY000, UNREACHABLE",
        "1045, 28000, REFUSED",
        "1049, 42000, REFUSED",
        "1130, HY000, REFUSED",
        "1142, 42000, DENIED",
        "1146, 42S02, MISSING",
        "1290, HY000, READ_ONLY",
        "1792, 25006, READ_ONLY",
        "1062, 23000, DUPLICATE",
        "1048, 23000, OTHER",
        "1205, HY000, CONTENDED",
        "1213, 40001, CONTENDED",
        "1020, HY000, CONTENDED",
        "1153, 08S01, TOO_LARGE",
        "1969, 70100, OTHER",
        "1064, 42000, OTHER"
    })
    void fault_ofMariaDb_isKnown(int code, String sqlState, Fault fault) {
        SQLException failure = new SQLException("planted", sqlState, code);

        assertThat(new MariaDbDialect().fault(failure)).isEqualTo(fault);
        assertThat(Dialect.faultOfAny(failure)).isEqualTo(fault);
        assertThat(Dialect.faultOfAny(new SQLTransientConnectionException("pool", sqlState, failure)))
                .isEqualTo(fault);
    }

    @ParameterizedTest
    @CsvSource({
        "5, CONTENDED",
        "6, CONTENDED",
        "8, READ_ONLY",
        "14, REFUSED",
        "26, REFUSED",
        "18, TOO_LARGE",
        "19, DUPLICATE",
        "23, DENIED",
        "1, OTHER",
        "11, OTHER"
    })
    void fault_ofSqlite_isKnown(int code, Fault fault) {
        SQLException failure = new SQLException("planted", null, code);

        assertThat(new SqliteDialect().fault(failure)).isEqualTo(fault);
        assertThat(Dialect.faultOfAny(failure)).isEqualTo(fault);
        assertThat(Fault.shown(failure)).isEqualTo("error " + code);
    }

    @Test
    void fault_ofSqliteWithoutATable_isMissing() {
        SQLException failure = new SQLException("[SQLITE_ERROR] (no such table: terrace_schema)", null, 1);

        assertThat(Dialect.faultOfAny(failure)).isEqualTo(Fault.MISSING);
    }

    @Test
    void state_ofWhatWrapsOrFollows_isFound() {
        SQLException deadlock = new SQLException("planted", "40P01");
        BatchUpdateException batch = new BatchUpdateException("planted", null, new int[0]);
        batch.setNextException(deadlock);

        assertThat(Fault.state(batch)).isEqualTo("40P01");
        assertThat(Fault.state(new SQLTransientConnectionException("pool", null, deadlock)))
                .isEqualTo("40P01");
        assertThat(Fault.state(new SQLException("none"))).isNull();
        assertThat(Dialect.faultOfAny(new SQLException("none"))).isEqualTo(Fault.OTHER);
    }
}
