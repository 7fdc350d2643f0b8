package dev.terrace.flags.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.terrace.cache.jdbc.Jdbc;
import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.Ledger;
import dev.terrace.flags.BooleanFlag;
import dev.terrace.flags.Setting;
import dev.terrace.flags.audit.AuditQuery;
import dev.terrace.flags.audit.AuditRecord;
import dev.terrace.flags.source.FlagFeed;
import dev.terrace.flags.source.SourceEvent;
import dev.terrace.flags.source.WatchedFile;
import dev.terrace.testkit.H2Database;
import dev.terrace.testkit.WithH2;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that feeds flags: its last known good, its silence, and what arrives beside it. */
@WithH2
class StoreSourceIT extends Nodes {

    private static final BooleanFlag A = BooleanFlag.of("a", false);
    private static final BooleanFlag B = BooleanFlag.of("b", false);

    private final Jdbc jdbc;

    StoreSourceIT(H2Database database) {
        jdbc = Jdbc.on(database.dataSource());
    }

    @Override
    Ledger newLedger() {
        return jdbc.ledger();
    }

    @Override
    InvalidationLog newLog() {
        return jdbc.log();
    }

    private FlagStore polling(Shaky shaky) {
        return closing(builder()
                .ledger(shaky)
                .pollInterval(Duration.ofMillis(20))
                .environment("production")
                .build());
    }

    @Test
    @Tag("proves:FLAG-8")
    void start_storeThatIsDown_hasTheLastKnownGoodWithItsOverrides(@TempDir Path directory) {
        Path kept = directory.resolve("kept");
        FlagStore store = closing(builder().environment("production").build());
        FlagFeed.Builder settings = FlagFeed.builder(Setting.of("production")).keepIn(kept);
        FlagFeed first = closing(settings.from(store.source()).start());
        applied(change(store, flag("a", "on"), flag("b", "off")));
        applied(change(store, Edit.override(new dev.terrace.flags.OperatorOverride("b", "on", null), null)));
        await().atMost(PATIENCE).until(() -> Files.exists(kept) && holds(kept, "\"version\":2,"));
        first.close();

        Shaky shaky = new Shaky(newLedger());
        shaky.cut = true;
        List<SourceEvent> events = new CopyOnWriteArrayList<>();
        FlagStore down = polling(shaky);
        FlagFeed second = closing(FlagFeed.builder(Setting.of("production"))
                .keepIn(kept)
                .from(down.source())
                .listener(events::add)
                .start());

        assertThat(second.inForce()).isInstanceOf(SourceEvent.Recovered.class);
        assertThat(second.flags().isOn(A, "u")).isTrue();
        assertThat(second.flags().isOn(B, "u")).isTrue();
        applied(change(store, flag("a", "off")));
        await().atMost(PATIENCE).until(() -> down.health().failures() > 5);
        assertThat(second.flags().isOn(A, "u")).isTrue();

        shaky.cut = false;
        await().atMost(PATIENCE).until(() -> !second.flags().isOn(A, "u"));
        assertThat(events)
                .filteredOn(SourceEvent.Unavailable.class::isInstance)
                .as("said once")
                .hasSize(1);
    }

    private static boolean holds(Path file, String text) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
    }

    @Test
    void follow_storeThatWasAway_offersAgainThoughNothingIsNew() {
        Shaky shaky = new Shaky(newLedger());
        FlagStore store = polling(shaky);
        List<SourceEvent> events = new CopyOnWriteArrayList<>();
        FlagFeed feed = closing(FlagFeed.builder(Setting.none())
                .from(store.source())
                .listener(events::add)
                .start());
        applied(change(store, flag("a", "on")));

        shaky.cut = true;
        await().atMost(PATIENCE).until(() -> events.stream().anyMatch(SourceEvent.Unavailable.class::isInstance));
        int before = events.size();
        assertThat(feed.flags().isOn(A, "u")).isTrue();
        shaky.cut = false;

        await().atMost(PATIENCE)
                .until(() -> events.stream().skip(before).anyMatch(SourceEvent.Loaded.class::isInstance));
        assertThat(feed.flags().isOn(A, "u")).isTrue();
    }

    @Test
    @Tag("proves:FLAG-5")
    void recordArrivals_ofVariablesAndFiles_onceForEachNodeAndDigestAlsoAfterAnOutage(@TempDir Path directory)
            throws Exception {
        Path file = Files.writeString(directory.resolve("flags.yaml"), "flags: {a: {type: boolean, default: on}}\n");
        Shaky shaky = new Shaky(newLedger());
        FlagStore store = polling(shaky);

        shaky.cut = true;
        for (int restart = 0; restart < 2; restart++) {
            FlagFeed feed = closing(
                    FlagFeed.builder(Setting.of("production").variables(Map.of("TERRACE_FLAG_A", "off", "HOME", "/")))
                            .from(WatchedFile.of(file))
                            .listener(store.recordArrivals("node-1"))
                            .start());
            assertThat(feed.flags().isOn(A, "u")).isFalse();
            shaky.cut = false;
            await().atMost(PATIENCE).until(() -> records(store).size() == 2);
        }
        Files.writeString(file, "flags: {a: {type: boolean, default: off}}\n");
        await().atMost(PATIENCE).until(() -> records(store).size() == 3);

        assertThat(records(store)).extracting(AuditRecord::actor).containsOnly("node-1");
        assertThat(records(store))
                .extracting(AuditRecord::reason)
                .contains("arrived by environment variables")
                .filteredOn(reason -> reason.contains("flags.yaml"))
                .hasSize(2);
        assertThat(records(store).toString()).contains("TERRACE_FLAG_A").doesNotContain("HOME");
        assertThat(answer(store.observed().verify(List.of())).findings()).isEmpty();
    }

    private static List<AuditRecord> records(FlagStore store) {
        return answer(store.observed().query(AuditQuery.all(), 0, 100)).records();
    }

    @Test
    void take_documentThatCannotBeUsedHere_changesNothingAndIsTold() {
        FlagStore store = store();
        List<SourceEvent> events = new CopyOnWriteArrayList<>();
        FlagFeed feed = closing(FlagFeed.builder(Setting.none().variables(Map.of("TERRACE_FLAG_A", "on")))
                .from(store.source())
                .listener(events::add)
                .start());
        applied(change(store, flag("a", "off")));
        assertThat(feed.flags().isOn(A, "u")).isTrue();

        applied(change(
                store,
                Edit.flag("a", "{\"type\":\"boolean\",\"variants\":{\"x\":true,\"y\":false},\"default\":\"x\"}")));

        assertThat(feed.flags().isOn(A, "u")).isTrue();
        await().atMost(PATIENCE).until(() -> !events.isEmpty());
        assertThat(store.health().version().sequence()).isEqualTo(2);
    }
}
