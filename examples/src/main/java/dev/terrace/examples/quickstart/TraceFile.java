package dev.terrace.examples.quickstart;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Reads a recorded input: gzip of big-endian 32-bit integers, each the key of one request. */
final class TraceFile {

    static final int MAXIMUM_REQUESTS = 100_000_000;

    /**
     * What was read.
     *
     * @param keys those that are to be served
     * @param total how many the file has
     */
    record Trace(int[] keys, long total) {}

    private TraceFile() {}

    /** Reads the whole file, so that a fault at its end is seen, and keeps the first requests. */
    static Trace read(Path file, int atMost) {
        if (Files.isDirectory(file)) {
            throw new UsageException("--trace names a directory, " + file + ": name a file in it");
        }
        try (InputStream in = new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file)), 1 << 16)) {
            return read(file, in, atMost);
        } catch (NoSuchFileException e) {
            throw new UsageException("--trace names a file that does not exist, " + file + ": check the path");
        } catch (EOFException e) {
            throw new UsageException("--trace names a file that is cut short, " + file + ": copy it again");
        } catch (ZipException e) {
            throw new UsageException("--trace names a file that is not gzip, or is damaged, " + file + " ("
                    + e.getMessage() + "): compress the keys with gzip, or copy it again");
        } catch (IOException e) {
            throw new UsageException("--trace names a file that cannot be read, " + file + " (" + e + ")");
        }
    }

    private static Trace read(Path file, InputStream in, int atMost) throws IOException {
        byte[] block = new byte[1 << 16];
        int[] keys = new int[1 << 16];
        long total = 0;
        while (true) {
            int bytes = in.readNBytes(block, 0, block.length);
            if (bytes % Integer.BYTES != 0) {
                throw new UsageException("--trace names a file that ends within a key, " + file
                        + ": its uncompressed length must be a multiple of 4 bytes; copy it again");
            }
            ByteBuffer buffer = ByteBuffer.wrap(block, 0, bytes);
            while (buffer.hasRemaining()) {
                int key = buffer.getInt();
                if (total < Math.min(atMost, MAXIMUM_REQUESTS)) {
                    keys = total < keys.length ? keys : Arrays.copyOf(keys, keys.length * 2);
                    keys[(int) total] = key;
                }
                total++;
            }
            if (bytes < block.length) {
                break;
            }
        }
        if (total > MAXIMUM_REQUESTS && atMost > MAXIMUM_REQUESTS) {
            throw new UsageException(
                    "--trace names a file with more than %,d requests, %s: serve some of them by --requests"
                            .formatted(MAXIMUM_REQUESTS, file));
        }
        if (total == 0) {
            throw new UsageException("--trace names a file without requests, " + file + ": name one that has some");
        }
        return new Trace(Arrays.copyOf(keys, (int) Math.min(total, atMost)), total);
    }
}
