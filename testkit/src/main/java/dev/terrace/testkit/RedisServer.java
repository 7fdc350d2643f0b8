package dev.terrace.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * A real Redis server for tests.
 *
 * <p>{@link #open()} takes the first of these that there is, {@link #launch(String...)} the first but the external one:
 *
 * <ol>
 *   <li>the server that the environment variable {@code TERRACE_TEST_REDIS_URI} names, such as {@code redis://localhost:6379};
 *       <strong>it is emptied by tests</strong>, and it cannot be killed, started or paused;
 *   <li>a container, if Testcontainers is on the class path and a Docker engine answers (not if the next variable is set);
 *   <li>a process of the binary that {@code TERRACE_TEST_REDIS_BINARY} names;
 *   <li>a process of the binary in the Maven artifact {@code embedded-redis} (Redis 6.2).
 * </ol>
 *
 * <p>A server of the testkit listens on loopback only, keeps nothing on disk, allows {@code DEBUG}, and dies with the JVM. Tests
 * get one as a parameter, see {@link WithRedis}.
 *
 * <p>A failure is a {@link TestServerException}, with the server's log where there is one; those of a Docker engine pass through.
 * Thread-safe; methods that change the server's state wait for each other.
 *
 * @since 0.1.0
 */
public final class RedisServer implements AutoCloseable {

    /** The environment variable that names an external server. */
    public static final String URI_VARIABLE = "TERRACE_TEST_REDIS_URI";

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration RESET_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration UNPAUSE_TIMEOUT = Duration.ofMillis(500);

    private final RedisBackend backend;
    private final boolean external;
    private final String baseline;

    private RedisServer(RedisBackend backend, boolean external) {
        this.backend = backend;
        this.external = external;
        this.baseline = external ? "" : configuration();
    }

    /**
     * Uses the external server that the environment names; without one, launches a server.
     *
     * @return a server that answers
     */
    public static RedisServer open() {
        String uri = System.getenv(URI_VARIABLE);
        return uri == null || uri.isBlank() ? launch() : at(uri);
    }

    /**
     * Launches a server that nobody else uses. Blocks until it answers, about 50 ms for a process, the first in a JVM 0.2 s.
     *
     * @param settings lines of {@code redis.conf}, such as {@code "maxmemory 10mb"}; a password by {@code requirepass} becomes
     *     part of {@link #uri()}
     * @return a server that answers; the caller closes it
     */
    public static RedisServer launch(String... settings) {
        RedisSettings wanted = new RedisSettings(List.of(settings));
        boolean container = System.getenv(RedisBinary.VARIABLE) == null
                && Docker.offers("org/testcontainers/containers/GenericContainer.class");
        RedisBackend backend = container ? ContainerRedis.launch(wanted) : LocalRedis.launch(wanted);
        try {
            return new RedisServer(backend, false);
        } catch (TestServerException e) {
            backend.close();
            throw e;
        }
    }

    /** A process of this host that belongs to something larger, which is never reset by itself. */
    static RedisServer part(RedisSettings settings, String... options) {
        return new RedisServer(LocalRedis.launch(settings, options), true);
    }

    /**
     * Uses a server that somebody else runs; does not connect yet.
     *
     * @param uri {@code redis[s]://[[user]:password@]host[:port]}
     * @return the server; closing it does nothing
     * @throws IllegalArgumentException if the URI has another form
     */
    public static RedisServer at(String uri) {
        return new RedisServer(new ExternalRedis(RedisAddress.parse(uri), uri), true);
    }

    /**
     * The address for clients. The same for the whole life of this object, however often the server is killed and started.
     *
     * @return a URI such as {@code redis://127.0.0.1:12345}, with the password if one is needed
     */
    public String uri() {
        return backend.uri();
    }

    /**
     * The port for clients; as constant as the {@link #uri()}.
     *
     * @return the port
     */
    public int port() {
        return backend.address().port();
    }

    /**
     * Sends one command on a connection of its own, which therefore keeps no {@code SELECT} and no {@code MULTI}.
     *
     * @param words the command and its arguments, sent as UTF-8
     * @return the reply as text: strings and numbers as they are, the elements of arrays one to a line, {@code (nil)} for
     *     nothing
     * @throws TestServerException if the reply is an error (its text is in the message), or if none came within 30 s
     * @throws IllegalArgumentException if there are no words
     */
    public String command(String... words) {
        if (words.length == 0) {
            throw new IllegalArgumentException("a command has at least one word");
        }
        return backend.address().ask(TIMEOUT, words);
    }

    /**
     * Kills the server (SIGKILL): connections break, new ones are refused. Does nothing if it does not run. Returns once it is
     * gone.
     *
     * @throws TestServerException if the server is external
     */
    public synchronized void kill() {
        backend.kill();
    }

    /**
     * Starts the server again after a {@link #kill()}, on the same port. It is empty, unless it was launched with settings that
     * keep data. Does nothing if it runs. Returns once it answers.
     *
     * @throws TestServerException if the server is external, or does not start
     */
    public synchronized void start() {
        backend.start();
    }

    /**
     * Kills the server and starts it again.
     *
     * @throws TestServerException if the server is external, or does not start
     */
    public synchronized void restart() {
        backend.kill();
        backend.start();
    }

    /**
     * Stops the process (SIGSTOP): connections stay, and new ones are even accepted, by the kernel, but nothing answers. Returns
     * once the process has stopped.
     *
     * @throws TestServerException if the server is external or does not run
     */
    public synchronized void pause() {
        backend.pause();
    }

    /**
     * Lets a paused process go on (SIGCONT). Does nothing if it is not paused.
     *
     * @throws TestServerException if the server is external or does not run
     */
    public synchronized void resume() {
        backend.resume();
    }

    /**
     * Makes the server as good as new: running, not paused, without data, scripts, functions and statistics. A server whose
     * configuration or users were changed, or that does not answer, is restarted; an external one is only emptied, its
     * configuration is left alone. Clients stay connected unless it is restarted.
     *
     * @throws TestServerException if the server cannot be brought to answer
     */
    public synchronized void reset() {
        if (external) {
            empty();
            return;
        }
        backend.start();
        try {
            backend.resume();
            empty();
            if (baseline.equals(configuration())) {
                return;
            }
        } catch (TestServerException unwell) {
            // Whatever the test has done to it, a new process does not know of it.
            restart();
            return;
        }
        restart();
    }

    /** Ends the server and deletes its files; does nothing to an external one. Idempotent. */
    @Override
    public synchronized void close() {
        backend.close();
    }

    @Override
    public String toString() {
        return "RedisServer[" + backend.address().host() + ":" + port() + "]";
    }

    private void empty() {
        RedisAddress address = backend.address();
        // Waits in vain if CLIENT PAUSE has paused everything; then a restart is the way out.
        askIfKnown(address, UNPAUSE_TIMEOUT, "CLIENT", "UNPAUSE");
        address.ask(RESET_TIMEOUT, "FLUSHALL");
        address.ask(RESET_TIMEOUT, "SCRIPT", "FLUSH");
        askIfKnown(address, RESET_TIMEOUT, "FUNCTION", "FLUSH");
        askIfKnown(address, RESET_TIMEOUT, "CONFIG", "RESETSTAT");
    }

    private static void askIfKnown(RedisAddress address, Duration timeout, String... command) {
        try {
            address.ask(timeout, command);
        } catch (TestServerException e) {
            if (!String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("unknown")) {
                throw e;
            }
        }
    }

    private String configuration() {
        RedisAddress address = backend.address();
        return address.ask(RESET_TIMEOUT, "CONFIG", "GET", "*") + address.ask(RESET_TIMEOUT, "ACL", "LIST");
    }
}
