package dev.terrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AskedTest {

    private static final Path HOME = Path.of("somewhere");
    private static final Experiment EXPERIMENT = new Experiment(
            "some",
            "What is it",
            List.of(new Knob("--rounds", 2, 100, 5, 3, "rounds"), new Knob("--names", 10, 1_000_000, 100, 10, "names")),
            (asked, progress) -> new Findings(List.of(), "", Map.of()));

    @Test
    void of_nothing_hasDefaults() throws MalformedException {
        Asked asked = Asked.of(EXPERIMENT, List.of(), HOME);
        assertThat(asked)
                .isEqualTo(new Asked(
                        EXPERIMENT, Map.of("--rounds", 5L, "--names", 100L), HOME.resolve("target/results"), false));
        assertThat(asked.title()).isEqualTo("some");
    }

    @Test
    void of_quick_hasSmallDefaultsAndWhatIsGiven() throws MalformedException {
        Asked asked = Asked.of(EXPERIMENT, List.of("--names", "77", "--quick", "--out", "there"), HOME);
        assertThat(asked.number("--rounds")).isEqualTo(3);
        assertThat(asked.number("--names")).isEqualTo(77);
        assertThat(asked.out()).isEqualTo(Path.of("there").toAbsolutePath());
        assertThat(asked.title()).isEqualTo("some-quick");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--rnds 3 | unknown option '--rnds': use --rounds, --names, --out or --quick (see ./bench some --help)",
                "--rounds | --rounds lacks its value: give it a whole number from 2 to 100, such as --rounds 5",
                "--rounds 1 | --rounds is not a whole number from 2 to 100: '1'; give it one, such as --rounds 5",
                "--names many | --names is not a whole number from 10 to 1000000: 'many'; give it one, such as --names 10",
                "--out --quick | --out lacks its directory: give it one",
            })
    void of_malformed_namesTheCure(String line, String message) {
        assertThatThrownBy(() -> Asked.of(EXPERIMENT, Arrays.asList(line.split(" ", -1)), HOME))
                .isInstanceOf(MalformedException.class)
                .hasMessageStartingWith(message);
    }

    @ParameterizedTest
    @MethodSource("names")
    void run_help_namesTheOptions(String name) {
        Said said = run(name, "--help");
        assertThat(said.status).isZero();
        assertThat(said.out).startsWith("Usage: ./bench " + name + " [options]").contains("--out DIR", "--quick");
        assertThat(run("--help").out).contains("\n  " + name + " ");
    }

    @ParameterizedTest
    @MethodSource("names")
    void run_malformed_endsWithTwoAndTheCure(String name) {
        Said said = run(name, "--nothing");
        assertThat(said.status).isEqualTo(2);
        assertThat(said.err).startsWith("bench: unknown option '--nothing': use --");
    }

    @ParameterizedTest
    @ValueSource(strings = {"heap-hits", "--quick"})
    void run_unknownSuite_namesThemAll(String name) {
        Said said = run(name);
        assertThat(said.status).isEqualTo(2);
        assertThat(said.err).contains(names());
        assertThat(run().err).startsWith("bench: the suite is missing: name one");
    }

    @Test
    void experiments_defaults_areWithinBounds() {
        assertThat(Benchmarks.EXPERIMENTS)
                .flatExtracting(Experiment::knobs)
                .allSatisfy(knob -> assertThat(List.of(knob.quick(), knob.standard()))
                        .allSatisfy(number -> assertThat(number).isBetween(knob.least(), knob.most())));
    }

    static List<String> names() {
        return List.of(
                "heap-hit",
                "log-hits",
                "log-latency",
                "log-catch-up",
                "log-appends",
                "log-cut-off",
                "log-keys",
                "never-absent");
    }

    private record Said(int status, String out, String err) {}

    private static Said run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = Benchmarks.run(
                List.of(arguments),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Said(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
