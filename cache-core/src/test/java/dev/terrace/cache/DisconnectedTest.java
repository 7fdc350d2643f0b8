package dev.terrace.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.fake.FakeLog;
import dev.terrace.cache.fake.FakeTier;
import dev.terrace.cache.fake.TextCodec;
import dev.terrace.cache.fake.World;
import dev.terrace.cache.spi.Name;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A node whose writes do not reach the log any more, although the log still answers its reads. */
class DisconnectedTest {

    private static final Duration SILENCE = Duration.ofSeconds(10);
    private static final Duration TICK = Duration.ofMillis(100);

    private final World world = new World();
    private final FakeLog log = world.log.another();
    private final FakeTier far = world.far.another();
    private final AtomicInteger loads = new AtomicInteger();

    @AfterEach
    void close() {
        world.close();
    }

    private Terrace terrace(WhenDisconnected policy) {
        return Terrace.builder("test")
                .log(log)
                .time(world.time)
                .awaitLog(Duration.ofMillis(1))
                .whenDisconnected(policy, SILENCE)
                .build();
    }

    private Cache<String, Integer> cache(Terrace terrace) {
        return terrace.cache("numbers", String.class, Integer.class)
                .heap(heap -> heap.expireAfterWrite(Duration.ofHours(1)))
                .loader((key, load) -> loads.incrementAndGet())
                .build();
    }

    @Test
    @Tag("proves:CACHE-3")
    void reload_loadsOnceForEachSilence() {
        try (Terrace terrace = terrace(WhenDisconnected.RELOAD)) {
            Cache<String, Integer> cache = cache(terrace);
            assertThat(cache.get("k")).isEqualTo(1);
            log.appendable(false);
            world.time.advance(SILENCE.minus(Duration.ofSeconds(3)));
            assertThat(cache.get("k")).as("not yet").isEqualTo(1);
            world.time.advance(Duration.ofSeconds(3).plus(TICK));

            for (int round = 2; round <= 4; round++) {
                assertThat(cache.get("k")).isEqualTo(round);
                world.time.advance(SILENCE.minus(TICK));
                assertThat(cache.get("k")).as("served meanwhile").isEqualTo(round);
                world.time.advance(TICK.multipliedBy(2));
            }
            assertThat(terrace.logStats().silences()).isEqualTo(1);
        }
    }

    @Test
    @Tag("proves:CACHE-3")
    void reload_asksNoFarTier() {
        try (Terrace terrace = terrace(WhenDisconnected.RELOAD)) {
            Cache<String, String> cache = terrace.cache("texts", String.class, String.class)
                    .tier(far)
                    .codec(new TextCodec())
                    .loader((key, load) -> "loaded " + loads.incrementAndGet())
                    .build();
            cache.get("k");
            World.until(() -> far.position("texts", World.digest("k")) != null);
            assertThat(cache.get("k")).isEqualTo("loaded 1");
            log.appendable(false);
            world.time.advance(SILENCE.plus(TICK));

            assertThat(cache.get("k")).isEqualTo("loaded 2");

            log.appendable(true);
            world.heal();
            cache.get("k");
            assertThat(loads).as("found in the far tier again").hasValueLessThan(4);
        }
    }

    @Test
    @Tag("proves:CACHE-3")
    void silence_countsFromWhenAWriteWasSentAndNotFromItsAnswer() {
        try (Terrace terrace = terrace(WhenDisconnected.RELOAD)) {
            log.holdAppends();
            world.time.advance(Duration.ofSeconds(9)); // one was sent after 2.5 s and hangs
            log.release();
            log.appendable(false);
            world.time.advance(Duration.ofMillis(3_400));
            assertThat(terrace.logStats().silences()).isZero();
            world.time.advance(Duration.ofMillis(300));
            assertThat(terrace.logStats().silences()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = WhenDisconnected.class,
            names = {"RELOAD", "SERVE_STALE"})
    @Tag("proves:CACHE-10")
    void staleValues_whereInvalidationsCannotBeHeardOf_areServedOnlyIfThatIsThePolicy(WhenDisconnected policy) {
        Freshness lenient = Freshness.strict().staleIfError(Duration.ofHours(1));
        try (Terrace terrace = terrace(policy)) {
            Cache<String, Integer> cache = terrace.cache("numbers", String.class, Integer.class)
                    .heap(heap -> heap.expireAfterWrite(Duration.ofSeconds(2)))
                    .freshness(lenient)
                    .loader((key, load) -> {
                        if (loads.incrementAndGet() > 1) {
                            throw new IllegalStateException("planted");
                        }
                        return 1;
                    })
                    .build();
            assertThat(cache.get("k")).isEqualTo(1);
            log.appendable(false);
            world.time.advance(Duration.ofSeconds(4));
            assertThat(cache.answer("k").isStale()).as("connected").isTrue();

            world.time.advance(SILENCE);
            if (policy == WhenDisconnected.SERVE_STALE) {
                assertThat(cache.answer("k").isStale()).isTrue();
            } else {
                assertThatThrownBy(() -> cache.get("k")).hasMessage("planted");
            }
        }
    }

    @Test
    void reload_readsTheLogNoMoreOftenThanItPolls() {
        try (Terrace terrace = terrace(WhenDisconnected.RELOAD)) {
            log.appendable(false);
            world.time.advance(SILENCE.plus(TICK));
            assertThat(terrace.logStats().silences()).isEqualTo(1);
            int before = log.reads.get();

            world.time.advance(FakeLog.POLL.multipliedBy(10));

            assertThat(log.reads.get() - before).isEqualTo(10);
        }
    }

    @Test
    @Tag("proves:CACHE-3")
    void reload_whenBackInReach_keepsWhatNobodyInvalidated() {
        try (Terrace terrace = terrace(WhenDisconnected.RELOAD)) {
            Cache<String, Integer> cache = cache(terrace);
            log.reachable(false);
            world.time.advance(SILENCE.plus(TICK));
            int kept = cache.get("kept");
            int changed = cache.get("changed");
            world.log.plant(Name.key(World.digest("numbers", "changed")));
            assertThat(cache.get("changed")).as("it cannot know yet").isEqualTo(changed);

            log.reachable(true);
            world.heal();

            assertThat(cache.get("kept")).isEqualTo(kept);
            assertThat(cache.get("changed")).isNotEqualTo(changed);
        }
    }

    @Test
    @Tag("proves:CACHE-3")
    void serveStale_servesToTheEndOfTheLifetime() {
        try (Terrace terrace = terrace(WhenDisconnected.SERVE_STALE)) {
            Cache<String, Integer> cache = cache(terrace);
            assertThat(cache.get("k")).isEqualTo(1);
            log.appendable(false);
            world.time.advance(Duration.ofMinutes(59));
            assertThat(cache.get("k")).isEqualTo(1);
            world.time.advance(Duration.ofMinutes(2));
            assertThat(cache.get("k")).isEqualTo(2);
        }
    }

    @Test
    @Tag("proves:CACHE-3")
    void fail_saysSoAndTakesWrites() {
        try (Terrace terrace = terrace(WhenDisconnected.FAIL)) {
            Cache<String, Integer> cache = cache(terrace);
            assertThat(cache.get("k")).isEqualTo(1);
            log.appendable(false);
            world.time.advance(SILENCE.plus(TICK));
            assertThat(cache.put("k", 7)).isEqualTo(Receipt.QUEUED);

            assertThatThrownBy(() -> cache.get("k"))
                    .isInstanceOf(CacheDisconnectedException.class)
                    .hasMessageContaining("whenDisconnected");
            assertThatThrownBy(() -> cache.getIfPresent("k")).isInstanceOf(CacheDisconnectedException.class);

            log.appendable(true);
            world.heal();
            assertThat(cache.get("k")).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(WhenDisconnected.class)
    @Tag("proves:CACHE-3")
    void logThatNeverAnswered_isSilenceToo(WhenDisconnected policy) {
        log.reachable(false);
        try (Terrace terrace = terrace(policy)) {
            Cache<String, Integer> cache = cache(terrace);
            assertThat(cache.get("k")).isEqualTo(1);
            world.time.advance(SILENCE.plus(TICK));
            switch (policy) {
                case RELOAD -> assertThat(cache.get("k")).isEqualTo(2);
                case SERVE_STALE -> assertThat(cache.get("k")).isEqualTo(1);
                case FAIL -> assertThatThrownBy(() -> cache.get("k")).isInstanceOf(CacheDisconnectedException.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 999, 86_400_001})
    void whenDisconnected_outOfBounds_namesTheSetting(long millis) {
        assertThatThrownBy(() ->
                        Terrace.builder("test").whenDisconnected(WhenDisconnected.RELOAD, Duration.ofMillis(millis)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("whenDisconnected")
                .hasMessageContaining("1 s to 1 day");
    }
}
