package dev.terrace.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.faults.history.HistoryFiles;
import dev.terrace.faults.history.Judge;
import dev.terrace.faults.history.Verdict;
import dev.terrace.testkit.Proves;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A short selection; {@code ./faults} has the others. */
class FaultsIT {

    @TempDir
    private Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @ParameterizedTest
    @ValueSource(strings = {"redis-cut", "redis-pubsub-killed", "redis-killed", "postgres-backends-killed"})
    @Proves({"CACHE-1", "CACHE-2", "CACHE-3", "CACHE-4"})
    void run_faults_breakNoPromise(String scenario) throws IOException {
        int status = run(scenario);

        assertThat(text(out)).contains("Every promise was kept.");
        assertThat(text(err)).isEmpty();
        assertThat(status).isZero();
        Verdict verdict = verdict(scenario);
        assertThat(verdict.circumstances().faults()).isNotEmpty();
        assertThat(verdict.reads()).isGreaterThan(1_000);
        assertThat(verdict.logged()).isPositive();
    }

    @Test
    void run_ofANodeThatForgetsInvalidations_isFoundOut() throws IOException {
        assertThat(run("redis-pubsub-killed", "--planted-bug")).isEqualTo(1);

        assertThat(text(out)).contains("CACHE-1: node 0", "1 runs have failed.");
        assertThat(verdict("redis-pubsub-killed").holds()).isFalse();
    }

    private int run(String scenario, String... more) {
        List<String> arguments = new ArrayList<>(List.of(scenario, "--seconds", "6"));
        arguments.addAll(List.of("--out", directory.toString()));
        arguments.addAll(List.of(more));
        return Faults.run(
                arguments,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private Verdict verdict(String scenario) throws IOException {
        return Judge.of(HistoryFiles.read(directory.resolve(scenario + "-1")));
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
