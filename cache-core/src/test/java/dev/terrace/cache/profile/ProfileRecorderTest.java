package dev.terrace.cache.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.terrace.cache.ObservedHits;
import dev.terrace.cache.fake.FakeTime;
import dev.terrace.cache.fake.InlineHost;
import dev.terrace.cache.profile.ProfileException.Reason;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileRecorderTest {

    /** 15:06:40 UTC, so 17:06:40 in summer. */
    private final FakeTime time = new FakeTime();

    private final InlineHost host = new InlineHost(time);

    private final Map<ProfileRecorder<Long>, Hits> caches = new HashMap<>();

    @TempDir
    private Path directory;

    /** A cache whose hits are told as a recorder wants it. */
    private static final class Hits implements ObservedHits {

        private final SplittableRandom random = new SplittableRandom(7);
        private boolean asks = true;
        private int interval;

        @Override
        public void ask(boolean each) {
            asks = each;
        }

        @Override
        public void draw(int wanted) {
            interval = wanted;
        }

        boolean draws() {
            return interval > 0 && random.nextInt(interval) == 0;
        }
    }

    private ProfileBuilder<Long> builder(String cache) {
        return ProfileRecorder.builder(cache, Long.class, host).zone(Profiles.ZONE);
    }

    private ProfileStore file() {
        return ProfileStore.file(directory.resolve("products.profile"));
    }

    private Hits cache(ProfileRecorder<Long> recorder) {
        return caches.computeIfAbsent(recorder, absent -> {
            Hits hits = new Hits();
            recorder.begins(hits);
            return hits;
        });
    }

    private void read(ProfileRecorder<Long> recorder, long key, int times) {
        Hits hits = cache(recorder);
        for (int i = 0; i < times; i++) {
            if (hits.draws()) {
                recorder.hit(key, 0, true);
            }
        }
    }

    @Test
    void recorder_hasHitsDrawn_asManyAsItCanUse_andIsNotAsked() {
        ProfileRecorder<Long> recorder = builder("products").build();
        Hits hits = cache(recorder);
        assertThat(hits.asks).isFalse();
        assertThat(recorder.samples(1L)).isFalse();
        assertThat(hits.interval).isOne();
        read(recorder, 1, 20_000);
        time.advance(Duration.ofMillis(100));
        assertThat(hits.interval).as("four times as many as it wants").isEqualTo(4);
        time.advance(Duration.ofMillis(900));
        assertThat(hits.interval).as("while nothing is read").isEqualTo(2);
        time.advance(Duration.ofSeconds(1));
        assertThat(hits.interval).isOne();
        recorder.close();
        assertThat(hits.interval).isZero();
    }

    @Test
    void muchTraffic_isWeighedWhole_thoughItIsLookedAtNowAndThen() {
        ProfileRecorder<Long> recorder = builder("products").build();
        Hits hits = cache(recorder);
        int rested = 0;
        for (int span = 0; span < 400; span++) {
            rested += hits.interval == 0 ? 1 : 0;
            read(recorder, 1, 80_000);
            read(recorder, 2, 40_000);
            time.advance(Duration.ofMillis(100));
        }
        assertThat(rested).as("spans without draws").isBetween(200, 390);
        AccessProfile<Long> profile = recorder.profile();
        assertThat(profile.hottest(2)).containsExactly(1L, 2L);
        double[] reads = {0, 0};
        profile.rows().forEach(row -> reads[(int) (row.key() - 1)] = row.hours()[17]);
        assertThat(reads[0] + reads[1]).isBetween(0.75 * 400 * 120_000, 1.25 * 400 * 120_000);
        assertThat(reads[0] / reads[1]).isBetween(1.8, 2.2);
    }

    @Test
    void recorder_ofAnotherCache_isRefused() {
        ProfileRecorder<Long> recorder = builder("products").build();
        recorder.begins(new Hits());
        assertThatIllegalStateException()
                .isThrownBy(() -> recorder.begins(new Hits()))
                .withMessageContaining("'products'")
                .withMessageContaining("make one for each");
    }

    @Test
    void timer_whileNothingIsRead_asksForNoThread() {
        AtomicInteger tasks = new AtomicInteger();
        ProfileRecorder<Long> recorder = ProfileRecorder.builder(
                        "products", Long.class, new InlineHost("inline", time, task -> {
                            tasks.incrementAndGet();
                            task.run();
                        }))
                .build();
        time.advance(Duration.ofSeconds(10));
        assertThat(tasks).hasValue(0);
        read(recorder, 1, 1);
        time.advance(Duration.ofSeconds(10));
        assertThat(tasks).hasValue(1);
        recorder.missed(2L);
        time.advance(Duration.ofSeconds(10));
        assertThat(tasks).hasValue(2);
    }

    @Test
    void hitsAndMisses_areKnown_inTheirHour() {
        ProfileRecorder<Long> recorder = builder("products").build();
        recorder.missed(1L);
        recorder.missed(2L);
        read(recorder, 2, 5);
        AccessProfile<Long> profile = recorder.profile();
        assertThat(profile.hottest(9)).containsExactly(2L, 1L);
        assertThat(profile.hottestAt(17, 9)).containsExactly(2L, 1L);
        assertThat(profile.hottestAt(15, 9)).isEmpty();
        assertThat(profile.cache()).isEqualTo("products");
        time.advance(Duration.ofHours(1));
        recorder.missed(1L);
        assertThat(recorder.profile().hottestAt(18, 9)).containsExactly(1L);
    }

    @Test
    void aBurst_isCountedWholeByItsSample() {
        ProfileRecorder<Long> recorder = builder("products").build();
        for (int round = 0; round < 50; round++) {
            read(recorder, 1, 20_000);
            read(recorder, 2, 10_000);
            time.advance(Duration.ofMillis(500));
        }
        AccessProfile<Long> profile = recorder.profile();
        assertThat(profile.hottest(2)).containsExactly(1L, 2L);
        double once = profile.rows().get(1).weight();
        assertThat(profile.rows().get(0).weight() / once).isBetween(1.5, 2.7);
    }

    @Test
    void hours_fadeEachDay() {
        ProfileRecorder<Long> recorder = builder("products").build();
        read(recorder, 1, 10);
        time.advance(Duration.ofDays(1));
        assertThat(recorder.profile().rows().get(0).hours()[17]).isEqualTo(8);
        time.advance(Duration.ofDays(2));
        assertThat(recorder.profile().rows().get(0).hours()[17])
                .as("also over days on which nothing was read")
                .isCloseTo(8 * 0.64f, within(0.01f));
    }

    @Test
    void successors_areThoseOfOneThreadWithinAMoment() {
        ProfileRecorder<Long> recorder = builder("products").build();
        for (int i = 0; i < 10; i++) {
            recorder.missed(1L);
            recorder.missed(2L);
            time.advance(Duration.ofSeconds(10));
        }
        assertThat(recorder.followers(1L, 0.9)).containsExactly(2L);
        assertThat(recorder.followers(2L, 0)).as("ten seconds later").isEmpty();
    }

    @Test
    void profile_survivesARestart() {
        ProfileRecorder<Long> before = builder("products").store(file()).build();
        assertThat(before.refusal()).isNull();
        read(before, 7, 3);
        before.missed(8L);
        before.close();

        ProfileRecorder<Long> after = builder("products").store(file()).build();
        assertThat(after.refusal()).isNull();
        assertThat(after.profile().hottest(9)).containsExactly(7L, 8L);
        assertThat(after.profile().hottestAt(17, 9)).containsExactly(7L, 8L);
    }

    @Test
    void hoursOfAnotherZone_areForgotten() {
        ProfileRecorder<Long> before = builder("products").store(file()).build();
        read(before, 7, 3);
        before.close();
        AccessProfile<Long> profile =
                builder("products").zone(ZoneId.of("UTC")).store(file()).build().profile();
        assertThat(profile.hottest(9)).containsExactly(7L);
        assertThat(profile.hottestAt(17, 9)).isEmpty();
    }

    @Test
    void profile_isStoredNowAndThen() throws Exception {
        ProfileRecorder<Long> recorder = builder("products")
                .store(file())
                .saveEvery(Duration.ofMinutes(1))
                .build();
        read(recorder, 7, 3);
        time.advance(Duration.ofMinutes(1));
        assertThat(file().read()).isNotNull();
    }

    @Test
    void damagedProfile_isSaid_andReplaced() throws Exception {
        Files.write(directory.resolve("products.profile"), new byte[] {1, 2, 3});
        ProfileRecorder<Long> recorder = builder("products").store(file()).build();
        assertThat(reason(recorder)).isEqualTo(Reason.DAMAGED);
        assertThat(recorder.profile().size()).isZero();
        read(recorder, 7, 3);
        recorder.close();
        assertThat(builder("products").store(file()).build().profile().hottest(9))
                .containsExactly(7L);
    }

    @Test
    void profileOfAnotherCache_isSaid_andLeftAlone() throws Exception {
        ProfileRecorder<Long> orders = builder("orders").store(file()).build();
        read(orders, 7, 3);
        orders.close();
        byte[] stored = file().read();

        ProfileRecorder<Long> products = builder("products").store(file()).build();
        assertThat(reason(products)).isEqualTo(Reason.OTHER_CACHE);
        assertThat(products.profile().size()).isZero();
        read(products, 1, 3);
        time.advance(Duration.ofMinutes(10));
        assertThatExceptionOfType(ProfileException.class).isThrownBy(products::save);
        products.close();
        assertThat(file().read()).isEqualTo(stored);
    }

    @Test
    void badProfile_failsTheStart_onlyIfTheUserAsks() throws Exception {
        Files.write(directory.resolve("products.profile"), new byte[] {1, 2, 3});
        ProfileBuilder<Long> strict = builder("products").store(file()).failOnBadProfile();
        assertThatExceptionOfType(ProfileException.class)
                .isThrownBy(strict::build)
                .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(Reason.DAMAGED));
        assertThat(time.pending()).as("no timer is left").isZero();
    }

    @Test
    void storeThatIsAway_atTheStart_isAskedAgainBeforeItIsWritten() {
        Fickle store = new Fickle();
        store.stored = write(Profiles.products());
        store.away = true;
        ProfileRecorder<Long> recorder = builder("products").store(store).build();
        assertThat(reason(recorder)).isEqualTo(Reason.UNREACHABLE);
        read(recorder, 1, 500);
        assertThatExceptionOfType(ProfileException.class).isThrownBy(recorder::save);
        store.away = false;
        recorder.save();
        assertThat(recorder.refusal()).isNull();
        assertThat(recorder.profile().hottest(9)).as("both").containsExactly(1L, 7L, 42L);
        recorder.close();
        assertThat(store.closed).hasValue(1);
        recorder.close();
        assertThat(store.closed).hasValue(1);
    }

    @Test
    void storeThatFails_isInNobodysWay() {
        Fickle store = new Fickle();
        ProfileRecorder<Long> recorder = builder("products").store(store).build();
        store.away = true;
        time.advance(Duration.ofMinutes(10));
        recorder.close();
        assertThat(store.closed).hasValue(1);
    }

    @Test
    void keysWithoutACodec_areToldOf_whereTheyAreToBeStored() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProfileRecorder.builder("products", BigDecimal.class, host)
                        .store(file())
                        .build())
                .withMessageContaining("keyCodec");
        assertThat(ProfileRecorder.builder("products", BigDecimal.class, host)
                        .build()
                        .profile()
                        .size())
                .isZero();
    }

    @Test
    void settings_outOfBounds_areNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder("products").maximumKeys(0))
                .withMessageContaining("maximumKeys must be 1 to 1000000: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder("products").saveEvery(Duration.ofMillis(1)))
                .withMessageContaining("saveEvery must be 1 s to 1 day");
    }

    private static @Nullable Reason reason(ProfileRecorder<?> recorder) {
        ProfileException refusal = recorder.refusal();
        return refusal == null ? null : refusal.reason();
    }

    private static byte[] write(AccessProfile<Long> profile) {
        try {
            return ProfileFormat.write(profile, KeyCodec.of(Long.class));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A store that is away now and then. */
    private static final class Fickle implements ProfileStore {

        private final AtomicInteger closed = new AtomicInteger();
        private byte @Nullable [] stored;
        private boolean away;

        @Override
        public String description() {
            return "fickle store";
        }

        @Override
        public byte @Nullable [] read() throws IOException {
            check();
            return stored;
        }

        @Override
        public void write(byte[] profile) throws IOException {
            check();
            stored = profile;
        }

        private void check() throws IOException {
            if (away) {
                throw new IOException("planted");
            }
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }
}
