package dev.terrace.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {

    @Test
    void parse_nothing_givesDefaults() {
        assertThat(Options.parse(List.of()))
                .isEqualTo(new Options(null, null, Options.DEFAULT_PRODUCTS, 1, 4, 40, true, false, false));
    }

    @Test
    void parse_everything_isTaken() {
        assertThat(Options.parse(List.of(
                        "--requests",
                        "10_000",
                        "--products=500",
                        "--seed",
                        "-7",
                        "--threads",
                        "2",
                        "--seconds",
                        "0",
                        "--no-outage")))
                .isEqualTo(new Options(null, 10_000, 500, -7, 2, 0, false, false, false));
    }

    @Test
    void parse_warm_isTaken() {
        assertThat(Options.parse(List.of("--warm")).warm()).isTrue();
    }

    @Test
    void parse_trace_isTaken() {
        assertThat(Options.parse(List.of("--trace", "a b.gz")).trace()).isEqualTo(Path.of("a b.gz"));
    }

    @ParameterizedTest
    @CsvSource({
        "--trace,                  --trace needs a value",
        "--seed --no-outage,       --seed needs a value",
        "--requests=,              --requests needs a value",
        "--requests 0,             --requests must be a number from 1 to",
        "--requests many,          --requests must be a number from 1 to",
        "--products -5,            --products must be a number from 1 to",
        "--threads 65,             --threads must be a number from 1 to 64: 65",
        "--seconds 1.5,            '--seconds must be a number from 0 to 3,600: 1.5'",
        "--seconds 99999999999999, --seconds must be a number",
        "--no-outage=yes,          --no-outage takes no value",
        "--trace x --products 7,   leave one of --products and --trace out",
        "--sed 7,                  unknown option --sed: see --help",
        "trace.gz,                 unknown option trace.gz: see --help",
    })
    void parse_malformed_namesTheOptionAndTheCure(String line, String message) {
        assertThatThrownBy(() -> Options.parse(List.of(line.strip().split(" "))))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(message);
    }

    @Test
    void run_malformed_exitsWithTwoAndAMessage() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = QuickStart.run(List.of("--threads"), stream(new ByteArrayOutputStream()), stream(err), false);
        assertThat(code).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("quickstart: --threads needs a value");
    }

    @Test
    void run_help_exitsWithZeroAndListsTheOptions() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int code = QuickStart.run(List.of("--help"), stream(out), stream(new ByteArrayOutputStream()), false);
        assertThat(code).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("--trace", "--requests", "--products", "--seed", "--threads", "--seconds", "--no-outage")
                .contains("%,d".formatted(Options.DEFAULT_REQUESTS), "%,d".formatted(Options.DEFAULT_PRODUCTS));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
