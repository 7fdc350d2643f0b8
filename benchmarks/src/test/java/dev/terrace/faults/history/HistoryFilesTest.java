package dev.terrace.faults.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFilesTest {

    private static final String RUN = """
            scenario cut
            seed 3
            policy RELOAD
            silence 2000
            nodes 3
            reconnects 6
            fault 1 2
            healed 2
            quiet 4
            source 7 9
            """;

    @TempDir
    private Path directory;

    @Test
    void read_ofWhatARecorderHasWritten_isTheHistory() throws IOException {
        Files.writeString(directory.resolve("run.txt"), RUN);
        try (Recorder recorder = Recorder.of(directory, 2, "worker")) {
            recorder.line("read", 7, 1, 2, 9);
            recorder.line("change", 7, 9, 1, 2, 3, "PUT", "LOGGED", 5);
            recorder.line("failed", 7, 1, 2, "read", "SomeException");
            recorder.line("poll", 1, 2, 5);
            recorder.line("beat", 1, 2);
            recorder.line("pause", 1, 2);
            recorder.line("end");
        }

        History history = HistoryFiles.read(directory);

        assertThat(history.circumstances())
                .isEqualTo(new Circumstances(
                        "cut", 3, "RELOAD", 2_000, 3, 6, List.of(new Circumstances.Fault(1, 2)), 2, 4, Map.of(7, 9L)));
        assertThat(history.reads()).containsExactly(new Read(2, 7, 1, 2, 9));
        assertThat(history.changes()).containsExactly(new Change(2, 7, 9, 1, 2, 3, "PUT", true, 5));
        assertThat(history.failures()).containsExactly(new Failure(2, 7, 1, 2, "read", "SomeException"));
        assertThat(history.polls()).containsExactly(new Contact(2, 1, 2, 5));
        assertThat(history.beats()).containsExactly(new Contact(2, 1, 2, 0));
        assertThat(history.pauses()).containsExactly(new Pause(2, 1, 2));
        assertThat(history.survivors()).containsExactly(2);
    }

    @Test
    void read_ofALineThatWasCutOff_passesOverIt() throws IOException {
        Files.writeString(directory.resolve("run.txt"), RUN);
        Files.writeString(directory.resolve("node-0-worker.txt"), "read 7 1 2 9\nread 7 1");

        assertThat(HistoryFiles.read(directory).reads()).hasSize(1);
    }

    @Test
    void read_ofAForeignLine_namesFileAndLine() throws IOException {
        Files.writeString(directory.resolve("run.txt"), RUN);
        Files.writeString(directory.resolve("node-0-worker.txt"), "read seven\n");

        assertThatIOException()
                .isThrownBy(() -> HistoryFiles.read(directory))
                .withMessageContaining("node-0-worker.txt: read seven");
    }

    @Test
    void read_ofARunThatWasNotEnded_saysWhatIsMissing() throws IOException {
        Files.writeString(directory.resolve("run.txt"), RUN.replace("quiet 4\n", ""));

        assertThatIOException().isThrownBy(() -> HistoryFiles.read(directory)).withMessageContaining("'quiet'");
    }

    @Test
    void read_ofNoHistory_saysSo() {
        assertThatIOException().isThrownBy(() -> HistoryFiles.read(directory)).withMessageContaining("run.txt");
    }
}
