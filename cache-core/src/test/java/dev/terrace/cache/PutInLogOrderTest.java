package dev.terrace.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.fake.FakeTier;
import dev.terrace.cache.fake.World;
import dev.terrace.cache.fake.World.Node;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Position;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Puts in caches without a loader: what is not found there is lost to its user. */
class PutInLogOrderTest {

    private static final String KEY = "key";
    private static final Digest DIGEST = World.digest(KEY);

    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void put_thatTravelsWithTheLog_isInTheTierAsSoonAsItIsInTheLog() {
        Node writer = world.node(cache -> cache, true);
        writer.near().answerWrites(FakeTier.Mode.FAILING); // nothing else writes there

        assertThat(writer.cache().put(KEY, "put")).isEqualTo(Receipt.LOGGED);

        assertThat(writer.near().position(World.CACHE, DIGEST)).isEqualTo(new Position(1, 1));
        assertThat(writer.far().position(World.CACHE, DIGEST)).isEqualTo(new Position(1, 1));
        assertThat(found(node())).isEqualTo("put");
        assertThat(writer.cache().stats().tiers().get(1).puts()).isOne();
    }

    @Test
    void invalidate_thatTravelsWithTheLog_leavesItsTombstoneInTheSameStep() {
        Node writer = node();
        writer.cache().put(KEY, "put");
        Node remover = world.node(cache -> cache, true);
        remover.near().answerWrites(FakeTier.Mode.FAILING);

        remover.cache().invalidate(KEY);

        assertThat(remover.near().holdsTombstone(World.CACHE, DIGEST)).isTrue();
        assertThat(remover.far().holdsTombstone(World.CACHE, DIGEST)).isTrue();
    }

    @Test
    void put_whileTheLogDoesNotAnswer_isWrittenOnceItIsLogged() {
        Node writer = world.node(cache -> cache, true);
        writer.log().reachable(false);
        writer.cache().put(KEY, "first");
        assertThat(writer.cache().put(KEY, "second")).isEqualTo(Receipt.QUEUED);

        writer.log().reachable(true);
        world.heal();

        World.until(() -> writer.near().position(World.CACHE, DIGEST) != null);
        assertThat(found(node())).isEqualTo("second");
    }

    @Test
    void put_ofMoreThanTravels_isWrittenAfterwards() {
        Node writer = world.node(cache -> cache, true);
        String large = "x".repeat(70_000);

        writer.cache().put(KEY, large);

        assertThat(found(node())).isEqualTo(large);
    }

    /** The put's own place in the log is above the dependency's, but its value was made before that was invalidated. */
    @Test
    @Tag("proves:CACHE-2")
    void put_whoseDependencyWasInvalidatedBeforeItWasLogged_isNotServedElsewhere() {
        Node writer = world.node(cache -> cache.dependsOn("brand"));
        Node reader = world.node(cache -> cache.dependsOn("brand"));
        writer.log().holdAppends();
        var put = writer.cache().async().put(KEY, "of the old brand");
        world.log.plant(Name.dependency("brand"));

        writer.log().release();

        World.result(put);
        world.poll();
        assertThat(reader.cache().getIfPresent(KEY).isFound()).isFalse();
        assertThat(writer.cache().getIfPresent(KEY).isFound()).isFalse();
    }

    /** A read that is under way when its key is put again answers what was there when it began. */
    @Test
    void getIfPresent_whileTheKeyIsPutAgain_answersTheOldValueAndForgetsIt() {
        Node writer = node();
        writer.cache().put(KEY, "old");
        Node reader = node();
        reader.near().holdGet();
        var read = reader.cache().async().getIfPresent(KEY);
        writer.cache().put(KEY, "new");
        world.poll();

        reader.near().release();

        assertThat(World.result(read).orElse("absent")).isEqualTo("old");
        assertThat(found(reader)).isEqualTo("new");
    }

    /** What a read that began earlier has found is nothing for a read that begins after the invalidation. */
    @Test
    @Tag("proves:CACHE-1")
    void getIfPresent_afterAnInvalidation_isNotAnsweredByAReadThatBeganBefore() {
        Node writer = node();
        writer.cache().put(KEY, "old");
        Node reader = node();
        reader.near().holdGet();
        var before = reader.cache().async().getIfPresent(KEY);
        reader.cache().invalidate(KEY);
        var after = reader.cache().async().getIfPresent(KEY);

        reader.near().release();

        assertThat(World.result(before).orElse("absent")).isEqualTo("old");
        assertThat(World.result(after).isFound()).isFalse();
        assertThat(reader.cache().getIfPresent(KEY).isFound()).isFalse();
    }

    private Node node() {
        return world.node(cache -> cache);
    }

    private static String found(Node node) {
        return node.cache().getIfPresent(KEY).orElse("absent");
    }
}
