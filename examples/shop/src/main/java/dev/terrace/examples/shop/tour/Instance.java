package dev.terrace.examples.shop.tour;

import dev.terrace.examples.shop.ShopApplication;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An instance of the shop, in a process of its own, and how to talk to it. Thread-safe. */
final class Instance implements AutoCloseable {

    private static final long START_SECONDS = 100;
    private static final long END_SECONDS = 20;
    private static final int LOG_LINES = 40;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String name;
    private final Process process;
    private final Path log;
    private final CompletableFuture<String> address = new CompletableFuture<>();

    private Instance(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /** Starts one; it does not serve yet. */
    static Instance launch(String name, Path directory, List<String> properties) throws IOException {
        Path log = directory.resolve("instance-" + name + ".log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // A minute is too short for the second compiler to pay.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                // Netty, where it may; a JDK that does not know the flags ignores them.
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                ShopApplication.class.getName(),
                "--server.port=0"));
        command.addAll(properties);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Instance instance = new Instance(name, process, log);
        Thread listener = new Thread(instance::listen, "instance-" + name);
        listener.setDaemon(true);
        listener.start();
        return instance;
    }

    private void listen() {
        try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                Files.writeString(log, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                if (line.startsWith(ShopApplication.SERVES)) {
                    address.complete("http://127.0.0.1:" + line.substring(ShopApplication.SERVES.length()));
                }
            }
        } catch (IOException e) {
            // The same as an end.
        }
        address.completeExceptionally(new IllegalStateException("instance " + name + " has ended:\n" + log()));
    }

    void awaitServing() throws InterruptedException {
        try {
            address.get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    e.getCause() == null ? "" : e.getCause().getMessage(), e);
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "instance " + name + " does not serve within " + START_SECONDS + " s:\n" + log(), e);
        }
    }

    String name() {
        return name;
    }

    String address() {
        return address.join();
    }

    /** What a page says; fails unless it is good. */
    JsonNode get(String path, String... headers) {
        return JSON.readTree(text(path, headers));
    }

    String text(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(at(path)).GET();
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    void put(String path) {
        send(HttpRequest.newBuilder(at(path)).PUT(HttpRequest.BodyPublishers.noBody()));
    }

    /** Posts a form of the actuator, or nothing. */
    JsonNode post(String path, Map<String, String> body) {
        return JSON.readTree(send(HttpRequest.newBuilder(at(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))));
    }

    private URI at(String path) {
        return URI.create(address() + path);
    }

    private String send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer =
                    client.send(request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException(
                        answer.request() + " was answered " + answer.statusCode() + ": " + answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            throw new IllegalStateException("instance " + name + " does not answer: " + e + "\n" + log(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** The last lines of what it has logged. */
    String log() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e + ")";
        }
    }

    /** Tells it to shut down, and does not wait for that. */
    void end() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            kill();
        }
    }

    /** Lets it shut down; kills it if it does not. */
    @Override
    public void close() {
        end();
        try {
            if (process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        kill();
    }

    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
