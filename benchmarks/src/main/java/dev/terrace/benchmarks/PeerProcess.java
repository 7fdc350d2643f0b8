package dev.terrace.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The owner's end of a {@link Peer}. To be used by one thread. */
public final class PeerProcess implements AutoCloseable {

    /** The heap and the collector are named, since the JVM's choice depends on the machine. */
    private static final List<String> MEASURED = List.of("-Xms512m", "-Xmx512m", "-XX:+UseG1GC");

    private static final List<String> JVM_ARGUMENTS = List.of(
            // Netty, where it may; a JDK that does not know the flags ignores them.
            "-XX:+IgnoreUnrecognizedVMOptions",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    private static final int START_SECONDS = 60;
    private static final int ANSWER_SECONDS = 600;
    private static final int END_SECONDS = 15;

    private final String duty;
    private final Process process;
    private final Path log;
    private final long started = System.nanoTime();
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    private PeerProcess(String duty, Process process, Path log) {
        this.duty = duty;
        this.process = process;
        this.log = log;
    }

    /** Starts a {@link Peer} that something is measured with. */
    static PeerProcess launch(Path log, String duty, String... needs) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(duty));
        arguments.addAll(List.of(needs));
        return launch(log, duty, Peer.class, MEASURED, arguments);
    }

    /** Starts a process that something is measured with, of another main class. */
    static PeerProcess launch(Path log, Class<?> main, String duty, String... needs) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(duty));
        arguments.addAll(List.of(needs));
        return launch(log, duty, main, MEASURED, arguments);
    }

    /** Starts a process and waits until it is ready. */
    private static PeerProcess launch(
            Path log, String duty, Class<?> main, List<String> options, List<String> arguments) throws IOException {
        PeerProcess peer = begin(log, duty, main, options, arguments);
        peer.awaitReady();
        return peer;
    }

    /**
     * Starts a process with the class path and the JDK of this one.
     *
     * @param log gets what it has to say besides its answers
     * @param duty the process's name in messages
     * @param main its main class, which calls {@link Peer#serve}
     * @param options more options for its JVM
     * @param arguments for its main class
     * @return the process, which is not {@linkplain #awaitReady ready} yet
     * @throws IOException if the system starts none
     */
    public static PeerProcess begin(Path log, String duty, Class<?> main, List<String> options, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(JVM_ARGUMENTS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        PeerProcess peer = new PeerProcess(duty, process, log);
        Thread listener = new Thread(peer::listen, "peer-" + duty);
        listener.setDaemon(true);
        listener.start();
        return peer;
    }

    /**
     * Waits until it is ready; kills it if it is not after a minute.
     *
     * @throws IllegalStateException if it does not become ready, or has another clock than this process
     */
    public void awaitReady() {
        try {
            check(next(START_SECONDS), started);
        } catch (RuntimeException failure) {
            process.destroyForcibly();
            throw failure;
        }
    }

    /**
     * Has a line answered.
     *
     * @param line what is asked
     * @return the answer, one line
     * @throws IllegalStateException if the process has ended, or says nothing for ten minutes
     */
    public String ask(String line) {
        try {
            process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw ended();
        }
        return next(ANSWER_SECONDS);
    }

    /**
     * The process's id, for signals.
     *
     * @return the id
     */
    public long pid() {
        return process.pid();
    }

    private String next(int seconds) {
        try {
            String line = heard.poll(seconds, TimeUnit.SECONDS);
            if (line == null) {
                throw new IllegalStateException("the process " + duty + " has said nothing for " + seconds + " s");
            }
            if (line.isEmpty()) {
                throw ended();
            }
            return line;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Times of different processes are compared, so they must be of one clock. */
    private static void check(String ready, long started) {
        long clock = Long.parseLong(ready.substring("ready ".length()));
        if (clock - started < 0 || System.nanoTime() - clock < 0) {
            throw new IllegalStateException(
                    "System.nanoTime() is not the same clock in all processes on this system: use Linux or macOS");
        }
    }

    private void listen() {
        try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                heard.add(line);
            }
        } catch (IOException e) {
            // The same as an end.
        }
        heard.add("");
    }

    private IllegalStateException ended() {
        return new IllegalStateException("the process " + duty + " has ended too early: see " + log);
    }

    /** Tells it to close its caches and to end, and does not wait for that. */
    public void end() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            process.destroyForcibly();
        }
    }

    /** Lets it close its caches and end; kills it if it does not. */
    @Override
    public void close() {
        end();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
