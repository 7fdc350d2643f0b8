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
        SOURCE(0),
        /** By the observer: the last version that a read has shown, and when that was. */
        READ(1),
        READ_NANOS(2),
        /** By the observer: the number of the last bare message, and when it was seen. */
        HEARD(3),
        HEARD_NANOS(4);

        private static final int COUNT = 5;

        private final int place;

        Cell(int line) {
            place = line * LINE_BYTES;
        }
    }

    /** Two cache lines, since processors fetch them in pairs. */
    private static final int LINE_BYTES = 128;

    private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final ByteBuffer memory;

    private Board(ByteBuffer memory) {
        this.memory = memory;
    }

    /** The board in a file, which is made if there is none. */
    static Board open(Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new Board(channel.map(FileChannel.MapMode.READ_WRITE, 0, (long) LINE_BYTES * Cell.COUNT));
        }
    }

    long get(Cell cell) {
        return (long) LONGS.getVolatile(memory, cell.place);
    }

    void set(Cell cell, long value) {
        LONGS.setVolatile(memory, cell.place, value);
    }
}
