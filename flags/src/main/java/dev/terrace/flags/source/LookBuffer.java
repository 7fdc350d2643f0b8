package dev.terrace.flags.source;

import dev.terrace.flags.internal.document.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;

/** The bytes that a look at a file has found; used again for each. It grows no larger than a document may be. Not thread-safe. */
final class LookBuffer {

    private byte[] bytes = new byte[1 << 16];
    private int length;

    /** What a look has found. */
    enum Found {
        /** The whole content is in the buffer. */
        CONTENT,
        /** More than a document may have; it was not read, or not to its end. */
        TOO_LARGE
    }

    /** There is no file, in words for people. */
    static final class AwayException extends IOException {

        private static final long serialVersionUID = 1L;

        AwayException(String message) {
            super(message);
        }
    }

    /**
     * Reads a file.
     *
     * @throws AwayException if there is none
     * @throws IOException if it cannot be read
     */
    Found read(Path file) throws IOException {
        // A named pipe would never let go of the thread that opens it.
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(file, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            throw new AwayException("there is no such file");
        }
        if (!attributes.isRegularFile()) {
            throw new AwayException("it is not a file");
        }
        length = 0;
        if (attributes.size() > Limits.LENGTH) {
            return Found.TOO_LARGE;
        }
        try (InputStream stream = Files.newInputStream(file)) {
            for (int read = 0; read >= 0; read = stream.read(bytes, length, bytes.length - length)) {
                length += read;
                if (length > Limits.LENGTH) {
                    return Found.TOO_LARGE;
                }
                if (length == bytes.length) {
                    bytes = Arrays.copyOf(bytes, Math.min(2 * length, Limits.LENGTH + 1));
                }
            }
        }
        return Found.CONTENT;
    }

    /** The memory that it takes. */
    int size() {
        return bytes.length;
    }

    boolean holds(byte[] content) {
        return Arrays.equals(bytes, 0, length, content, 0, content.length);
    }

    byte[] copy() {
        return Arrays.copyOf(bytes, length);
    }
}
