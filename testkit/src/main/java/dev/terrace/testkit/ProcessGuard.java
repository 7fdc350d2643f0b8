package dev.terrace.testkit;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/*
 * A JVM that is killed, or crashes, runs no shutdown hook, and its children live on. The guard is a shell that waits for the end
 * of its input, a pipe whose only writing end this JVM holds. The kernel closes it when the JVM is gone, for whatever reason,
 * and the shell signals the server. It ignores the signals that a terminal sends to the whole group, else it would die first.
 *
 * Order matters when a server is stopped in the normal way: first the guard is killed, then the server, so that the guard
 * never signals a process id that the system has given to somebody else.
 */
/** Ends a process when this JVM dies without an orderly exit. Thread-safe. */
final class ProcessGuard implements AutoCloseable {

    private static final String SHELL = "/bin/sh";
    private static final String SCRIPT = "trap '' INT TERM HUP; read -r line; kill -s \"$2\" \"$1\"";

    private final @Nullable Process shell;

    private ProcessGuard(@Nullable Process shell) {
        this.shell = shell;
    }

    /** A guard that sends the signal, such as {@code KILL}; one that does nothing where there is no shell. */
    static ProcessGuard over(long pid, String signal) {
        if (!Files.isExecutable(Path.of(SHELL))) {
            return new ProcessGuard(null);
        }
        try {
            return new ProcessGuard(new ProcessBuilder(SHELL, "-c", SCRIPT, "terrace-guard", Long.toString(pid), signal)
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start());
        } catch (IOException e) {
            throw new TestServerException("cannot start the guard of process " + pid, e);
        }
    }

    /** Ends the guard, not the process. Returns once the guard is gone. */
    @Override
    public void close() {
        if (shell != null) {
            ServerProcess.destroy(shell);
        }
    }
}
