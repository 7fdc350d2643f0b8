package dev.terrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestsTest {

    private static final Experiment REPLAYING = new Experiment(
            "some", "What is it", List.of(), true, (asked, progress) -> new Findings(List.of(), "", Map.of()));

    @TempDir
    private Path directory;

    private Path trace() throws IOException {
        Path file = directory.resolve("some.trace.gz");
        try (var keys = new DataOutputStream(new GZIPOutputStream(Files.newOutputStream(file)))) {
            keys.writeInt(7);
            keys.writeInt(-1);
            keys.writeInt(7);
        }
        return file;
    }

    @Test
    void trace_isReadInItsOrder() throws IOException {
        Requests requests = Requests.read(trace());
        assertThat(requests.label()).isEqualTo("some.trace.gz");
        assertThat(requests.keys()).containsExactly(7, -1, 7);
        assertThat(requests.different()).isEqualTo(2);
    }

    @Test
    void generator_isTheSameForASeed_andSkewed() {
        int[] keys = Requests.zipf(10_000, 1_000, 5).keys();
        assertThat(keys)
                .isEqualTo(Requests.zipf(10_000, 1_000, 5).keys())
                .isNotEqualTo(Requests.zipf(10_000, 1_000, 6).keys());
        assertThat(IntStream.of(keys)).allMatch(key -> key >= 0 && key < 1_000);
        long hottest =
                IntStream.of(keys)
                        .boxed()
                        .collect(Collectors.groupingBy(key -> key, Collectors.counting()))
                        .values()
                        .stream()
                        .max(Long::compare)
                        .orElse(0L);
        assertThat(hottest).as("ten each would be even").isGreaterThan(100);
    }

    @Test
    void traces_areGivenByOption_whereTheyAreReplayed() throws Exception {
        Asked asked =
                Asked.of(REPLAYING, List.of("--trace", trace().toString(), "--trace", trace().toString()), directory);
        assertThat(asked.traces()).containsExactly(trace().toAbsolutePath(), trace().toAbsolutePath());
        assertThat(REPLAYING.usage()).contains("--trace FILE");
        assertThatThrownBy(() -> Asked.of(REPLAYING, List.of("--trace", "nowhere.gz"), directory))
                .isInstanceOf(MalformedException.class)
                .hasMessageStartingWith("--trace is not a file that can be read: 'nowhere.gz'");
    }
}
