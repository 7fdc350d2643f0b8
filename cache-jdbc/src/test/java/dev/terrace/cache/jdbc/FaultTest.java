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
