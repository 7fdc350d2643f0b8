package dev.terrace.examples.quickstart;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The coordinator's end of a {@link Node}. Thread-safe. */
final class NodeProcess {

    private static final long START_SECONDS = 60;
    private static final long REPORT_SECONDS = 30;
    private static final long END_SECONDS = 15;
    private static final int LOG_LINES = 30;

    private final int number;
    private final Process process;
    private final Path log;
    private final long started = System.nanoTime();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CompletableFuture<Void> served = new CompletableFuture<>();
    private final CompletableFuture<Void> reported = new CompletableFuture<>();

    private NodeProcess(int number, Process process, Path log) {
        this.number = number;
        this.process = process;
        this.log = log;
    }

    static NodeProcess launch(RunDirectory directory, int number) throws IOException {
        Path log = directory.log(number);
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        // Half a minute is too short for the second compiler to pay.
                        "-XX:TieredStopAtLevel=1",
                        // Netty, where it may; a JDK that does not know the flags ignores them.
                        "-XX:+IgnoreUnrecognizedVMOptions",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Dh2.bindAddress=127.0.0.1",
                        "-Dorg.slf4j.simpleLogger.showDateTime=true",
                        "-Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Node.class.getName(),
                        directory.path().toString(),
                        Integer.toString(number)))
                .redirectError(log.toFile())
                .start();
        NodeProcess node = new NodeProcess(number, process, log);
        Thread listener = new Thread(node::listen, "node-" + number);
        listener.setDaemon(true);
        listener.start();
        return node;
    }

    private void listen() {
        try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith("ready ")) {
                    check(Long.parseLong(line.substring("ready ".length())));
                } else if (line.equals("served")) {
                    served.complete(null);
                } else if (line.equals("reported")) {
                    reported.complete(null);
                }
            }
        } catch (IOException e) {
            // The same as an end.
        }
        IllegalStateException ended = new IllegalStateException("node " + number + " has ended too early:\n" + log());
        ready.completeExceptionally(ended);
        served.completeExceptionally(ended);
        reported.completeExceptionally(ended);
    }

    /** Stale reads are told by comparing times of different processes, so they must be of one clock. */
    private void check(long clock) {
        if (clock - started >= 0 && System.nanoTime() - clock >= 0) {
            ready.complete(null);
        } else {
            ready.completeExceptionally(new IllegalStateException(
                    "System.nanoTime() is not the same clock in all processes on this system: use Linux or macOS"));
        }
    }

    void awaitReady() throws InterruptedException {
        await(ready, START_SECONDS, "start");
    }

    void start(long at) throws IOException {
        say("start " + at);
    }

    /** True when no request is left; fails if the node has ended. */
    boolean hasServed() throws InterruptedException {
        if (served.isCompletedExceptionally()) {
            await(served, 0, "serve");
        }
        return served.isDone();
    }

    /** Has the report written. */
    void report() throws IOException, InterruptedException {
        say("report");
        await(reported, REPORT_SECONDS, "report");
    }

    private void say(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** Lets the node close its caches and end. */
    void end() throws IOException, InterruptedException {
        process.getOutputStream().close();
        if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException("node " + number
                    + (process.isAlive() ? " does not end" : " ended with code " + process.exitValue())
                    + " when told to:\n" + log());
        }
    }

    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** The last lines of what the node has logged. */
    String log() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e + ")";
        }
    }

    private void await(CompletableFuture<Void> event, long seconds, String what) throws InterruptedException {
        try {
            event.get(seconds, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw new IllegalStateException(cause == null ? e.toString() : cause.getMessage(), e);
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "node %d did not %s within %d s:\n%s".formatted(number, what, seconds, log()), e);
        }
    }
}
