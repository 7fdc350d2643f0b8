package dev.terrace.flags.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that keeps one document after the other is killed again and again; what it leaves is always whole. */
@Tag("proves:FLAG-8")
class KeptFileKillTest {

    private static final String SOURCE = "store";

    /** The process: keeps documents of differing lengths until it is killed. */
    static final class Keeper {
        private Keeper() {}

        public static void main(String[] arguments) throws Exception {
            KeptFile kept = new KeptFile(Path.of(arguments[0]));
            for (int i = 0; ; i++) {
                kept.save(SOURCE, Texts.document(Texts.good("x".repeat(1 + 7_919 * i % 200_000))), Instant.EPOCH);
            }
        }
    }

    @Test
    void killed_leavesAWholeFile(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("kept");
        Random random = new Random(8);
        for (int i = 0; i < 5; i++) {
            Files.deleteIfExists(file);
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Keeper.class.getName(),
                            file.toString())
                    .inheritIO()
                    .start();
            try {
                await().atMost(60, TimeUnit.SECONDS).until(() -> Files.exists(file));
                assertThat(process.waitFor(random.nextInt(200), TimeUnit.MILLISECONDS))
                        .isFalse();
            } finally {
                process.destroyForcibly().waitFor();
            }
            assertThat(Texts.of(new KeptFile(file).load(SOURCE).document())).startsWith("flags:\n  mark:");
        }
    }
}
