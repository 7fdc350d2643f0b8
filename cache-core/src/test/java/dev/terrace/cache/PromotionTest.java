package dev.terrace.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.fake.World;
import dev.terrace.cache.fake.World.Node;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Position;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PromotionTest {

    private static final String KEY = "key";
    private static final Digest DIGEST = World.digest(KEY);

    private final World world = new World();
    private final Source source = new Source("text");

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void get_foundInTheFarthestTier_fillsTheNearerOnesUnderTheOldStamp() {
        Node writer = node();
        writer.cache().put(KEY, "put");
        world.near.purge(World.CACHE, new Position(9, 9), 10); // gone from the nearer tier
        world.log.plant(Name.dependency("unrelated"));
        Node reader = node();

        assertThat(reader.cache().get(KEY)).isEqualTo("put");
        assertThat(reader.near().position(World.CACHE, DIGEST)).isEqualTo(new Position(1, 1));
        assertThat(reader.cache().get(KEY)).isEqualTo("put");
        assertThat(reader.far().gets).hasValue(1);
        assertThat(reader.cache().stats().hits()).isEqualTo(2);
        assertThat(source.loads).hasValue(0);
    }

    @Test
    void get_foundInAFarTier_livesNoLongerThanThere() {
        Node writer = node();
        writer.cache().put(KEY, "put");
        world.near.purge(World.CACHE, new Position(9, 9), 10);
        world.time.advance(Duration.ofMinutes(59));
        Node reader = node();

        assertThat(reader.cache().get(KEY)).isEqualTo("put");
        assertThat(reader.near().remaining(World.CACHE, DIGEST))
                .isBetween(Duration.ofSeconds(58), Duration.ofMinutes(1));
        world.time.advance(Duration.ofSeconds(61));

        assertThat(reader.cache().get(KEY)).isEqualTo("text");
    }

    @Test
    void get_ofAnEntryWithDependenciesOlderThanTheHorizon_isNotTrusted() {
        Node writer = world.node(cache -> cache.dependsOn("brand"));
        writer.cache().put(KEY, "put");
        world.log.plant(Name.dependency("unrelated"));
        world.log.trim();

        assertThat(node().cache().getIfPresent(KEY).isFound()).isFalse();
    }

    @Test
    void get_ofAnEntryWithoutDependenciesOlderThanTheHorizon_isTrusted() {
        Node writer = node();
        writer.cache().put(KEY, "put");
        world.log.plant(Name.dependency("unrelated"));
        world.log.trim();

        assertThat(node().cache().getIfPresent(KEY).orElse("none")).isEqualTo("put");
    }

    @Test
    @Tag("proves:CACHE-2")
    void invalidate_onOneNode_isSeenByAnotherOnceItHasReadTheLog() {
        Node one = world.node(cache -> cache.loader(source).dependsOn("fixed"));
        Node two = world.node(cache -> cache.loader(source).dependsOn("fixed"));
        String[] changes = {"key", "fixed", "declared", "all"};
        for (String change : changes) {
            source.set("before " + change);
            one.cache().invalidate(KEY);
            world.poll();
            assertThat(two.cache().get(KEY)).isEqualTo("before " + change);
            source.set("after " + change);
            switch (change) {
                case "key" -> one.cache().invalidate(KEY);
                case "all" -> one.cache().invalidateAll();
                default -> one.terrace().invalidateDependency(change);
            }
            two.log().wake();
            assertThat(two.cache().get(KEY)).isEqualTo("after " + change);
        }
        assertThat(two.terrace().logStats().applied()).isEqualTo(8);
        assertThat(one.terrace().logStats().applied())
                .as("own records are not applied twice")
                .isZero();
    }

    @Test
    void put_onOneNode_replacesWhatTheOtherHolds() {
        Node one = node();
        Node two = node();
        one.cache().put(KEY, "first");
        world.poll();
        assertThat(two.cache().get(KEY)).isEqualTo("first");
        two.cache().put(KEY, "second");
        world.poll();

        assertThat(one.cache().get(KEY)).isEqualTo("second");
        assertThat(two.cache().get(KEY)).isEqualTo("second");
        assertThat(source.loads).hasValue(0);
    }

    @Test
    void ownRecords_readBack_dropNothing() {
        Node node = node();
        world.log.plant(Name.dependency("unrelated")); // so that the acknowledgement alone moves no position
        node.cache().put(KEY, "put");
        int asked = node.near().gets.get();
        world.poll();

        assertThat(node.cache().get(KEY)).isEqualTo("put");
        assertThat(node.near().gets).as("it was on the heap").hasValue(asked);
        assertThat(node.terrace().logStats().applied()).isEqualTo(1);
    }

    @Test
    void stampedPut_whileTheStampHolds_isStoredUnderIt() {
        Node node = node();
        world.log.plant(Name.dependency("unrelated"));
        world.poll();
        Stamp stamp = node.terrace().stamp();
        world.log.plant(Name.dependency("another"));
        world.poll();

        assertThat(node.cache().put(KEY, "read", stamp)).isTrue();
        assertThat(node.far().position(World.CACHE, DIGEST)).isEqualTo(new Position(1, 1));
        assertThat(world.log.sequence()).isEqualTo(2);
        node.cache().invalidate(KEY);
        assertThat(node.cache().put(KEY, "read", stamp)).isFalse();
        assertThat(node.cache().stats().refusedPuts()).isEqualTo(1);
    }

    @Test
    void load_thatWasSuperseded_isNotWrittenToTiers() {
        Node node = node();
        var held = source.hold();
        var read = world.start(() -> node.cache().get(KEY));
        held.awaitEntered();
        node.cache().invalidateAll();
        held.release();
        assertThat(World.result(read)).isEqualTo("text");

        node.cache().get("later");
        World.until(() -> node.far().position(World.CACHE, World.digest("later")) != null);
        assertThat(node.far().position(World.CACHE, DIGEST)).isNull();
        assertThat(node.near().position(World.CACHE, DIGEST)).isNull();
    }

    private Node node() {
        return world.node(cache -> cache.loader(source));
    }
}
