package dev.terrace.examples.shop.tour;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole of it: a real Redis that dies, a real PostgreSQL, two JVMs. */
class ShopTourIT {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void run_toTheEnd_everythingIsAsPromised() {
        int code = run("--stay");
        assertThat(code).as("%s%s", out, err).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("Redis has answered", "the JDBC tier has answered", "the heap has answered")
                .contains("Redis is killed", "Redis is back", "A is UP without Redis", "A is UP with Redis back")
                .contains("50%:", "whoever has seen it still does")
                .contains("GOOD: all of")
                .contains("Enter ends them");
    }

    @Test
    void run_help_saysHow() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(ShopTour.HELP);
    }

    @ParameterizedTest
    @CsvSource({"--linger", "-x"})
    void run_unknownOption_isRefusedWithACure(String option) {
        assertThat(run(option)).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains(option, "use --stay or nothing");
    }

    private int run(String... arguments) {
        return ShopTour.run(
                List.of(arguments),
                new ByteArrayInputStream(new byte[] {'\n'}),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }
}
