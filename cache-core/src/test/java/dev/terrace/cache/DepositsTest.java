package dev.terrace.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.fake.World;
import dev.terrace.cache.fake.World.Node;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DepositsTest {

    private static final String KEY = "key";
    private static final Duration TOOK = Duration.ofMillis(7);

    private final World world = new World();
    private final Node node = world.node(cache -> cache.dependsOn("all"));
    private final Deposits<String, String> deposits = Deposits.into(node.cache());

    @AfterEach
    void close() {
        world.close();
    }

    private boolean load(String value, Stamp stamp, String... names) {
        return deposits.loaded(KEY, value, stamp, List.of(names), TOOK);
    }

    @Test
    void loaded_isServedByEveryTier_andAppendsNothing() {
        long applied = node.terrace().logStats().sequence();
        assertThat(load("text", node.terrace().stamp())).isTrue();
        assertThat(node.cache().getIfPresent(KEY).orElse("none")).isEqualTo("text");
        World.until(() -> node.cache().stats().tiers().stream().allMatch(tier -> tier.puts() == 1));
        assertThat(node.terrace().logStats().sequence()).isEqualTo(applied);
        assertThat(node.cache().stats().loads()).isOne();
        assertThat(node.cache().stats().loadTime()).isEqualTo(TOOK);
        assertThat(node.cache().stats().puts()).isZero();
    }

    @Test
    @Tag("proves:CACHE-1")
    void loaded_afterAnInvalidation_isRefused() {
        Stamp before = node.terrace().stamp();
        node.cache().invalidate(KEY);
        assertThat(deposits.holds(KEY, before)).isFalse();
        assertThat(load("old", before)).isFalse();
        assertThat(node.cache().getIfPresent(KEY).isFound()).isFalse();
        assertThat(node.cache().stats().refusedPuts()).isOne();
        assertThat(deposits.holds(KEY, node.terrace().stamp())).isTrue();
    }

    @Test
    void loaded_dependencies_areItsOwnAndTheCaches() {
        load("text", node.terrace().stamp(), "brand:acme");
        node.terrace().invalidateDependency("brand:acme");
        assertThat(node.cache().getIfPresent(KEY).isFound()).isFalse();
        load("text", node.terrace().stamp());
        Stamp before = node.terrace().stamp();
        node.terrace().invalidateDependency("all");
        assertThat(node.cache().getIfPresent(KEY).isFound()).isFalse();
        assertThat(deposits.holds(KEY, before)).isFalse();
    }

    @Test
    void put_isAPut_withDependencies() {
        Stamp before = node.terrace().stamp();
        assertThat(deposits.put(KEY, "new", List.of("brand:acme")).join()).isEqualTo(Receipt.LOGGED);
        assertThat(load("old", before)).isFalse();
        assertThat(node.cache().getIfPresent(KEY).orElse("none")).isEqualTo("new");
        node.terrace().invalidateDependency("brand:acme");
        assertThat(node.cache().getIfPresent(KEY).isFound()).isFalse();
        assertThat(node.cache().stats().puts()).isOne();
    }

    @Test
    void badInput_isRefused() {
        Stamp stamp = node.terrace().stamp();
        assertThatThrownBy(() -> load("text", stamp, "")).isInstanceOf(IllegalArgumentException.class);
        try (Terrace other = Terrace.builder("other").build()) {
            Stamp foreign = other.stamp();
            assertThat(other.isShared()).isFalse();
            assertThat(node.terrace().isShared()).isTrue();
            assertThat(deposits.holds(KEY, foreign)).isFalse();
            assertThatThrownBy(() -> load("text", foreign))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("another Terrace");
        }
        Cache<?, ?> foreign = (Cache<?, ?>) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Cache.class}, (proxy, method, args) -> "strange");
        assertThatThrownBy(() -> Deposits.into(foreign)).isInstanceOf(IllegalArgumentException.class);
    }
}
