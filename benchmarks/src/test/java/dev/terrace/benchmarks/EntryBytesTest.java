package dev.terrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntryBytesTest {

    @ParameterizedTest
    @CsvSource({"290, met", "290.5, **MISSED**"})
    void figures_terrace_mayTakeFortyBytesMoreThanCaffeine(double terrace, String verdict) {
        Map<String, Double> bytes = new LinkedHashMap<>();
        bytes.put("key and value alone", 150.0);
        bytes.put("Caffeine, expireAfterWrite", 250.0);
        bytes.put("**Terrace**", terrace);
        List<String> rows =
                EntryBytes.figures(bytes).stream().map(Figure::markdown).toList();
        assertThat(rows).hasSize(5);
        assertThat(rows.get(0)).isEqualTo("| key and value alone | 150.00 B |  |  |  |\n");
        assertThat(rows.get(2)).isEqualTo("| Caffeine, expireAfterWrite, less key and value | 100.00 B |  |  |  |\n");
        assertThat(rows.get(3)).contains("| at most 290.00 B | " + verdict + " |");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                EntryHolder.ALONE,
                EntryHolder.MAP,
                EntryHolder.CAFFEINE_SIZE,
                EntryHolder.CAFFEINE_EXPIRY,
                EntryHolder.TERRACE,
                EntryHolder.TERRACE_DEPENDENCIES
            })
    void holder_filled_holdsAll(String name) {
        try (EntryHolder holder = EntryHolder.open(name, 300)) {
            assertThat(holder.answer("fill 0 50")).isEqualTo("50");
            assertThat(holder.answer("fill 50 200")).isEqualTo("200");
            assertThat(Long.parseLong(holder.answer("heap"))).isPositive();
        }
    }

    @Test
    void holder_unknown_isRefused() {
        assertThatThrownBy(() -> EntryHolder.open("nobody", 1)).hasMessage("no such holder: nobody");
        try (EntryHolder holder = EntryHolder.open(EntryHolder.MAP, 1)) {
            assertThatThrownBy(() -> holder.answer("empty")).hasMessage("no such line: empty");
        }
    }

    @Test
    void weightBound_filled_isNearlyAllInUseAndNotExceededInTheEnd() {
        WeightBound bound = WeightBound.filled(200_000);
        assertThat(bound.atEnd()).isBetween(90.0, 100.0);
        assertThat(bound.least()).isLessThanOrEqualTo(bound.most());
    }
}
