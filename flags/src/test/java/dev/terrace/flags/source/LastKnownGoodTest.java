package dev.terrace.flags.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.terrace.flags.OperatorOverride;
import dev.terrace.flags.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Restarts. A feed is closed and another one started with the same file. */
@Tag("proves:FLAG-8")
class LastKnownGoodTest {

    @TempDir
    Path directory;

    private Told told = new Told();

    private FlagFeed.Builder builder(Source source) {
        told = new Told();
        return FlagFeed.builder(Setting.none())
                .listener(told)
                .from(source)
                .keepIn(directory.resolve("kept"))
                .patience(Duration.ofSeconds(30));
    }

    private static String value(FlagFeed feed) {
        return feed.flags().value(Texts.MARK, "u");
    }

    /** A run in which the store gives a document, which is kept. */
    private void runWith(Document document) throws Exception {
        Path kept = directory.resolve("kept");
        Files.deleteIfExists(kept);
        HandSource store = new HandSource("store", true, intake -> intake.offer(document));
        try (FlagFeed feed = builder(store).start()) {
            assertThat(feed.inForce()).isInstanceOf(SourceEvent.Loaded.class);
            await().until(() -> Files.exists(kept));
        }
    }

    @Test
    void restart_withTheStoreDown_goesOnWithTheLastKnownGood() throws Exception {
        runWith(Texts.document(Texts.good("one")).overrides(List.of(new OperatorOverride("mark", "w", null))));
        HandSource down = HandSource.away("store");
        try (FlagFeed feed = builder(down).start()) {
            assertThat(value(feed)).as("with its override").isEqualTo("other");
            assertThat(told.next()).isInstanceOf(SourceEvent.Unavailable.class);
            SourceEvent.Recovered recovered = told.await(SourceEvent.Recovered.class);
            assertThat(recovered).isEqualTo(feed.inForce());
            assertThat(recovered.digest())
                    .isEqualTo(Texts.document(Texts.good("one")).digest());
            assertThat(told.await(SourceEvent.Arrived.class).digest()).isEqualTo(recovered.digest());
            down.offer(Texts.good("two"));
            assertThat(value(feed)).isEqualTo("two");
        }
    }

    @Test
    void restart_withAWrongDocument_goesOnWithTheLastKnownGood() throws Exception {
        runWith(Texts.document(Texts.good("one")));
        try (FlagFeed feed = builder(HandSource.with("store", "flags: {")).start()) {
            assertThat(value(feed)).isEqualTo("one");
        }
        try (FlagFeed feed = builder(HandSource.away("store")).start()) {
            assertThat(value(feed)).as("what was wrong is not kept").isEqualTo("one");
        }
    }

    @Test
    void restart_withASilentStore_goesOnWhenPatienceIsOver() throws Exception {
        runWith(Texts.document(Texts.good("one")));
        try (FlagFeed feed = builder(HandSource.silent("store"))
                .patience(Duration.ofMillis(50))
                .start()) {
            assertThat(value(feed)).isEqualTo("one");
        }
    }

    @Test
    void lastKnownGood_goesBeforeASecondSource() throws Exception {
        runWith(Texts.document(Texts.good("one")));
        HandSource file = HandSource.with("file", Texts.good("file"));
        try (FlagFeed feed = builder(HandSource.away("store")).from(file).start()) {
            assertThat(value(feed)).isEqualTo("one");
            assertThat(file.offer(Texts.good("file"))).isInstanceOf(SourceEvent.Standby.class);
        }
        try (FlagFeed feed = builder(HandSource.away("store")).from(file).start()) {
            assertThat(value(feed)).as("a second source is not kept").isEqualTo("one");
        }
    }

    @Test
    void damaged_isNeverLoaded_andAnEventSaysSo() throws Exception {
        runWith(Texts.document(Texts.good("one")));
        Path kept = directory.resolve("kept");
        byte[] bytes = Files.readAllBytes(kept);
        bytes[bytes.length - 10] ^= 1;
        Files.write(kept, bytes);
        HandSource file = HandSource.with("file", Texts.good("file"));
        try (FlagFeed feed = builder(HandSource.away("store")).from(file).start()) {
            assertThat(value(feed)).isEqualTo("file");
            assertThat(told.await(SourceEvent.NotRecovered.class)
                            .problems()
                            .get(0)
                            .message())
                    .contains("damaged");
        }
        assertThatThrownBy(() -> builder(HandSource.away("store")).start())
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("its server is down; its last known good")
                .hasMessageContaining("damaged");
    }

    @Test
    void thatWhichIsWrongHere_isNotRecovered() throws Exception {
        runWith(Texts.document(Texts.good("one")));
        Setting other = Setting.none().variables(Map.of("TERRACE_FLAG_MARK", "none of them"));
        assertThatThrownBy(() -> FlagFeed.builder(other)
                        .from(HandSource.away("store"))
                        .keepIn(directory.resolve("kept"))
                        .start())
                .hasMessageContaining("TERRACE_FLAG_MARK");
    }

    @Test
    void anotherSourcesOwn_isNotRecovered() throws Exception {
        runWith(Texts.document(Texts.good("one")));
        assertThatThrownBy(() -> builder(HandSource.away("file")).start())
                .hasMessageContaining("kept of another source: store");
    }

    @Test
    void thatWhichCannotBeKept_isInForceAndTold() throws IOException, InterruptedException {
        Files.createDirectory(directory.resolve("kept.new"));
        try (FlagFeed feed =
                builder(HandSource.with("store", Texts.good("one"))).start()) {
            assertThat(value(feed)).isEqualTo("one");
            assertThat(told.await(SourceEvent.NotKept.class).reason()).contains("kept.new");
        }
    }

    @Test
    void whatCameLast_isKept() throws Exception {
        HandSource store = HandSource.with("store", Texts.good("0"));
        Path kept = directory.resolve("kept");
        try (FlagFeed feed = builder(store).start()) {
            for (int i = 1; i <= 50; i++) {
                store.intake().offer(Texts.document(Texts.good("" + i)));
            }
            store.intake()
                    .offer(Texts.document("flags: 1"))
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
            assertThat(value(feed)).isEqualTo("50");
            await().until(() -> Files.exists(kept) && Texts.of(loaded(kept)).contains("\"50\""));
        }
    }

    private static Document loaded(Path kept) {
        try {
            return new KeptFile(kept).load("store").document();
        } catch (KeptFile.UnusableException e) {
            throw new AssertionError(e);
        }
    }
}
