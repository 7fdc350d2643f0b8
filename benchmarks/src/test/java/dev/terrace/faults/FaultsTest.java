package dev.terrace.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultsTest {

    private static final String RUN = """
            scenario cut
            seed 3
            policy RELOAD
            silence 2000000000
            nodes 1
            reconnects 6
            healed 5000000000
            quiet 6000000000
            source 7 9
            """;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--seed                | --seed must be a whole number from 0",
                "--seed -1             | --seed must be a whole number from 0",
                "--seeds 0             | --seeds must be a whole number from 1 to 1000: 0",
                "--seconds 5           | --seconds must be a whole number from 6 to 600: 5",
                "--seconds soon        | --seconds must be a whole number from 6 to 600: soon",
                "--out                 | --out needs a value",
                "--loud                | unknown option --loud",
                "redis-drowned         | unknown scenario 'redis-drowned': ./faults --list",
                "check                 | check needs one value",
                "check here there      | check needs one value",
            })
    void run_malformed_exitsWith2AndSaysWhatToDo(String line, String message) {
        assertThat(run(line.split(" ", -1))).isEqualTo(2);
        assertThat(err()).startsWith("faults: " + message);
    }

    @Test
    void run_list_namesEveryScenarioOnce() {
        assertThat(run("--list")).isZero();
        assertThat(out().lines()).hasSameSizeAs(Scenarios.ALL);
        assertThat(Scenarios.ALL.stream().map(Scenario::name)).doesNotHaveDuplicates();
    }

    @Test
    void run_help_showsTheOptions() {
        assertThat(run("--help")).isZero();
        assertThat(out()).contains("--seed N", "./faults check DIR", "Exit code");
    }

    @Test
    void check_ofAGoodHistory_exitsWith0(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("run.txt"), RUN);
        Files.writeString(directory.resolve("node-0-worker.txt"), "read 7 9000000000 9000000001 9\nend\n");

        assertThat(run("check", directory.toString())).isZero();
        assertThat(out()).contains("cut");
    }

    @Test
    void check_ofABadHistory_exitsWith1AndGivesAnExample(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("run.txt"), RUN);
        Files.writeString(
                directory.resolve("node-0-worker.txt"),
                "change 7 9 1 2 3 PUT LOGGED 1\nread 7 9000000000 9000000001 8\nend\n");

        assertThat(run("check", directory.toString())).isEqualTo(1);
        assertThat(out()).contains("CACHE-1: node 0, key 7 at 9000000000 (+4000 ms): version 8, not 9");
    }

    @Test
    void check_ofNoHistory_exitsWith1(@TempDir Path directory) {
        assertThat(run("check", directory.toString())).isEqualTo(1);
        assertThat(err()).contains("no run has left its history");
    }

    private int run(String... arguments) {
        return Faults.run(
                List.of(arguments),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
