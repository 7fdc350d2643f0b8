package dev.terrace.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole of it, small: a real Redis that dies, two JVMs, H2. */
class QuickStartIT {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void run_generatedWithOutage_endsWell() {
        int code = run("--requests", "8000", "--products", "500", "--seconds", "8");
        assertThat(code).as("%s%s", out, err).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("8,000 of the input's 8,000 served", "80 changes, 0 failed", "0, counted through the outage")
                .contains("Redis was killed, and answered again after")
                .contains("100 %  8,000 of 8,000 requests")
                .contains("GOOD");
    }

    @Test
    void run_traceWithoutOutage_servesWhatWasAskedFor(@TempDir Path directory) throws IOException {
        Path trace = directory.resolve("trace.gz");
        try (var keys = new DataOutputStream(new GZIPOutputStream(Files.newOutputStream(trace)))) {
            for (int i = 0; i < 2_000; i++) {
                keys.writeInt((i * i) % 97 - 5);
            }
        }
        int code = run("--trace", trace.toString(), "--requests", "1500", "--seconds", "0", "--no-outage");
        assertThat(code).as("%s%s", out, err).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("1,500 of the input's 2,000 served", "15 changes, 0 failed")
                .contains("none, as --no-outage says");
    }

    @Test
    void run_warm_showsBothSideBySide() {
        int code = run("--warm", "--requests", "20000", "--products", "1000");
        assertThat(code).as("%s%s", out, err).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("The first 500 requests after the restart")
                .contains("restarted, warming on", "restarted, warming off")
                .containsPattern("100 %  [0-9]+ of [0-9]+ keys")
                .contains("Warming on reaches");
    }

    private int run(String... arguments) {
        return QuickStart.run(
                List.of(arguments),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false);
    }
}
