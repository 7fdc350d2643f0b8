package dev.terrace.testkit;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One run of a server's binary: guarded, its output in a file. Not thread-safe; its owner locks. */
final class ServerProcess {

    private static final Duration SIGNAL_TIMEOUT = Duration.ofSeconds(5);

    private final Process process;
    private final ProcessGuard guard;
    private final Path log;

    private ServerProcess(Process process, ProcessGuard guard, Path log) {
        this.process = process;
        this.guard = guard;
        this.log = log;
    }

    static ServerProcess start(List<String> command, Path directory, Path log) {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.to(log.toFile()))
                    .start();
            return new ServerProcess(process, ProcessGuard.over(process.pid(), "KILL"), log);
        } catch (IOException e) {
            throw new TestServerException("cannot start " + command, e);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits until the process has ended, at most so long; false if it still runs. */
    boolean awaitExit(Duration timeout) {
        try {
            return process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TestServerException("interrupted while waiting for process " + pid(), e);
        }
    }

    /** SIGKILL; returns once the process is gone. */
    void kill() {
        guard.close();
        destroy(process);
    }

    /** SIGSTOP; returns once the process does not run any more. */
    void pause() {
        signal("STOP");
        Path state = Path.of("/proc", Long.toString(pid()), "stat");
        long deadline = System.nanoTime() + SIGNAL_TIMEOUT.toNanos();
        while (Files.exists(state) && !isStopped(state)) {
            if (awaitExit(Duration.ofMillis(1)) || System.nanoTime() - deadline > 0) {
                throw new TestServerException("process " + pid() + " did not stop");
            }
        }
    }

    /** SIGCONT. */
    void resume() {
        signal("CONT");
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return "(no log: " + e + ")";
        }
    }

    static void destroy(Process process) {
        process.destroyForcibly();
        boolean interrupted = false;
        while (true) {
            try {
                process.waitFor();
                break;
            } catch (InterruptedException e) {
                // SIGKILL is not refused: the end is a matter of milliseconds, and the caller counts on it.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void signal(String name) {
        try {
            Process kill = new ProcessBuilder("/bin/sh", "-c", "kill -s " + name + " " + pid())
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.DISCARD)
                    .start();
            if (!kill.waitFor(SIGNAL_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS) || kill.exitValue() != 0) {
                throw new TestServerException("signal " + name + " to process " + pid() + " failed");
            }
        } catch (IOException e) {
            throw new TestServerException("cannot send signals on this system", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TestServerException("interrupted while sending signal " + name, e);
        }
    }

    /** The state is the first letter after the command's name, which is in parentheses. */
    private static boolean isStopped(Path state) {
        try {
            String stat = Files.readString(state);
            return stat.startsWith(") T", stat.lastIndexOf(')'));
        } catch (IOException gone) {
            return false;
        }
    }
}
