package dev.terrace.flags.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.flags.Format;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks are taken by hand here, so that nothing depends on time: two looks find whatever stands. */
@Tag("proves:FLAG-8")
class WatchedFileTest {

    private final Heard heard = new Heard();
    private final LookBuffer buffer = new LookBuffer();
    private final FileWatcher watcher = FileWatcher.every(Duration.ofHours(1));

    @TempDir
    Path directory;

    private Path file;
    private WatchedFile watched;

    @BeforeEach
    void open() {
        file = directory.resolve("flags.yaml");
        watch(file);
    }

    private void watch(Path path) {
        watched = new WatchedFile(path, Format.YAML, watcher, false);
        // Closed, it takes no thread; looks come from the test alone.
        watcher.close();
        assertThatThrownBy(() -> watched.open(heard)).hasMessageContaining("its watcher is closed");
    }

    private void look(int times) {
        for (int i = 0; i < times; i++) {
            watched.look(buffer);
        }
    }

    @Test
    void content_isHandedOverOnce_whenTwoLooksAgree() throws IOException {
        Files.writeString(file, "a");
        look(1);
        assertThat(heard.take()).isEmpty();
        look(1);
        assertThat(heard.take()).containsExactly("offer a");
        look(5);
        assertThat(heard.take()).isEmpty();
    }

    @Test
    void halfAFile_thatDoesNotStand_isNotHandedOver() throws IOException {
        Files.writeString(file, "whole");
        look(2);
        Files.writeString(file, "");
        look(1);
        Files.writeString(file, "who");
        look(1);
        Files.writeString(file, "whole2");
        look(2);
        assertThat(heard.take()).containsExactly("offer whole", "offer whole2");
    }

    @Test
    void everyContentThatStands_isHandedOver_alsoWhatWasThereBefore() throws IOException {
        for (String content : new String[] {"bad", "good", "bad", "", "good", "bad"}) {
            Files.writeString(file, content);
            look(2);
        }
        assertThat(heard.take())
                .containsExactly("offer bad", "offer good", "offer bad", "offer ", "offer good", "offer bad");
    }

    @Test
    void sameLengthAndSameTime_isAnotherContent() throws IOException {
        Files.writeString(file, "one");
        FileTime time = Files.getLastModifiedTime(file);
        look(2);
        Files.writeString(file, "two");
        Files.setLastModifiedTime(file, time);
        look(2);
        assertThat(heard.take()).containsExactly("offer one", "offer two");
    }

    @Test
    void atomicReplace_byAnOlderFile_isSeen() throws IOException {
        Files.writeString(file, "new");
        look(2);
        Path other = Files.writeString(directory.resolve("other"), "old");
        Files.setLastModifiedTime(other, FileTime.fromMillis(0));
        Files.move(other, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        look(2);
        assertThat(heard.take()).containsExactly("offer new", "offer old");
    }

    @Test
    void deleted_isToldOnce_andWhatComesBackIsHandedOverAgain() throws IOException {
        Files.writeString(file, "a");
        look(2);
        Files.delete(file);
        look(5);
        Files.writeString(file, "a");
        look(2);
        assertThat(heard.take()).containsExactly("offer a", "away there is no such file", "offer a");
    }

    @Test
    void deletedAndRecreatedBetweenLooks_isNothing() throws IOException {
        Files.writeString(file, "a");
        look(2);
        Files.delete(file);
        look(1);
        Files.writeString(file, "a");
        look(3);
        assertThat(heard.take()).containsExactly("offer a");
    }

    @Test
    void configMap_whoseLinkIsSwapped_isSeen() throws IOException {
        Path mount = Files.createDirectory(directory.resolve("mount"));
        mounted(mount, "..1", "a");
        Files.createSymbolicLink(mount.resolve("..data"), Path.of("..1"));
        Files.createSymbolicLink(mount.resolve("flags.yaml"), Path.of("..data", "flags.yaml"));
        watch(mount.resolve("flags.yaml"));
        look(2);
        mounted(mount, "..2", "b");
        Files.createSymbolicLink(mount.resolve("..data_tmp"), Path.of("..2"));
        Files.move(mount.resolve("..data_tmp"), mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        Files.delete(mount.resolve("..1").resolve("flags.yaml"));
        Files.delete(mount.resolve("..1"));
        look(2);
        assertThat(heard.take()).containsExactly("offer a", "offer b");
    }

    private static void mounted(Path mount, String version, String content) throws IOException {
        Files.writeString(Files.createDirectory(mount.resolve(version)).resolve("flags.yaml"), content);
    }

    @Test
    void whatIsNoFile_isAway_andALinkToNothingToo() throws IOException {
        Files.createDirectory(file);
        look(2);
        Files.delete(file);
        Files.createSymbolicLink(file, Path.of("nowhere"));
        look(2);
        assertThat(heard.take()).containsExactly("away it is not a file");
        Files.writeString(directory.resolve("nowhere"), "somewhere");
        look(2);
        assertThat(heard.take()).containsExactly("offer somewhere");
    }

    @Test
    void tooLarge_isRefusedByItsSize_unread() throws IOException {
        Files.writeString(file, "a");
        look(2);
        try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
            large.setLength(100L << 20);
        }
        look(5);
        assertThat(heard.take()).containsExactly("offer a", "refuse a document of more than 8388608 bytes");
        assertThat(buffer.size()).isLessThan(1 << 20);
        Files.writeString(file, "a");
        look(2);
        assertThat(heard.take()).containsExactly("offer a");
    }

    @Test
    void asLargeAsMayBe_isHandedOver() throws IOException {
        String largest = "x".repeat(8 << 20);
        Files.writeString(file, largest);
        look(2);
        assertThat(heard.take()).containsExactly("offer " + largest);
        Files.writeString(file, largest + "x");
        look(2);
        assertThat(heard.take()).containsExactly("refuse a document of more than 8388608 bytes");
    }

    @Test
    void looksThatComeTooLate_areTold_andOfTheWholeTimeAtTheEnd() throws IOException {
        FileWatcher hasty = FileWatcher.every(FileWatcher.SHORTEST);
        watched = new WatchedFile(file, Format.YAML, hasty, false);
        hasty.close();
        assertThatThrownBy(() -> watched.open(heard)).isInstanceOf(IllegalStateException.class);
        look(2);
        heard.take();
        long begin = System.nanoTime();
        for (int i = 0; i < 3; i++) {
            pass(FileWatcher.SHORTEST);
            look(1);
        }
        long end = System.nanoTime();
        assertThat(heard.gaps).hasSize(1);
        look(100);
        assertThat(heard.gaps).hasSizeGreaterThanOrEqualTo(2);
        assertThat(heard.gaps.get(0)).isGreaterThan(FileWatcher.SHORTEST);
        assertThat(heard.gaps.get(1)).isGreaterThanOrEqualTo(Duration.ofNanos(end - begin));
    }

    /** Lets time pass by, awake. */
    private static void pass(Duration time) {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin <= time.toNanos()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void intervals_outOfBounds_areRefused() {
        assertThatThrownBy(() -> FileWatcher.every(Duration.ofMillis(19))).hasMessageContaining("20 ms to 1 h");
        assertThatThrownBy(() -> FileWatcher.every(Duration.ofHours(2))).hasMessageContaining("PT2H");
        assertThatThrownBy(() -> watcher.file(Path.of("flags.toml"))).hasMessageContaining("flags.toml");
        assertThatThrownBy(() -> watched.open(heard)).hasMessageContaining("make a source for each feed");
    }
}
