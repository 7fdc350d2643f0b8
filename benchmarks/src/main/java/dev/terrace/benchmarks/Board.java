package dev.terrace.benchmarks;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A few numbers in memory that two processes share, each on cache lines of its own. Thread-safe. */
final class Board {

    /** What is written there. */
    enum Cell {
        /** By the sender: the version that a load of the observer brings. */
        SOURCE,
        /** By the observer: the last version that a read has shown, and when that was. */
        READ,
        READ_NANOS,
        /** By the observer: the number of the last bare message, and when it was seen. */
        HEARD,
        HEARD_NANOS
    }

    private static final int LINES = 128;
    private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final ByteBuffer memory;

    private Board(ByteBuffer memory) {
        this.memory = memory;
    }

    /** The board in a file, which is made if there is none. */
    static Board open(Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new Board(channel.map(FileChannel.MapMode.READ_WRITE, 0, (long) LINES * Cell.values().length));
        }
    }

    long get(Cell cell) {
        return (long) LONGS.getVolatile(memory, LINES * cell.ordinal());
    }

    void set(Cell cell, long value) {
        LONGS.setVolatile(memory, LINES * cell.ordinal(), value);
    }
}
