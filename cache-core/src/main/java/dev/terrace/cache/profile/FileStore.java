package dev.terrace.cache.profile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** A profile in a file, replaced by renaming. Thread-safe. */
final class FileStore implements ProfileStore {

    private final Path file;
    private final Path directory;

    FileStore(Path file) {
        this.file = file.toAbsolutePath();
        Path parent = this.file.getParent();
        if (parent == null) {
            throw new IllegalArgumentException("a profile's file cannot be a root: give it a name");
        }
        directory = parent;
    }

    @Override
    public String description() {
        return "profile file " + file.getFileName();
    }

    @Override
    public byte @Nullable [] read() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size > MAXIMUM_BYTES) {
                throw new IOException(description() + " has " + size + " bytes, more than any profile");
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) size);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // Reads on.
            }
            byte[] read = new byte[bytes.position()];
            bytes.flip().get(read);
            return read;
        } catch (NoSuchFileException none) {
            return null;
        }
    }

    @Override
    public synchronized void write(byte[] profile) throws IOException {
        Path next = Files.createTempFile(directory, file.getFileName() + ".", ".tmp"); // for its owner alone
        try {
            try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(profile);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            replace(next);
            forceDirectory();
        } finally {
            Files.deleteIfExists(next);
        }
    }

    private void replace(Path next) throws IOException {
        try {
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException notHere) {
            throw new IOException(
                    "the file system of " + description() + " cannot rename a file at once: use another directory",
                    notHere);
        }
    }

    /** So that the new name survives the machine; some systems cannot open a directory, and do it by themselves. */
    private void forceDirectory() {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException notHere) {
            return;
        }
    }
}
