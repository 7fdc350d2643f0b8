package dev.terrace.cache.jdbc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/*
 * H2 writes each commit as a chunk into free space of the file, and says only now and then, in the header, which chunk is the newest.
 * Whoever opens a file that was not closed begins where the header says, looks at the last chunk of the file as well, and follows from
 * chunk to chunk the places where each expected its successor. What cannot be reached so is gone, though it stands in the file, if
 * what can be reached is whole. Three things break the path:
 *
 *  - H2 2.5 writes the header before it has noted the chunk for which it writes it. A chunk that is not where it was expected is therefore on
 *    no path until the next header, and neither are those that follow it: up to 20 commits, all of them written.
 *  - In all versions, a chunk on the path whose space has become free is overwritten by a newer one, and the header follows only then. If the
 *    process is killed in between, all that came after the chunk on the path is lost.
 *  - In all versions, a file that was closed is not searched: the chunks of which the newest one knows are looked at, the oldest first, and if one is
 *    not whole the file goes back to the newest of those before it, which may be years old. Chunks that are of no more use are looked at as well, and the first
 *    commit after the file was opened may be written over one. The mark of closing goes only after that.
 *
 * So the header is written here, as soon as a chunk is written as a whole and before H2 hears of it: a commit that H2 has answered is named by
 * the header, and whoever opens the file begins with it. H2 writes nothing over what its newest chunk still needs. A header of H2's own
 * that is behind is put right on its way, and the mark of closing is taken away before anything else is written.
 *
 * Versions grow by one with each chunk. Chunks that are moved when the file is closed are copied as they are: the newest one moved is named at its new place,
 * since its old one may be overwritten next; older ones have a lower version than the header that H2 writes before it moves anything.
 * What H2 has found when it opened the file is not known here, so until the first chunk or header any version is new.
 *
 * Kills are meant, not power failures: nothing is forced to the disk.
 *
 * A file of a form that is not known here is left as H2 writes it.
 */
/** A file of H2's, whose header names the newest chunk at any time. Thread-safe: writes exclude each other. */
final class HeadedFile extends PassingFile {

    private final ReentrantLock writing = new ReentrantLock();
    private @Nullable StoreHeader header;
    private @Nullable WrittenChunk newest;

    HeadedFile(FileChannel file) {
        super(file);
    }

    @Override
    public int write(ByteBuffer bytes, long position) throws IOException {
        writing.lock();
        try {
            int length = bytes.remaining();
            if (position == 0) {
                writeHeader(bytes);
            } else {
                writeChunk(bytes, position, WrittenChunk.of(bytes, position));
            }
            return length;
        } finally {
            writing.unlock();
        }
    }

    private void writeChunk(ByteBuffer bytes, long position, @Nullable WrittenChunk chunk) throws IOException {
        StoreHeader known = header != null ? header : read();
        if (known != null && known.isClosed()) {
            known = known.open();
            header = known;
            writeAll(known.bytes(), 0);
        }
        writeAll(bytes, position);
        if (known != null && chunk != null && (newest == null || chunk.version() >= newest.version())) {
            newest = chunk;
            header = known.naming(chunk);
            writeAll(header.bytes(), 0);
        }
    }

    /** One that H2 writes. */
    private void writeHeader(ByteBuffer bytes) throws IOException {
        StoreHeader asked = StoreHeader.of(bytes, bytes.position());
        if (asked != null && newest != null && asked.version() < newest.version()) {
            asked = asked.naming(newest);
            bytes.position(bytes.limit());
            writeAll(asked.bytes(), 0);
        } else {
            writeAll(bytes, 0);
            newest = asked == null ? null : named(asked);
        }
        header = asked;
    }

    private static @Nullable WrittenChunk named(StoreHeader header) {
        long block = StoreHeader.number(header.fields(), "block", 0);
        return block == 0
                ? null
                : new WrittenChunk(block, StoreHeader.number(header.fields(), "chunk", 0), header.version());
    }

    /** The header that stands in the file, the newer one if one was torn; null if there is none. */
    private @Nullable StoreHeader read() throws IOException {
        ByteBuffer blocks = ByteBuffer.allocate(2 * StoreHeader.BLOCK);
        while (blocks.hasRemaining() && read(blocks, blocks.position()) > 0) {}
        blocks.flip();
        StoreHeader first = StoreHeader.of(blocks, 0);
        StoreHeader second = StoreHeader.of(blocks, StoreHeader.BLOCK);
        return first == null || (second != null && second.version() > first.version()) ? second : first;
    }

    private void writeAll(ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += super.write(bytes, at);
        }
    }
}
