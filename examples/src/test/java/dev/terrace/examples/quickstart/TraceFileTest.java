package dev.terrace.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceFileTest {

    @TempDir
    private Path directory;

    @Test
    void read_wholeTrace_givesKeysInOrder() throws IOException {
        TraceFile.Trace trace = TraceFile.read(file(gzip(keys(7, 0, -1, 7))), Integer.MAX_VALUE);
        assertThat(trace.keys()).containsExactly(7, 0, -1, 7);
        assertThat(trace.total()).isEqualTo(4);
    }

    @Test
    void read_moreThanABlock_isWhole() throws IOException {
        int[] keys = new int[100_000];
        Arrays.setAll(keys, i -> i * 31);
        assertThat(TraceFile.read(file(gzip(keys(keys))), Integer.MAX_VALUE).keys())
                .containsExactly(keys);
    }

    @Test
    void read_limited_keepsTheFirstAndCountsAll() throws IOException {
        TraceFile.Trace trace = TraceFile.read(file(gzip(keys(1, 2, 3, 4, 5))), 2);
        assertThat(trace.keys()).containsExactly(1, 2);
        assertThat(trace.total()).isEqualTo(5);
    }

    @Test
    void of_trace_hasOneProductForEachDistinctKey() throws IOException {
        Path file = file(gzip(keys(7, 0, -1, 7)));
        Input input = Input.of(Options.parse(List.of("--trace", file.toString())));
        assertThat(input.workload().sequence()).containsExactly(0, 1, 2, 0);
        assertThat(input.workload().ids()).containsExactly(7, 0, 0xFFFF_FFFFL);
        assertThat(input.total()).isEqualTo(4);
    }

    @Test
    void read_noFile_isRefused() {
        assertRefused(directory.resolve("none.gz"), "does not exist", "check the path");
    }

    @Test
    void read_directory_isRefused() {
        assertRefused(directory, "directory", "name a file in it");
    }

    @Test
    void read_notGzip_isRefused() throws IOException {
        assertRefused(file(keys(1, 2, 3, 4, 5)), "not gzip", "compress");
    }

    @Test
    void read_emptyFile_isRefused() throws IOException {
        assertRefused(file(new byte[0]), "cut short", "copy it again");
    }

    @Test
    void read_truncatedGzip_isRefusedEvenIfOnlyItsBeginningIsServed() throws IOException {
        int[] keys = new int[50_000];
        Arrays.setAll(keys, i -> i * 0x9E37_79B9);
        byte[] whole = gzip(keys(keys));
        Path file = file(Arrays.copyOf(whole, whole.length / 2));
        assertRefused(file, "cut short", "copy it again");
        assertThatThrownBy(() -> TraceFile.read(file, 1)).isInstanceOf(UsageException.class);
    }

    @Test
    void read_damagedGzip_isRefused() throws IOException {
        byte[] bytes = gzip(keys(1, 2, 3, 4, 5));
        bytes[bytes.length - 6] ^= 0x55; // of the checksum
        assertRefused(file(bytes), "damaged", "copy it again");
    }

    @Test
    void read_halfAKey_isRefused() throws IOException {
        assertRefused(file(gzip(Arrays.copyOf(keys(1, 2, 3), 11))), "ends within a key", "multiple of 4");
    }

    @Test
    void read_noKeys_isRefused() throws IOException {
        assertRefused(file(gzip(new byte[0])), "without requests", "name one that has some");
    }

    private static void assertRefused(Path file, String fault, String cure) {
        assertThatThrownBy(() -> TraceFile.read(file, Integer.MAX_VALUE))
                .isInstanceOf(UsageException.class)
                .hasMessageContainingAll("--trace", file.toString(), fault, cure);
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(directory.resolve("trace.gz"), bytes);
    }

    private static byte[] keys(int... keys) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            for (int key : keys) {
                out.writeInt(key);
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }
}
