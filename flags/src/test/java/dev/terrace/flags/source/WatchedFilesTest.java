package dev.terrace.flags.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.terrace.flags.Flags;
import dev.terrace.flags.Setting;
import dev.terrace.flags.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole feeds of real files, on the threads that they have in a service. Each test waits for what it expects, however long it takes. */
@Tag("proves:FLAG-8")
class WatchedFilesTest {

    private final Told told = new Told();

    @TempDir
    Path directory;

    private static String value(FlagFeed feed) {
        return feed.flags().value(Texts.MARK, "u");
    }

    private String loaded() throws InterruptedException {
        return told.await(SourceEvent.Loaded.class).digest();
    }

    private static String digest(String text) {
        return Texts.document(text).digest();
    }

    @Test
    void everyKindOfEdit_isInForceAfterwards() throws Exception {
        Path file = Files.writeString(directory.resolve("flags.yaml"), Texts.good("0"));
        try (FileWatcher watcher = FileWatcher.every(Duration.ofMillis(40));
                FlagFeed feed = FlagFeed.builder(Setting.none())
                        .from(watcher.file(file))
                        .listener(told)
                        .start()) {
            assertThat(loaded()).isEqualTo(digest(Texts.good("0")));
            Files.writeString(file, Texts.good("in place"));
            assertThat(loaded()).isEqualTo(digest(Texts.good("in place")));
            replace(file, Texts.good("replaced"));
            assertThat(loaded()).isEqualTo(digest(Texts.good("replaced")));
            assertThat(value(feed)).isEqualTo("replaced");

            Files.writeString(file, "flags: {");
            assertThat(told.await(SourceEvent.Refused.class).digest()).isEqualTo(digest("flags: {"));
            assertThat(value(feed)).isEqualTo("replaced");
            Files.writeString(file, Texts.good("mended"));
            assertThat(loaded()).isEqualTo(digest(Texts.good("mended")));
            Files.writeString(file, "");
            assertThat(told.await(SourceEvent.Refused.class).digest()).isEqualTo(digest(""));
            assertThat(value(feed)).isEqualTo("mended");

            Files.delete(file);
            told.await(SourceEvent.Unavailable.class);
            assertThat(value(feed)).isEqualTo("mended");
            Files.writeString(file, Texts.good("recreated"));
            assertThat(loaded()).isEqualTo(digest(Texts.good("recreated")));
            assertThat(value(feed)).isEqualTo("recreated");
        }
    }

    private void replace(Path file, String text) throws IOException {
        Path other = Files.writeString(directory.resolve("other"), text);
        Files.setLastModifiedTime(other, FileTime.fromMillis(0));
        Files.move(other, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void manyFiles_haveOneThread_whichEndsWithTheWatcher() throws Exception {
        List<FlagFeed> feeds = new ArrayList<>();
        try (FileWatcher watcher = FileWatcher.every(Duration.ofMillis(100))) {
            for (int i = 0; i < 30; i++) {
                Path file = Files.writeString(directory.resolve(i + ".yaml"), Texts.good("" + i));
                feeds.add(FlagFeed.builder(Setting.none())
                        .from(watcher.file(file))
                        .start());
            }
            for (int i = 0; i < 30; i++) {
                assertThat(value(feeds.get(i))).isEqualTo("" + i);
            }
            assertThat(threads()).hasSize(1).allMatch(Thread::isDaemon);
        } finally {
            feeds.forEach(FlagFeed::close);
        }
        for (Thread thread : threads()) {
            thread.join(30_000);
        }
        assertThat(threads()).isEmpty();
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("terrace-flags-files"))
                .toList();
    }

    @Test
    void aLookThatFails_isTriedAgain_andEndsNoWatching() throws Exception {
        Path bad = Files.writeString(directory.resolve("bad.yaml"), "bad");
        Path file = Files.writeString(directory.resolve("flags.yaml"), Texts.good("one"));
        try (FileWatcher watcher = FileWatcher.every(Duration.ofMillis(40))) {
            BlockingQueue<String> tried = new LinkedBlockingQueue<>();
            watcher.file(bad).open(new Heard() {
                @Override
                public CompletionStage<SourceEvent> offer(Document document) {
                    tried.add(Texts.of(document));
                    throw new OutOfMemoryError("as a large file may cause");
                }
            });
            assertThat(tried.poll(30, TimeUnit.SECONDS)).isEqualTo("bad");
            try (FlagFeed feed =
                    FlagFeed.builder(Setting.none()).from(watcher.file(file)).start()) {
                assertThat(value(feed)).isEqualTo("one");
            }
            Files.writeString(bad, "again");
            await().until(() -> tried.contains("again"));
        }
    }

    @Test
    void aFileWithAWatcherOfItsOwn_takesItsThreadWithIt() throws Exception {
        Path file = Files.writeString(directory.resolve("flags.yaml"), Texts.good("own"));
        FlagFeed feed =
                FlagFeed.builder(Setting.none()).from(WatchedFile.of(file)).start();
        assertThat(value(feed)).isEqualTo("own");
        List<Thread> threads = threads();
        feed.close();
        for (Thread thread : threads) {
            thread.join(30_000);
        }
        assertThat(threads()).isEmpty();
    }

    @Test
    void aMissingFile_isWaitedFor_afterAStartWithDefaults() throws Exception {
        Path file = directory.resolve("flags.yaml");
        Flags flags = Flags.of(Snapshot.empty());
        try (FileWatcher watcher = FileWatcher.every(Duration.ofMillis(40));
                FlagFeed feed = FlagFeed.builder(Setting.none())
                        .from(watcher.file(file))
                        .into(flags)
                        .listener(told)
                        .startWithDefaults()
                        .start()) {
            assertThat(value(feed)).isEqualTo("default");
            Files.writeString(file, Texts.good("there"));
            loaded();
            assertThat(flags.value(Texts.MARK, "u")).isEqualTo("there");
        }
    }

    @Test
    void restart_withoutTheFile_goesOnWithTheLastKnownGood() throws Exception {
        Path file = Files.writeString(directory.resolve("flags.yaml"), Texts.good("kept"));
        Path kept = directory.resolve("flags.kept");
        try (FileWatcher watcher = FileWatcher.every(Duration.ofMillis(40))) {
            FlagFeed first = FlagFeed.builder(Setting.none())
                    .from(watcher.file(file))
                    .keepIn(kept)
                    .start();
            await().until(() -> Files.exists(kept));
            first.close();
            Files.delete(file);
            try (FlagFeed second = FlagFeed.builder(Setting.none())
                    .from(watcher.file(file))
                    .keepIn(kept)
                    .start()) {
                assertThat(value(second)).isEqualTo("kept");
                assertThat(second.inForce()).isInstanceOf(SourceEvent.Recovered.class);
            }
        }
    }

    @Test
    void classPath_isRead_andWhatIsNotThereIsNamed() {
        try (FlagFeed feed = FlagFeed.builder(Setting.none())
                .from(ClassPathSource.of("/dev/terrace/flags/source/on-class-path.yaml"))
                .start()) {
            assertThat(value(feed)).isEqualTo("class path");
            assertThat(feed.inForce())
                    .extracting(SourceEvent::source)
                    .isEqualTo("class path dev/terrace/flags/source/on-class-path.yaml");
        }
        assertThatThrownBy(() -> FlagFeed.builder(Setting.none())
                        .from(ClassPathSource.of("nowhere.yaml"))
                        .start())
                .hasMessageContaining("there is no nowhere.yaml on the class path");
    }
}
