package dev.terrace.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.fake.World;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CacheBuilderTest {

    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    private record Place(String country, String town) {}

    @Test
    void build_withManyFaults_namesAllWithTheirCures() {
        Terrace terrace = world.alone();
        terrace.cache("taken", String.class, String.class).build();

        assertThatThrownBy(() -> terrace.cache("taken", Place.class, String.class)
                        .tier(world.far)
                        .heap(heap -> heap.maximumSize(1).maximumWeight(1, (key, value) -> 1))
                        .build())
                .isInstanceOf(CacheConfigurationException.class)
                .hasMessageContaining("cache 'taken'")
                .hasMessageContaining("use that one, or another name")
                .hasMessageContaining("keep one of them")
                .hasMessageContaining("call log(...) on Terrace.builder")
                .hasMessageContaining("call keyParts");
    }

    @Test
    void keyParts_ofAnUnsupportedType_makeItsKeysUsable() {
        Cache<Place, String> cache = world.terrace(world.log.another())
                .cache("places", Place.class, String.class)
                .keyParts(place -> List.of(place.country(), place.town()))
                .tier(world.far)
                .build();
        cache.put(new Place("a", "bc"), "1");
        cache.put(new Place("ab", "c"), "2");

        assertThat(cache.getIfPresent(new Place("a", "bc")).orElse("none")).isEqualTo("1");
        assertThat(cache.getIfPresent(new Place("ab", "c")).orElse("none")).isEqualTo("2");
        assertThat(world.far.size("places")).isEqualTo(2);
    }

    @Test
    void key_overTheLimit_isRefusedAndNotQuoted() {
        Cache<String, String> cache = world.alone()
                .cache("c", String.class, String.class)
                .maximumKeyBytes(20)
                .loader((key, load) -> "text")
                .build();
        String secret = "secret-secret-secret";

        assertThat(cache.get("short")).isEqualTo("text");
        List<Runnable> calls = List.of(
                () -> cache.get(secret),
                () -> cache.getIfPresent(secret),
                () -> cache.put(secret, "text"),
                () -> cache.invalidate(secret));
        calls.forEach(call -> assertThatThrownBy(call::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("maximumKeyBytes")
                .hasMessageNotContaining("secret"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a:b", "a/b", "../x", "-a", "a\n", "{a}", "a*", "ä", "a\u0000"})
    void name_thatIsHostile_isRefused(String name) {
        Terrace terrace = world.alone();
        assertThatThrownBy(() -> terrace.cache(name, String.class, String.class))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Terrace.builder(name)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> terrace.cache("a".repeat(65), String.class, String.class))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void settings_outOfBounds_areRefusedWithTheBadValue() {
        CacheBuilder<String, String> builder = world.alone().cache("c", String.class, String.class);
        assertThatThrownBy(() -> builder.heap(heap -> heap.maximumSize(0)))
                .hasMessage("maximumSize must be positive: 0");
        assertThatThrownBy(() -> builder.heap(heap -> heap.maximumWeight(-3, (key, value) -> 1)))
                .hasMessage("maximumWeight must be positive: -3");
        assertThatThrownBy(() -> builder.heap(heap -> heap.expireAfterWrite(Duration.ZERO)))
                .hasMessageContaining("PT0S");
        assertThatThrownBy(() -> builder.tier(world.far, tier -> tier.timeout(Duration.ofDays(4_000))))
                .hasMessageContaining("3650 days");
        assertThatThrownBy(() -> builder.maximumKeyBytes(-1)).hasMessageContaining("-1");
        assertThatThrownBy(() -> builder.maximumValueBytes(0)).hasMessageContaining("0");
        assertThatThrownBy(() -> builder.dependsOn("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.dependsOn("d".repeat(513))).hasMessageContaining("513");
    }

    @Test
    void dependencies_overTheLimitOfOneValue_areRefused() {
        Terrace terrace = world.alone();
        Cache<String, Integer> cache = terrace.cache("c", String.class, Integer.class)
                .loader((key, load) -> {
                    for (int i = 0; i < Integer.parseInt(key); i++) {
                        load.dependsOn("d" + i);
                        load.dependsOn("d" + i);
                    }
                    return 1;
                })
                .build();

        assertThat(cache.get("64")).isEqualTo(1);
        assertThatThrownBy(() -> cache.get("65"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("coarser");
        terrace.invalidateDependency("d63");
        assertThat(cache.getIfPresent("64").isFound()).isFalse();
    }

    @Test
    void stamp_ofAnotherTerrace_isRefused() {
        Cache<String, String> cache =
                world.alone().cache("c", String.class, String.class).build();
        Stamp foreign = world.alone().stamp();
        assertThatThrownBy(() -> cache.put("key", "text", foreign)).isInstanceOf(IllegalArgumentException.class);
    }
}
