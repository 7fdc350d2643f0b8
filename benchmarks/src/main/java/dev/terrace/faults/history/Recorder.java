package dev.terrace.faults.history;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes one file of a history, see {@link HistoryFiles}. Thread-safe. */
public final class Recorder implements AutoCloseable {

    private final BufferedWriter out;

    private Recorder(BufferedWriter out) {
        this.out = out;
    }

    /**
     * Begins a file.
     *
     * @param directory the run's
     * @param node whose file
     * @param part what tells it from others of that node
     * @return a recorder, to be closed
     * @throws IOException if it cannot be made
     */
    public static Recorder of(Path directory, int node, String part) throws IOException {
        return new Recorder(Files.newBufferedWriter(directory.resolve("node-" + node + "-" + part + ".txt")));
    }

    /**
     * Begins the owner's file.
     *
     * @param directory the run's
     * @return a recorder, to be closed
     * @throws IOException if it cannot be made
     */
    public static Recorder ofOwner(Path directory) throws IOException {
        return new Recorder(Files.newBufferedWriter(directory.resolve(HistoryFiles.OWNER)));
    }

    /**
     * Writes a line.
     *
     * @param word what it is about
     * @param values without spaces
     */
    public synchronized void line(String word, Object... values) {
        try {
            out.write(word);
            for (Object value : values) {
                out.write(' ');
                out.write(value.toString());
            }
            out.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Hands what was written to the system, so that it outlives this process. */
    public synchronized void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
