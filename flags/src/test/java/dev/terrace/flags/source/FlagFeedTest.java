package dev.terrace.flags.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.flags.BooleanFlag;
import dev.terrace.flags.Flags;
import dev.terrace.flags.OperatorOverride;
import dev.terrace.flags.Problem;
import dev.terrace.flags.Setting;
import dev.terrace.flags.Snapshot;
import dev.terrace.flags.StringFlag;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class FlagFeedTest {

    private final Told told = new Told();

    private FlagFeed.Builder builder() {
        return FlagFeed.builder(Setting.none()).listener(told);
    }

    private static String value(FlagFeed feed) {
        return feed.flags().value(Texts.MARK, "u");
    }

    @Test
    @Tag("proves:FLAG-8")
    void wrongDocuments_changeNothing_andTellAllProblems() throws Exception {
        HandSource source = HandSource.with("s", Texts.good("one"));
        try (FlagFeed feed = builder().from(source).start()) {
            Snapshot before = feed.flags().snapshot();
            for (String wrong : List.of("", "flags:\n", "flags: {", Texts.good("x") + "  mark: {}\n", deep(100_000))) {
                assertThat(source.offer(wrong)).isInstanceOf(SourceEvent.Refused.class);
                assertThat(told.await(SourceEvent.Refused.class).digest())
                        .isEqualTo(Texts.document(wrong).digest());
                assertThat(feed.flags().snapshot()).isSameAs(before);
            }
            source.offer("flags:\n  a: {type: boolan, default: off}\n  b: {type: boolean, default: perhaps}\n");
            assertThat(told.await(SourceEvent.Refused.class).problems())
                    .extracting(Problem::line)
                    .containsExactly(2, 3);
            source.intake().refuse("", List.of(new Problem(0, "f", "too large", "split it")));
            assertThat(told.await(SourceEvent.Refused.class).problems()).hasSize(1);
            assertThat(value(feed)).isEqualTo("one");
            source.offer(Texts.good("two"));
            assertThat(value(feed)).isEqualTo("two");
        }
    }

    private static String deep(int levels) {
        return "flags: " + "[".repeat(levels) + "]".repeat(levels);
    }

    @Test
    void unavailable_keepsWhatIsInForce_andTheSameDocumentIsLoadedAgain() throws Exception {
        HandSource source = HandSource.with("s", Texts.good("one"));
        try (FlagFeed feed = builder().from(source).start()) {
            source.intake().unavailable("the cable");
            assertThat(told.await(SourceEvent.Unavailable.class))
                    .isEqualTo(new SourceEvent.Unavailable("s", "the cable"));
            assertThat(value(feed)).isEqualTo("one");
            assertThat(source.offer(Texts.good("one"))).isEqualTo(feed.inForce());
            assertThat(told.await(SourceEvent.Loaded.class).digest())
                    .isEqualTo(Texts.document(Texts.good("one")).digest());
        }
    }

    @Test
    void firstSource_rules_andNothingOfASecondReplacesIt() throws Exception {
        HandSource store = HandSource.away("store");
        HandSource file = HandSource.with("file", Texts.good("file"));
        try (FlagFeed feed = builder().from(store).from(file).start()) {
            assertThat(value(feed)).isEqualTo("file");
            store.offer(Texts.good("store"));
            assertThat(value(feed)).isEqualTo("store");
            assertThat(file.offer(Texts.good("file2")))
                    .isEqualTo(new SourceEvent.Standby(
                            "file", Texts.document(Texts.good("file2")).digest(), "store"));
            store.intake().unavailable("gone");
            file.offer(Texts.good("file3"));
            assertThat(value(feed)).isEqualTo("store");
            assertThat(file.offer("flags: 1")).isInstanceOf(SourceEvent.Refused.class);
        }
    }

    @Test
    void start_withoutDefinitions_failsAndNamesEachSource() {
        HandSource store = HandSource.away("store");
        HandSource file = HandSource.with("file", "flags: 1");
        assertThatThrownBy(() -> builder().from(store).from(file).start())
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("store: its server is down")
                .hasMessageContaining("file: line 1")
                .hasMessageContaining("startWithDefaults()");
        assertThat(store.closed && file.closed).isTrue();
    }

    @Test
    void start_withDefaults_waitsForNobody() throws Exception {
        HandSource late = HandSource.silent("late");
        try (FlagFeed feed = builder()
                .from(late)
                .patience(Duration.ofMillis(1))
                .startWithDefaults()
                .start()) {
            assertThat(value(feed)).isEqualTo("default");
            assertThat(feed.inForce()).isNull();
            late.offer(Texts.good("late"));
            assertThat(value(feed)).isEqualTo("late");
        }
    }

    @Test
    void start_withASilentFirstSource_goesOnWithTheSecond() {
        HandSource second = HandSource.with("second", Texts.good("second"));
        try (FlagFeed feed = builder()
                .from(HandSource.silent("first"))
                .from(second)
                .patience(Duration.ofMillis(200))
                .start()) {
            assertThat(value(feed)).isEqualTo("second");
        }
    }

    @Test
    void settingsThatCannotWork_areToldTogether() {
        assertThatThrownBy(() -> builder()
                        .from(HandSource.away("s"))
                        .from(HandSource.away("s"))
                        .keepIn(Path.of("no", "such", "directory", "kept"))
                        .start())
                .hasMessageContaining("added twice")
                .hasMessageContaining("its directory does not exist");
        assertThatThrownBy(() -> builder().start()).hasMessageContaining("there is no source");
        assertThatThrownBy(() -> builder().patience(Duration.ZERO)).hasMessageContaining("PT0S");
    }

    @Test
    void flagsThatCodeAsksFor_mustBeInEveryDocument() throws Exception {
        HandSource source = HandSource.with("s", Texts.good("one"));
        try (FlagFeed feed = builder().from(source).require(List.of(Texts.MARK)).start()) {
            source.offer("flags:\n  other: {type: boolean, default: off}\n");
            assertThat(told.await(SourceEvent.Refused.class).problems().get(0).path())
                    .isEqualTo("mark");
            assertThat(value(feed)).isEqualTo("one");
        }
        assertThatThrownBy(() -> builder()
                        .from(HandSource.with("s", Texts.good("one")))
                        .require(List.of(BooleanFlag.of("mark", false), StringFlag.of("gone", "")))
                        .start())
                .hasMessageContaining("1 more problem");
    }

    @Test
    void overridesOfTheSource_comeAfterThoseOfTheSetting() throws Exception {
        HandSource source = HandSource.with("s", Texts.good("one"));
        Document overridden =
                Texts.document(Texts.good("one")).overrides(List.of(new OperatorOverride("mark", "w", null)));
        try (FlagFeed feed = builder().from(source).start()) {
            source.intake().offer(overridden).toCompletableFuture().get(30, TimeUnit.SECONDS);
            assertThat(value(feed)).isEqualTo("other");
        }
        Setting own = Setting.none().overrides(List.of(new OperatorOverride("mark", "v", null)));
        HandSource again = new HandSource("s", false, intake -> intake.offer(overridden));
        try (FlagFeed feed = FlagFeed.builder(own).from(again).start()) {
            assertThat(value(feed)).isEqualTo("one");
        }
    }

    @Test
    @Tag("proves:FLAG-5")
    void arrivals_areToldOncePerDigest_ofVariablesToo_andNotOfAuditedSources() throws Exception {
        Setting setting = Setting.of("production").variables(Map.of("TERRACE_FLAG_MARK", "w", "PATH", "p"));
        HandSource file = HandSource.with("file", Texts.good("one"));
        String digest = Texts.document(Texts.good("one")).digest();
        try (FlagFeed feed = FlagFeed.builder(setting).listener(told).from(file).start()) {
            SourceEvent.Arrived variables = told.await(SourceEvent.Arrived.class);
            assertThat(variables.source()).isEqualTo("environment variables");
            assertThat(variables.variables()).containsExactly("TERRACE_FLAG_MARK");
            assertThat(variables.digest())
                    .isEqualTo(Texts.document("TERRACE_FLAG_MARK\0w\0").digest());
            assertThat(told.await(SourceEvent.Arrived.class))
                    .isEqualTo(new SourceEvent.Arrived("file", digest, "production", variables.variables()));
            file.offer(Texts.good("two"));
            file.offer(Texts.good("one"));
            file.offer("flags: 1");
            file.offer(Texts.good("three"));
            assertThat(told.await(SourceEvent.Arrived.class).digest())
                    .isEqualTo(Texts.document(Texts.good("two")).digest());
            assertThat(told.await(SourceEvent.Arrived.class).digest())
                    .isEqualTo(Texts.document(Texts.good("three")).digest());
            assertThat(feed.eventsDropped()).isZero();
        }
        HandSource store = new HandSource("store", true, intake -> intake.offer(Texts.document(Texts.good("s"))));
        try (FlagFeed feed = builder().from(store).start()) {
            store.intake().unavailable("the end");
            assertThat(told.next()).isEqualTo(feed.inForce());
            assertThat(told.next()).isInstanceOf(SourceEvent.Unavailable.class);
        }
    }

    @Test
    void listeners_thatBlockOrThrow_holdUpNothing() throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        HandSource source = HandSource.with("s", Texts.good("one"));
        SourceListener slow = event -> {
            try {
                free.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new IllegalStateException("a listener's own");
        };
        try (FlagFeed feed = FlagFeed.builder(Setting.none())
                .from(source)
                .listener(slow)
                .listener(told)
                .start()) {
            for (int i = 0; i < 1_200; i++) {
                source.intake().late(Duration.ZERO);
            }
            source.offer(Texts.good("two"));
            assertThat(value(feed)).isEqualTo("two");
            assertThat(feed.eventsDropped()).isPositive();
            free.countDown();
            assertThat(told.await(SourceEvent.Loaded.class).source()).isEqualTo("s");
        }
    }

    @Test
    void closed_ignoresWhatComes_andFlagsStay() throws Exception {
        HandSource source = HandSource.with("s", Texts.good("one"));
        FlagFeed feed = builder().from(source).start();
        feed.close();
        feed.close();
        assertThat(source.closed).isTrue();
        assertThat(source.offer(Texts.good("two"))).isInstanceOf(SourceEvent.Skipped.class);
        assertThat(value(feed)).isEqualTo("one");
    }

    @Test
    void flagsOfTheCaller_areFed() {
        Flags flags = Flags.of(Snapshot.empty());
        try (FlagFeed feed = builder()
                .into(flags)
                .from(HandSource.with("s", Texts.good("one")))
                .start()) {
            assertThat(feed.flags()).isSameAs(flags);
            assertThat(flags.value(Texts.MARK, "u")).isEqualTo("one");
        }
    }
}
