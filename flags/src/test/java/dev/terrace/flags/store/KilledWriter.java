package dev.terrace.flags.store;

import dev.terrace.cache.jdbc.Jdbc;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A process that changes flags in a file until it is killed, and says of each change when it was made. */
final class KilledWriter {

    static final int FLAGS = 20;

    private final Process process;
    private final BufferedReader lines;

    private KilledWriter(Process process) {
        this.process = process;
        lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static KilledWriter start(Path file, String namespace) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return new KilledWriter(new ProcessBuilder(List.of(
                        java.toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledWriter.class.getName(),
                        file.toString(),
                        namespace))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** The next change that was made; null once the process has ended. */
    @Nullable
    String next() {
        try {
            return lines.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@code kill -9} does; waits for the end, and leaves what it had said to be read. */
    void kill() {
        process.toHandle().destroyForcibly();
        process.onExit().join();
    }

    static Jdbc open(Path file) {
        return Jdbc.builder(file).statementTimeout(Duration.ofSeconds(10)).build();
    }

    static FlagStore store(Jdbc jdbc, String namespace) {
        return FlagStore.builder(namespace)
                .ledger(jdbc.ledger())
                .pollInterval(Nodes.SELDOM)
                .awaitStore(Nodes.PATIENCE)
                .build();
    }

    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try (Jdbc jdbc = open(Path.of(arguments[0]));
                FlagStore store = store(jdbc, arguments[1])) {
            while (true) {
                StoredFlags read = Nodes.answer(store.read());
                long step = read.version().sequence();
                String variant = step / FLAGS % 2 == 0 ? "on" : "off";
                FlagChange change = FlagChange.of(
                        "writer", "step " + step, read.version(), Nodes.flag("f" + step % FLAGS, variant));
                Nodes.applied(Nodes.answer(store.change(change)));
                out.println(change.id());
            }
        }
    }
}
