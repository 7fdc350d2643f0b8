package dev.terrace.cache.jdbc;

import dev.terrace.cache.spi.Append;
import dev.terrace.cache.spi.Appended;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.LogRecord;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Slice;
import dev.terrace.cache.spi.Tier;
import dev.terrace.cache.spi.TierEntry;
import dev.terrace.cache.spi.TierWrite;
import dev.terrace.testkit.TestHost;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** A node in a process of its own, which does what its parent tells it line by line, and answers with a line. */
final class EmbeddedChild implements AutoCloseable {

    private static final String CACHE = "products";

    private final Process process;
    private final PrintStream commands;
    private final BufferedReader answers;

    private EmbeddedChild(Process process) {
        this.process = process;
        this.commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Starts a process; {@code options} may ask for something to be done before the file is opened. */
    static EmbeddedChild start(Path file, String namespace, String... options) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new java.util.ArrayList<>(List.of(
                java.toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                EmbeddedChild.class.getName(),
                file.toString(),
                namespace));
        command.addAll(List.of(options));
        return new EmbeddedChild(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Sends a command and waits for its answer. */
    String ask(String command) {
        commands.println(command);
        return answer();
    }

    /** Waits for the next line. */
    String answer() {
        try {
            String line = answers.readLine();
            return line == null ? "ended" : line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the process without giving it a chance to do anything. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Lets the process close its partner. */
    @Override
    public void close() {
        commands.println("exit");
        try {
            process.onExit().get(20, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException stuck) {
            kill();
        }
    }

    public static void main(String[] arguments) throws Exception {
        if (List.of(arguments).contains("h2-in-use")) {
            DriverManager.getConnection("jdbc:h2:mem:").close();
        }
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try (Jdbc jdbc = Jdbc.builder(Path.of(arguments[0]))
                        .statementTimeout(Duration.ofSeconds(10))
                        .build();
                TestHost host = TestHost.of(arguments[1])) {
            Tier tier = jdbc.tier();
            InvalidationLog log = jdbc.log();
            tier.open(host);
            log.open(host, () -> {});
            out.println("ready");
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = in.readLine(); line != null && !line.equals("exit"); line = in.readLine()) {
                out.println(answer(line.split(" "), tier, log));
            }
        }
    }

    private static String answer(String[] words, Tier tier, InvalidationLog log) {
        try {
            return switch (words[0]) {
                case "put" -> "" + get(tier.put(CACHE, List.of(write(words[1]))));
                case "get" ->
                    Optional.ofNullable(
                                    get(tier.get(CACHE, List.of(key(words[1])))).get(0))
                            .map(EmbeddedChild::text)
                            .orElse("nothing");
                case "append" ->
                    position(get(log.append(
                            new Append(UUID.randomUUID().toString(), 0, List.of(Name.dependency(words[1]))))));
                case "read" -> slice(get(log.read(Position.NONE, 100)));
                default -> "unknown command";
            };
        } catch (Exception failure) {
            return "failed";
        }
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(40, TimeUnit.SECONDS);
    }

    private static Digest key(String word) {
        return new Digest(1, Long.parseLong(word));
    }

    private static TierWrite write(String word) {
        byte[] envelope = ("value" + word).getBytes(StandardCharsets.UTF_8);
        return new TierWrite(key(word), new Position(1, 1), false, envelope, Duration.ofHours(1));
    }

    private static String text(TierEntry entry) {
        return new String(entry.envelope(), StandardCharsets.UTF_8);
    }

    private static String position(Appended appended) {
        return appended.epoch() + "/" + appended.first();
    }

    private static String slice(Slice slice) {
        return slice.records().stream()
                .map(LogRecord::name)
                .map(Name::text)
                .collect(Collectors.joining(",", slice.reached() + ":", ""));
    }
}
