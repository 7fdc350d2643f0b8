package dev.terrace.flags.source;

import dev.terrace.flags.Format;
import dev.terrace.flags.OperatorOverride;
import dev.terrace.flags.Problem;
import dev.terrace.flags.internal.document.Limits;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/*
 * The last known good on disk. Its first line is "terrace-flags-kept 1 <SHA-256 of all that follows the line>"; what follows is
 * binary: source, second and nanosecond of keeping, format, overrides (flag, variant, end), document; texts and the document have
 * their length before them. Everything is checked before anything is believed: the size before it is read, the checksum before it
 * is decoded, and the lengths while it is. A later version may change all but the first line.
 *
 * Written beside its place, forced to disk, moved over the old one, and the directory forced: after a crash at any moment one of the
 * two is there as a whole. The name beside is always the same, so that crashes leave no heap of files.
 */
/** The last known good of one source, in one file. Not thread-safe; a file belongs to one feed. */
final class KeptFile {

    private static final String MAGIC = "terrace-flags-kept ";
    private static final String VERSION = "1";
    private static final int HEAD = MAGIC.length() + VERSION.length() + 1 + 64 + 1;
    private static final int BESIDE_THE_DOCUMENT = 2 << 20;

    static final int LARGEST = HEAD + Limits.LENGTH + BESIDE_THE_DOCUMENT;

    /** What was kept. */
    record Content(Document document, Instant kept) {}

    /** Why it cannot be used. */
    static final class UnusableException extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient Problem problem;

        UnusableException(Path file, String message, String cure) {
            super(message);
            problem = new Problem(0, file.toString(), message, cure);
        }

        Problem problem() {
            return problem;
        }
    }

    private final Path file;

    KeptFile(Path file) {
        this.file = file.toAbsolutePath();
    }

    void save(String source, Document document, Instant now) throws IOException {
        byte[] body = encode(source, document, now);
        byte[] head = (MAGIC + VERSION + " " + Document.digest(body) + "\n").getBytes(StandardCharsets.US_ASCII);
        if (head.length + body.length > LARGEST) {
            throw new IOException("it has " + (head.length + body.length) + " bytes; at most " + LARGEST + " are kept");
        }
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        // Never written through a link that somebody has laid there.
        try (FileChannel channel = FileChannel.open(
                beside,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING,
                LinkOption.NOFOLLOW_LINKS)) {
            write(channel, head);
            write(channel, body);
            channel.force(true);
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceDirectory();
    }

    Content load(String source) throws UnusableException {
        byte[] bytes = read();
        String line = line(bytes);
        if (line == null || !line.startsWith(MAGIC)) {
            throw unusable("this is no last known good", "name a file of its own, or remove this one");
        }
        String[] words = line.substring(MAGIC.length()).split(" ", -1);
        if (!words[0].equals(VERSION)) {
            throw unusable(
                    "version \"" + words[0] + "\" of this file is not known here, only " + VERSION,
                    "start with the version of Terrace that wrote it, or remove it");
        }
        byte[] body = java.util.Arrays.copyOfRange(bytes, line.length() + 1, bytes.length);
        if (words.length != 2 || !words[1].equals(Document.digest(body))) {
            throw unusable("its checksum does not fit: it is damaged", "remove it; it is written anew");
        }
        return decode(body, source);
    }

    private byte[] read() throws UnusableException {
        try {
            if (Files.size(file) > LARGEST) {
                throw unusable("it is too large to be one", "remove it; it is written anew");
            }
            try (InputStream stream = Files.newInputStream(file)) {
                return stream.readNBytes(LARGEST);
            }
        } catch (NoSuchFileException e) {
            throw unusable("nothing was kept yet", "start once while the source can be read");
        } catch (IOException e) {
            throw unusable("it cannot be read: " + e, "let this process read it");
        }
    }

    private static @Nullable String line(byte[] bytes) {
        for (int i = 0; i < Math.min(bytes.length, HEAD + 64); i++) {
            if (bytes[i] == '\n') {
                return new String(bytes, 0, i, StandardCharsets.ISO_8859_1);
            }
        }
        return null;
    }

    private static byte[] encode(String source, Document document, Instant now) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(document.length() + 1_024);
        DataOutputStream out = new DataOutputStream(bytes);
        text(out, source);
        out.writeLong(now.getEpochSecond());
        out.writeInt(now.getNano());
        text(out, document.format().name());
        out.writeInt(document.overrides().size());
        for (OperatorOverride override : document.overrides()) {
            text(out, override.flag());
            text(out, override.variant());
            Instant until = override.until();
            out.writeBoolean(until != null);
            if (until != null) {
                out.writeLong(until.getEpochSecond());
                out.writeInt(until.getNano());
            }
        }
        out.writeInt(document.length());
        document.stream().transferTo(out);
        return bytes.toByteArray();
    }

    private Content decode(byte[] body, String source) throws UnusableException {
        try {
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(body));
            String of = text(in);
            if (!of.equals(source)) {
                throw unusable(
                        "it was kept of another source: " + of,
                        "give each feed a file of its own, or remove this one if the source was renamed");
            }
            Instant kept = instant(in);
            Format format = Format.valueOf(text(in));
            List<OperatorOverride> overrides = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                overrides.add(new OperatorOverride(text(in), text(in), in.readBoolean() ? instant(in) : null));
            }
            byte[] document = block(in);
            if (in.available() > 0) {
                throw new IOException("bytes after its end");
            }
            return new Content(Document.of(document, format).overrides(overrides), kept);
        } catch (IOException | RuntimeException e) {
            throw unusable("its checksum fits and its content does not: " + e, "remove it; it is written anew");
        }
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(block(in), StandardCharsets.UTF_8);
    }

    private static byte[] block(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("a length of " + length);
        }
        return in.readNBytes(length);
    }

    private static Instant instant(DataInputStream in) throws IOException {
        return Instant.ofEpochSecond(in.readLong(), in.readInt());
    }

    private static void write(FileChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /** Not every system can; where it cannot, a move is as safe as the file system makes it. */
    private void forceDirectory() {
        Path directory = file.getParent();
        if (directory == null) {
            return;
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Windows opens no directories.
        }
    }

    private UnusableException unusable(String message, String cure) {
        return new UnusableException(file, message, cure);
    }
}
