package dev.terrace.cache.jdbc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/**
 * What H2 writes to a database's file below {@code written:}, write by write, and what a process that is killed leaves of it: what is
 * written outlives it, in the order in which it was written, and of the last write perhaps only the beginning. For one test at a time.
 */
final class WrittenFile {

    private static final int PAGE = 4096;
    private static final Queue<Write> WRITES = new ConcurrentLinkedQueue<>();

    /** The file as far as it was played back. */
    private byte[] content = new byte[0];

    WrittenFile() {
        FilePath.register(new Provider());
        WRITES.clear();
    }

    /** One write, or where there are no bytes, a cut at the position. */
    private record Write(long position, byte[] bytes, boolean isCut) {}

    /** Looks at what might have been left. */
    interface Witness {
        void sees(byte[] content) throws Exception;
    }

    /** Plays back what was written since the last time, and shows what a kill at any time between would have left. */
    void playBack(Witness witness) throws Exception {
        for (Write write : drained()) {
            if (!write.isCut()) {
                int last = (write.bytes().length - 1) / PAGE * PAGE;
                for (int part : last > PAGE ? new int[] {PAGE, last} : new int[] {last}) {
                    if (part > 0) {
                        witness.sees(after(write, part));
                    }
                }
            }
            content = after(write, write.bytes().length);
            witness.sees(content);
        }
    }

    private static List<Write> drained() {
        List<Write> drained = new ArrayList<>();
        for (Write write = WRITES.poll(); write != null; write = WRITES.poll()) {
            drained.add(write);
        }
        return drained;
    }

    private byte[] after(Write write, int length) {
        int position = Math.toIntExact(write.position());
        if (write.isCut()) {
            return Arrays.copyOf(content, position);
        }
        byte[] after = Arrays.copyOf(content, Math.max(content.length, position + length));
        System.arraycopy(write.bytes(), 0, after, position, length);
        return after;
    }

    /** Public, since H2 makes one for each path, by reflection. */
    public static final class Provider extends FilePathWrapper {

        /** For H2. */
        public Provider() {}

        @Override
        public String getScheme() {
            return "written";
        }

        @Override
        public FileChannel open(String mode) throws IOException {
            FileChannel file = getBase().open(mode);
            return name.endsWith(".mv.db") ? new Noting(file) : file;
        }
    }

    private static final class Noting extends PassingFile {

        Noting(FileChannel file) {
            super(file);
        }

        @Override
        public int write(ByteBuffer bytes, long position) throws IOException {
            byte[] copy = new byte[bytes.remaining()];
            bytes.duplicate().get(copy);
            WRITES.add(new Write(position, copy, false));
            return super.write(bytes, position);
        }

        @Override
        public FileChannel truncate(long size) throws IOException {
            if (size < size()) {
                WRITES.add(new Write(size, new byte[0], true));
            }
            return super.truncate(size);
        }
    }
}
