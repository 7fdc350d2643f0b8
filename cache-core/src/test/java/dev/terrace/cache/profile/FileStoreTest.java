package dev.terrace.cache.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStoreTest {

    @TempDir
    private Path directory;

    private ProfileStore store() {
        return ProfileStore.file(directory.resolve("products.profile"));
    }

    @Test
    void read_ofWhatNeverWas_isNothing() throws Exception {
        assertThat(store().read()).isNull();
    }

    @Test
    void write_replacesTheFile_andLeavesNothingBeside() throws Exception {
        store().write(new byte[] {1});
        store().write(new byte[] {2, 3});
        assertThat(store().read()).containsExactly(2, 3);
        try (var files = Files.list(directory)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void file_isItsOwners() throws Exception {
        store().write(new byte[] {1});
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("products.profile"))))
                .isEqualTo("rw-------");
    }

    @Test
    void write_thatFails_leavesWhatWasThere() throws Exception {
        store().write(new byte[] {1});
        Path gone = directory.resolve("gone");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> ProfileStore.file(gone.resolve("x.profile")).write(new byte[] {2}));
        Path taken = Files.createDirectory(directory.resolve("taken"));
        Files.createFile(taken.resolve("inside"));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> ProfileStore.file(taken).write(new byte[] {2}));
        assertThat(store().read()).containsExactly(1);
        try (var files = Files.list(directory)) {
            assertThat(files).as("no temporary file").hasSize(2);
        }
    }

    @Test
    void read_ofAHugeFile_isRefusedBeforeItIsInMemory() throws Exception {
        try (RandomAccessFile huge =
                new RandomAccessFile(directory.resolve("products.profile").toFile(), "rw")) {
            huge.setLength(ProfileStore.MAXIMUM_BYTES + 1L);
        }
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> store().read())
                .withMessageContaining("more than any profile");
    }
}
