package dev.terrace.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.fake.World;
import dev.terrace.cache.fake.World.Node;
import java.time.Duration;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Lives of entries that are changed while the cache is used. */
class HeapLivesTest {

    private static final String KEY = "key";
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final World world = new World();
    private final Source source = new Source("text");

    @AfterEach
    void close() {
        world.close();
    }

    private Cache<String, String> cache(UnaryOperator<CacheBuilder<String, String>> settings) {
        return settings.apply(world.alone()
                        .cache("c", String.class, String.class)
                        .heap(heap -> heap.expireAfterWrite(MINUTE))
                        .loader(source))
                .build();
    }

    private Cache<String, String> remembering() {
        return cache(cache -> cache.rememberFailures(Duration.ofSeconds(1), MINUTE));
    }

    private static HeapControl<String> heap(Cache<String, String> cache) {
        return Objects.requireNonNull(cache.heap());
    }

    @Test
    void life_thatIsLengthened_holdsForWhatIsStoredFromNowOn() {
        Cache<String, String> cache = cache(same -> same);
        cache.get(KEY);
        heap(cache).expireAfterWrite(MINUTE.multipliedBy(3));
        assertThat(heap(cache).expireAfterWrite()).isEqualTo(MINUTE.multipliedBy(3));
        world.time.advance(MINUTE);
        cache.get(KEY);
        assertThat(source.loads).as("it ends when it would have ended").hasValue(2);
        world.time.advance(MINUTE.multipliedBy(2));
        cache.get(KEY);
        assertThat(source.loads).hasValue(2);
        world.time.advance(MINUTE);
        cache.get(KEY);
        assertThat(source.loads).hasValue(3);
    }

    @Test
    void life_thatIsShortened_holdsForWhatIsCopiedFromFarTiersToo() {
        Node one = world.node(cache -> cache.loader(source));
        Node two = world.node(cache -> cache.loader(source));
        heap(two.cache()).expireAfterWrite(MINUTE);
        one.cache().get(KEY);
        World.until(() -> one.far().position(World.CACHE, World.digest(KEY)) != null);
        two.cache().get(KEY);
        two.near().position(World.CACHE, World.digest(KEY));
        world.time.advance(MINUTE);
        two.cache().get(KEY);
        assertThat(two.cache().stats().tiers().get(0).hits())
                .as("ended on its heap")
                .isZero();
        assertThat(source.loads).as("far tiers keep their own lives").hasValue(1);
    }

    @Test
    void refresh_thatIsBegun_loadsWhatIsDue_once() {
        Cache<String, String> cache = remembering();
        cache.get(KEY);
        world.time.advance(Duration.ofSeconds(40));
        cache.get(KEY);
        assertThat(source.loads).hasValue(1);
        heap(cache).refreshAfterWrite(Duration.ofSeconds(30));
        assertThat(heap(cache).refreshAfterWrite()).isEqualTo(Duration.ofSeconds(30));
        source.set("new");
        world.time.advance(Duration.ofSeconds(1));
        assertThat(cache.get(KEY)).as("nobody waits").isEqualTo("text");
        World.until(() -> cache.get(KEY).equals("new"));
        world.time.advance(Duration.ofSeconds(10));
        assertThat(cache.get(KEY)).isEqualTo("new");
        assertThat(source.loads).hasValue(2);
    }

    @Test
    void refresh_thatIsEnded_loadsNothingMore() {
        Cache<String, String> cache = cache(same -> same.refreshAfterWrite(Duration.ofSeconds(30)));
        heap(cache).refreshAfterWrite(null);
        assertThat(heap(cache).refreshAfterWrite()).isNull();
        cache.get(KEY);
        world.time.advance(Duration.ofSeconds(50));
        cache.get(KEY);
        world.time.advance(Duration.ofSeconds(1));
        cache.get(KEY);
        assertThat(source.loads).hasValue(1);
    }

    @Test
    void lives_thatDoNotFit_areRefused() {
        HeapControl<String> heap = heap(remembering());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> heap.refreshAfterWrite(MINUTE))
                .withMessageContaining(
                        "refreshAfterWrite of PT1M is not shorter than the heap's expireAfterWrite of PT1M");
        heap.refreshAfterWrite(Duration.ofSeconds(30));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> heap.expireAfterWrite(Duration.ofSeconds(30)))
                .withMessageContaining("expireAfterWrite of PT30S is not longer than the refreshAfterWrite of PT30S");
        assertThat(heap.expireAfterWrite()).isEqualTo(MINUTE);
        heap.expireAfterWrite(Duration.ofSeconds(31));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> heap.expireAfterWrite(Duration.ZERO))
                .withMessageContaining("heap expireAfterWrite must be 1 ms to 3650 days");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> heap.refreshAfterWrite(Duration.ZERO))
                .withMessageContaining("refreshAfterWrite must be 1 ms to 3650 days");
        assertThat(heap.refreshAfterWrite()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void refresh_whereItWouldHammerASource_isRefused() {
        HeapControl<String> forgetful = heap(cache(same -> same));
        assertThat(forgetful.refreshes()).isFalse();
        assertThatThrownBy(() -> forgetful.refreshAfterWrite(Duration.ofSeconds(30)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("rememberFailures(...)");
        HeapControl<String> unloaded = heap(world.alone()
                .cache("c", String.class, String.class)
                .rememberFailures(Duration.ofSeconds(1), MINUTE)
                .build());
        assertThat(unloaded.refreshes()).isFalse();
        assertThat(heap(remembering()).refreshes()).isTrue();
        forgetful.refreshAfterWrite(null);
    }

    @Test
    void role_isHeldByOneAtATime() {
        Terrace terrace = world.alone();
        Runnable giveBack = terrace.takeRole("tuner");
        assertThatThrownBy(() -> terrace.takeRole("tuner")).hasMessageContaining("has a tuner already");
        terrace.takeRole("other");
        giveBack.run();
        Runnable next = terrace.takeRole("tuner");
        giveBack.run();
        assertThatThrownBy(() -> terrace.takeRole("tuner")).hasMessageContaining("has a tuner already");
        next.run();
    }
}
