package dev.terrace.benchmarks;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/*
 * A member measures in a process of its own: what an earlier one has taught the compiler, or left on the heap, is not there; and one that
 * ends its process, or never comes back, ends nothing else.
 */
/** Runs the command for one member. Immutable and thread-safe. */
final class MemberProcess implements Stage {

    private static final String SAYS = "bench: ";

    private final Redirect words;

    /** Its words, but for those of a failure, go somewhere. */
    MemberProcess(Redirect words) {
        this.words = words;
    }

    @Override
    public @Nullable String run(List<String> arguments, Path errors, Duration limit)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        command.add("-Dterrace.benchmarks=" + System.getProperty("terrace.benchmarks", "benchmarks"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Benchmarks.class.getName()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectOutput(words)
                .redirectError(errors.toFile())
                .start();
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return "it took longer than " + limit.toMinutes() + " minutes and was ended";
            }
        } finally {
            // Servers and other nodes, which it had no time to end.
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        int status = process.waitFor();
        return status == 0 ? null : reason(errors, status);
    }

    /** The last that it said of its failure. */
    private static String reason(Path errors, int status) throws IOException {
        return Files.readAllLines(errors).stream()
                .filter(line -> line.startsWith(SAYS))
                .reduce((earlier, later) -> later)
                .map(line -> line.substring(SAYS.length()))
                .orElse("its process ended with " + status);
    }
}
