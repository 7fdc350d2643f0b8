package dev.terrace.faults;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/*
 * The source that all nodes cache: a version for each key, in a file that all processes map into their memory. A change is one atomic
 * addition, which everybody sees at once and which a killed process cannot leave half done. So a load that begins after a
 * change has returned reads it, and no fault of a server touches the truth.
 */
/** The source of a run. Thread-safe, across processes. */
final class Truth {

    private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final MappedByteBuffer memory;

    private Truth(MappedByteBuffer memory) {
        this.memory = memory;
    }

    /** Opens the source of a run; whoever is first creates it, with all versions 0. */
    static Truth open(Path directory, int keys) throws IOException {
        try (FileChannel channel = FileChannel.open(
                directory.resolve("truth"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            return new Truth(channel.map(FileChannel.MapMode.READ_WRITE, 0, (long) keys * Long.BYTES));
        }
    }

    long version(int key) {
        return (long) LONGS.getVolatile(memory, key * Long.BYTES);
    }

    /** Raises a version, and answers the new one. */
    long change(int key) {
        return (long) LONGS.getAndAdd(memory, key * Long.BYTES, 1L) + 1;
    }
}
