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

    private final EmbeddedPostgres postgres;
    private final ProcessGuard guard;
    private final TempDirectory directory;
    private final ExitHook hook;

    private LocalPostgres(EmbeddedPostgres postgres, ProcessGuard guard, TempDirectory directory) {
        this.postgres = postgres;
        this.guard = guard;
        this.directory = directory;
        this.hook = new ExitHook("postgres", this::end);
    }

    static PostgresBackend launch() {
        TempDirectory directory = TempDirectory.create("postgres");
        Path data = directory.file("data");
        Path log = directory.file("postgres.log");
        int port = LoopbackPorts.free();
        try {
            EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setPort(port)
                    .setDataDirectory(data)
                    .setLocaleConfig("locale", "C")
                    .setServerConfig("full_page_writes", "off")
                    .setOutputRedirector(Redirect.appendTo(log.toFile()))
                    .setErrorRedirector(Redirect.appendTo(log.toFile()))
                    .setPGStartupWait(START_TIMEOUT)
                    .setRegisterShutdownHook(false)
                    .start();
            LocalPostgres local = new LocalPostgres(postgres, ProcessGuard.over(postmaster(data), "QUIT"), directory);
            return PostgresBackend.at(LoopbackPorts.HOST, port, local::close);
        } catch (IOException | RuntimeException e) {
            TestServerException failure = new TestServerException("PostgreSQL does not start:\n" + text(log), e);
            directory.close();
            throw failure;
        }
    }

    private void close() {
        hook.cancel();
        end();
    }

    /** Idempotent; who comes second waits for the first. */
    private synchronized void end() {
        guard.close();
        try (directory) {
            postgres.close();
        } catch (IOException e) {
            throw new TestServerException("PostgreSQL does not stop", e);
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
