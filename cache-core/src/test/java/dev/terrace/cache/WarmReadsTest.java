package dev.terrace.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.terrace.cache.fake.Held;
import dev.terrace.cache.fake.World;
import dev.terrace.cache.fake.World.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WarmReadsTest {

    private final World world = new World();
    private final Source source = new Source("text");
    private final List<String> told = new ArrayList<>();

    @AfterEach
    void close() {
        world.close();
    }

    private Node node() {
        return world.node(cache -> cache.loader(source));
    }

    private static Warmed warm(Node node, WarmFrom from, String... keys) {
        return node.cache().async().warm(List.of(keys), from).join();
    }

    @Test
    void warm_byTheLoader_fillsTheTiers() {
        Node node = node();
        assertThat(warm(node, WarmFrom.LOADER, "a", "b")).isEqualTo(new Warmed(0, 0, 2, 0, 0, 0, null));
        assertThat(source.loads).hasValue(2);
        node.cache().get("a");
        assertThat(source.loads).hasValue(2);
        World.until(() -> node.far().position(World.CACHE, World.digest("b")) != null);
    }

    @Test
    void warm_fromFarTiers_neverLoads() {
        Node writer = node();
        writer.cache().get("a");
        World.until(() -> writer.near().position(World.CACHE, World.digest("a")) != null);
        source.loads.set(0);

        Node node = node();
        assertThat(warm(node, WarmFrom.FAR_TIERS, "a", "b")).isEqualTo(new Warmed(0, 1, 0, 1, 0, 0, null));
        assertThat(source.loads).hasValue(0);
        int reads = node.near().gets.get();
        assertThat(node.cache().get("a")).isEqualTo("text");
        assertThat(node.near().gets).as("a hit on the heap").hasValue(reads);
    }

    @Test
    void warm_ofWhatIsThere_asksNobody() {
        Node node = node();
        node.cache().get("a");
        int reads = node.near().gets.get();
        assertThat(warm(node, WarmFrom.LOADER, "a", "a")).isEqualTo(new Warmed(1, 0, 0, 0, 0, 0, null));
        assertThat(node.near().gets).hasValue(reads);
        assertThat(source.loads).hasValue(1);
    }

    @Test
    void warm_ofSeveralKeys_isOneBatchForEachTier() {
        Node node = node();
        warm(node, WarmFrom.LOADER, "a", "b", "c");
        assertThat(node.near().gets).hasValue(1);
        assertThat(node.far().gets).hasValue(1);
    }

    @Test
    void warm_isNoRead() {
        Node node = world.node(cache -> cache.loader(source).observer(new ReadObserver<String>() {
            @Override
            public boolean samples(String key) {
                return true;
            }

            @Override
            public void hit(String key, long ageNanos, boolean drawn) {
                told.add("hit " + key);
            }

            @Override
            public void missed(String key) {
                told.add("missed " + key);
            }
        }));
        warm(node, WarmFrom.LOADER, "a", "b");
        warm(node, WarmFrom.LOADER, "a");
        CacheStats stats = node.cache().stats();
        assertThat(stats.hits()).isZero();
        assertThat(stats.misses()).isZero();
        assertThat(stats.loads()).isEqualTo(2);
        assertThat(stats.tiers().get(0).misses()).as("of the heap").isZero();
        assertThat(told).isEmpty();
    }

    @Test
    void warm_ofWhatIsInvalidatedMeanwhile_isRefused() {
        Node node = node();
        Held held = source.hold();
        Future<Warmed> warming = world.start(
                () -> node.cache().async().warm(List.of("a"), WarmFrom.LOADER).join());
        held.awaitEntered();
        node.cache().invalidate("a");
        held.release();
        assertThat(World.result(warming)).isEqualTo(new Warmed(0, 0, 0, 0, 1, 0, null));
        assertThat(node.cache().stats().heapSize()).isZero();
    }

    @Test
    void warm_whoseKeyFails_tellsAndBringsTheOthers() {
        IllegalStateException planted = new IllegalStateException("planted");
        Node node = world.node(cache -> cache.maximumKeyBytes(20).loader((key, load) -> {
            if (key.equals("bad")) {
                throw planted;
            }
            return "text";
        }));
        Warmed warmed = warm(node, WarmFrom.LOADER, "good", "bad", "a key that is much too long");
        assertThat(warmed.loaded()).isOne();
        assertThat(warmed.failed()).isEqualTo(2);
        assertThat(warmed.failure()).isNotNull();
        assertThat(warmed.keys()).isEqualTo(3);
        assertThat(node.cache().getIfPresent("good").isFound()).isTrue();
    }

    @Test
    void warm_ofWhatSomebodyLoads_joinsHim() {
        Node node = node();
        Held held = source.hold();
        Future<String> reading = world.start(() -> node.cache().get("a"));
        held.awaitEntered();
        Future<Warmed> warming = world.start(
                () -> node.cache().async().warm(List.of("a"), WarmFrom.LOADER).join());
        held.release();
        assertThat(World.result(warming).keys()).isOne();
        assertThat(World.result(reading)).isEqualTo("text");
        assertThat(source.loads).hasValue(1);
    }

    @Test
    void warm_byTheLoaderThatIsNotThere_isRefusedWithTheCure() {
        Node node = world.node(cache -> cache);
        assertThatIllegalStateException()
                .isThrownBy(() -> warm(node, WarmFrom.LOADER, "a"))
                .withMessageContaining("WarmFrom.FAR_TIERS");
    }
}
