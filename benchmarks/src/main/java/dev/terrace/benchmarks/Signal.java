package dev.terrace.benchmarks;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** What is sent to processes. */
public enum Signal {
    /** Stops it where it is. */
    STOP,
    /** Lets it go on. */
    CONT,
    /** Ends it at once. */
    KILL;

    private static final long SECONDS = 5;

    /**
     * Sends it to a process, which may be gone.
     *
     * @param pid the process's id
     * @throws IllegalStateException if the signal is not taken
     */
    public void send(long pid) {
        try {
            Process kill = new ProcessBuilder("/bin/sh", "-c", "kill -s " + name() + " " + pid)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!kill.waitFor(SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("a signal to process " + pid + " is not taken");
            }
        } catch (IOException e) {
            throw new IllegalStateException("this system sends no signals", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
