package dev.terrace.examples.quickstart;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/*
 * A file that all processes of a run map into their memory: what one writes the others see at once, without a message that
 * could be late. Times are System.nanoTime(), which on Linux and macOS is one clock for all processes of a machine; the
 * coordinator makes sure of that before it trusts a node (NodeProcess).
 *
 * Layout, in 64-bit words: when the outage began, when it ended, a count of served requests for each thread, and for each
 * change when it was committed. 0 is 'not yet'.
 */
/** What the processes of a run tell each other. Thread-safe. */
final class Board {

    private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private static final int OUTAGE_BEGAN = 0;
    private static final int OUTAGE_ENDED = 1;
    private static final int SERVED = 2;

    private final MappedByteBuffer memory;
    private final int threads;

    private Board(MappedByteBuffer memory, int threads) {
        this.memory = memory;
        this.threads = threads;
    }

    /** Opens the board; whoever is first creates it. */
    static Board open(Path file, int threads, int changes) throws IOException {
        long words = SERVED + threads + (long) changes;
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new Board(channel.map(FileChannel.MapMode.READ_WRITE, 0, words * Long.BYTES), threads);
        }
    }

    void outageBegins(long nanos) {
        set(OUTAGE_BEGAN, nanos);
    }

    void outageEnded(long nanos) {
        set(OUTAGE_ENDED, nanos);
    }

    /** When Redis was about to be killed; 0 if it was not yet. */
    long outageBegan() {
        return get(OUTAGE_BEGAN);
    }

    /** When Redis answered again; 0 if it has not yet. */
    long outageEnded() {
        return get(OUTAGE_ENDED);
    }

    void served(int thread, long requests) {
        set(SERVED + thread, requests);
    }

    /** How many requests all nodes have served. */
    long served() {
        long sum = 0;
        for (int thread = 0; thread < threads; thread++) {
            sum += get(SERVED + thread);
        }
        return sum;
    }

    void committing(int slot, long nanos) {
        set(SERVED + threads + slot, nanos);
    }

    /** When the commit of a change began; 0 if it has not yet. */
    long committed(int slot) {
        return get(SERVED + threads + slot);
    }

    private void set(int word, long value) {
        LONGS.setVolatile(memory, word * Long.BYTES, value);
    }

    private long get(int word) {
        return (long) LONGS.getVolatile(memory, word * Long.BYTES);
    }
}
