package dev.terrace.cache.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.Cache;
import dev.terrace.cache.Terrace;
import dev.terrace.cache.fake.World;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TunerBuilderTest {

    private final World world = new World();
    private final Terrace terrace = world.alone();
    private final Cache<String, String> cache =
            terrace.cache("c", String.class, String.class).build();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void tuner_withoutCaches_isRefused() {
        assertThatThrownBy(() -> Tuner.builder(terrace).build()).hasMessageContaining("needs caches: call cache(...)");
        Tuner.builder(terrace).cache(cache).build().close();
    }

    @Test
    void cache_ofAnotherTerrace_isRefused() {
        Terrace other = world.alone();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tuner.builder(other).cache(cache))
                .withMessageContaining("cache 'c' is of another Terrace");
    }

    @Test
    void cache_twice_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tuner.builder(terrace).cache(cache).cache(cache))
                .withMessageContaining("was added before");
    }

    @Test
    void cache_withoutHeap_isRefused() {
        Terrace logged = world.terrace(world.log.another());
        Cache<String, String> far = logged.cache("far", String.class, String.class)
                .tier(world.near.another())
                .build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tuner.builder(logged).cache(far))
                .withMessageContaining("cache 'far' has no heap tier");
    }

    @Test
    void budget_whereNothingIsSaid_isWhatTheHeapsCost() {
        assertThat(Tuner.builder(terrace)
                        .cache(cache, settings -> settings.price(2.5))
                        .bounds()
                        .budget())
                .isEqualTo(25_000);
    }

    @Test
    void settings_outOfBounds_areRefused() {
        TunerBuilder builder = Tuner.builder(terrace);
        assertThatIllegalArgumentException().isThrownBy(() -> builder.budget(0)).withMessageContaining("budget");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.step(0)).withMessageContaining("step");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.every(Duration.ofMillis(999)))
                .withMessageContaining("every 1 s to every day");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.every(Duration.ofDays(1).plusNanos(1)))
                .withMessageContaining("every 1 s to every day");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.watch(0)).withMessageContaining("1 to 6");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.watch(7)).withMessageContaining("1 to 6");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.rest(Duration.ofNanos(-1)))
                .withMessageContaining("zero to 365 days");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.rest(Duration.ofDays(366)))
                .withMessageContaining("zero to 365 days");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.lives(Duration.ZERO, Duration.ofDays(1)))
                .withMessageContaining("1 s at least");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tuner.builder(terrace).cache(cache, settings -> settings.price(0)))
                .withMessageContaining("price of cache 'c' must be positive");
    }
}
