package dev.terrace.testkit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A PostgreSQL out of a Maven artifact, run by this JVM on loopback; as root through a user namespace, for it refuses to be root.
 * Thread-safe.
 */
final class LocalPostgres {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    private final Running running;
    private final TempDirectory directory;
    private final ExitHook hook;

    private LocalPostgres(Running running, TempDirectory directory) {
        this.running = running;
        this.directory = directory;
        this.hook = new ExitHook("postgres", this::end);
    }

    static PostgresBackend launch() {
        TempDirectory directory = TempDirectory.create("postgres");
        Path data = directory.file("data");
        Path log = directory.file("postgres.log");
        int port = LoopbackPorts.free();
        try {
            LocalPostgres local = new LocalPostgres(run(data, log, port), directory);
            return PostgresBackend.at(LoopbackPorts.HOST, port, local::close);
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    /**
     * A server process.
     *
     * @param postgres its handle
     * @param guard ends it with this JVM
     */
    record Running(EmbeddedPostgres postgres, ProcessGuard guard) {

        /** Stops it in an orderly way; its directory stays. Idempotent. */
        void stop() {
            guard.close();
            try {
                postgres.close();
            } catch (IOException e) {
                throw new TestServerException("PostgreSQL does not stop", e);
            }
        }
    }

    /** Starts a server on a directory, which is filled first if there is nothing in it. */
    static Running run(Path data, Path log, int port) {
        try {
            EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setPort(port)
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setLocaleConfig("locale", "C")
                    .setServerConfig("full_page_writes", "off")
                    .setOutputRedirector(Redirect.appendTo(log.toFile()))
                    .setErrorRedirector(Redirect.appendTo(log.toFile()))
                    .setPGStartupWait(START_TIMEOUT)
                    .setRegisterShutdownHook(false)
                    .start();
            return new Running(postgres, ProcessGuard.over(postmaster(data), "QUIT"));
        } catch (IOException | RuntimeException e) {
            throw new TestServerException("PostgreSQL does not start:\n" + text(log), e);
        }
    }

    private void close() {
        hook.cancel();
        end();
    }

    /** Idempotent; who comes second waits for the first. */
    private synchronized void end() {
        try (directory) {
            running.stop();
        }
    }

    /** The process that all others descend from. The one that was started is only pg_ctl, and has ended. */
    private static long postmaster(Path data) throws IOException {
        return Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0));
    }

    private static String text(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return "(no log: " + e + ")";
        }
    }
}
