package dev.terrace.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.Explanation.Verdict;
import dev.terrace.cache.Inspection.Held;
import dev.terrace.cache.fake.FakeTier;
import dev.terrace.cache.fake.World;
import dev.terrace.cache.fake.World.Node;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InspectionTest {

    private static final String KEY = "key";

    private final World world = new World();
    private final Source source = new Source("text");
    private final Node node = world.node(cache -> cache.loader(source));
    private final Inspection<String, String> inspection = Inspection.of(node.cache());

    @AfterEach
    void close() {
        world.close();
    }

    private void stored() {
        World.until(() -> node.cache().stats().tiers().stream().allMatch(tier -> tier.puts() == 1));
    }

    @Test
    void everywhere_tellsWhatEachTierWouldServe() {
        node.cache().get(KEY);
        stored();
        List<Held<String>> held = inspection.everywhere(KEY);
        assertThat(held).extracting(one -> one.place().tier()).containsExactly("heap", "near", "far");
        assertThat(held).extracting(Held::value).containsExactly("text", "text", "text");
        assertThat(Objects.requireNonNull(inspection.onHeap(KEY)).value()).isEqualTo("text");
        assertThat(held.toString()).doesNotContain("text");
    }

    @Test
    void whatIsNotBelieved_hasNoValue() {
        node.cache().get(KEY);
        stored();
        node.terrace().invalidateDependency("nobody's");
        assertThat(Objects.requireNonNull(inspection.onHeap(KEY)).value()).isEqualTo("text");
        node.cache().invalidateAll();
        assertThat(inspection.everywhere(KEY)).extracting(Held::value).containsOnlyNulls();
        assertThat(Objects.requireNonNull(inspection.onHeap(KEY)).place().verdict())
                .isEqualTo(Verdict.INVALIDATED);
        assertThat(Objects.requireNonNull(inspection.onHeap("other")).place().verdict())
                .isEqualTo(Verdict.ABSENT);
        node.near().answer(FakeTier.Mode.FAILING);
        assertThat(inspection.everywhere(KEY).get(1).place().verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void inspection_leavesNoTrace() {
        node.cache().get(KEY);
        stored();
        CacheStats before = node.cache().stats();
        inspection.everywhere(KEY);
        inspection.everywhere("other");
        inspection.onHeap(KEY);
        assertThat(node.cache().stats()).isEqualTo(before);
    }

    @Test
    void digest_isThatOfTheExplanation() {
        assertThat(inspection.digest(KEY))
                .isEqualTo(node.cache().explain(KEY).digest())
                .isEqualTo(World.digest(KEY).text());
    }

    @Test
    void cacheWithoutHeap_hasNothingThere() {
        Cache<String, String> cache = node.terrace()
                .cache("far-only", String.class, String.class)
                .tier(node.near())
                .loader((key, load) -> key)
                .build();
        assertThat(Inspection.of(cache).onHeap(KEY)).isNull();
        assertThat(Inspection.of(cache).everywhere(KEY)).hasSize(1);
    }

    @Test
    void closedTerrace_isNotLookedInto() {
        node.terrace().close();
        assertThatThrownBy(() -> inspection.everywhere(KEY)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @SuppressWarnings("unchecked") // a stand-in of that type
    void foreignCache_isRefused() {
        Cache<String, String> foreign = (Cache<String, String>) Proxy.newProxyInstance(
                Cache.class.getClassLoader(), new Class<?>[] {Cache.class}, (proxy, method, arguments) -> "mine");
        assertThatThrownBy(() -> Inspection.of(foreign))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'mine'")
                .hasMessageContaining("CacheBuilder.build()");
    }

    @Test
    void ages_ofWhatIsHeld_pass() {
        node.cache().get(KEY);
        world.time.advance(Duration.ofSeconds(30));
        assertThat(Objects.requireNonNull(inspection.onHeap(KEY)).place().age())
                .isBetween(Duration.ofSeconds(29), Duration.ofSeconds(31));
    }
}
