package dev.terrace.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.fake.FakeLog;
import dev.terrace.cache.fake.FakeTier;
import dev.terrace.cache.fake.TextCodec;
import dev.terrace.cache.fake.World;
import dev.terrace.cache.fake.World.Node;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Position;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class LogFailureTest {

    private static final String KEY = "key";

    private final World world = new World();
    private final Source source = new Source("old");

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void build_whileTheLogIsUnreachable_worksOnTheHeapAndUsesTiersLater() {
        FakeLog log = world.log.another();
        log.reachable(false);
        FakeTier tier = world.far.another();
        Cache<String, String> cache = world.terrace(log)
                .cache(World.CACHE, String.class, String.class)
                .heap(heap -> {})
                .tier(tier)
                .codec(new TextCodec())
                .loader(source)
                .build();

        assertThat(cache.get(KEY)).isEqualTo("old");
        assertThat(cache.put("other", "put")).isEqualTo(Receipt.QUEUED);
        assertThat(cache.getIfPresent("other").orElse("none")).isEqualTo("put");
        assertThat(tier.puts).as("nothing leaves without a position").hasValue(0);

        log.reachable(true);
        world.heal();
        assertThat(cache.get(KEY)).isEqualTo("old");
        World.until(() -> tier.position(World.CACHE, World.digest(KEY)) != null);
        assertThat(world.log.history()).containsExactly(Name.key(World.digest("other")));
    }

    @Test
    void invalidations_whileTheLogIsUnreachable_areQueuedAndDeliveredInOrder() {
        Node node = node();
        node.log().reachable(false);
        List<Name> names = IntStream.range(0, 2_500)
                .mapToObj(i -> Name.dependency("d" + i))
                .toList();
        names.forEach(name ->
                assertThat(node.terrace().invalidateDependency(name.text())).isEqualTo(Receipt.QUEUED));
        assertThat(node.terrace().logStats().pending()).isEqualTo(2_500);

        node.log().reachable(true);
        world.heal();

        assertThat(world.log.history()).containsExactlyElementsOf(names);
        assertThat(node.terrace().logStats().pending()).isZero();
        assertThat(node.terrace().invalidateDependency("more")).isEqualTo(Receipt.LOGGED);
    }

    @Test
    void put_thatWasQueued_reachesOthersOnceTheLogAnswers() {
        Node node = node();
        Node other = node();
        assertThat(other.cache().get(KEY)).isEqualTo("old");
        node.log().reachable(false);
        assertThat(node.cache().put(KEY, "put")).isEqualTo(Receipt.QUEUED);
        World.until(() -> node.far().bytes(World.CACHE, World.digest(KEY)) != null);

        node.log().reachable(true);
        world.heal();

        assertThat(node.far().position(World.CACHE, World.digest(KEY))).isEqualTo(new Position(1, 1));
        assertThat(other.cache().getIfPresent(KEY).orElse("none")).isEqualTo("put");
        assertThat(node.cache().getIfPresent(KEY).orElse("none")).isEqualTo("put");
    }

    @Test
    void append_whoseAnswerWasLost_isSentAgainUnderItsId() {
        Node node = node();
        node.log().losesAnswers(true);
        assertThat(node.terrace().invalidateDependency("d")).isEqualTo(Receipt.QUEUED);
        node.log().losesAnswers(false);
        world.heal();

        assertThat(world.log.history()).containsExactly(Name.dependency("d"));
        assertThat(node.terrace().logStats().pending()).isZero();
    }

    @Test
    @Tag("proves:CACHE-9")
    void invalidations_aboveWhatCanBeQueued_widenToTheNamespace() {
        Node node = node();
        Node other = node();
        other.cache().get(KEY);
        node.log().reachable(false);
        node.cache().invalidate(KEY);
        for (int i = 0; i < 101_000; i++) {
            node.terrace().invalidateDependency("d" + i);
        }
        assertThat(node.terrace().logStats().widened()).isEqualTo(1);
        assertThat(node.terrace().logStats().pending()).isLessThan(101_000);
        source.set("new");

        node.log().reachable(true);
        world.heal();

        assertThat(world.log.history()).contains(Name.NAMESPACE).hasSizeLessThan(101_000);
        assertThat(other.cache().get(KEY)).isEqualTo("new");
        assertThat(node.terrace().logStats().pending()).isZero();
    }

    @Test
    void read_whileAnOwnInvalidationIsUnderWay_acceptsNoFarEntryOfThatName() {
        Node node = node();
        node.cache().put(KEY, "put");
        node.cache().put("other", "put");
        node.log().reachable(false);
        node.cache().invalidate(KEY);

        assertThat(node.cache().getIfPresent(KEY).isFound()).isFalse();
        assertThat(node.cache().stats().tiers().get(1).distrusted()).isEqualTo(1);
        node.terrace().invalidateDependency("unrelated");
        assertThat(node.cache().getIfPresent("other").isFound()).isTrue();
    }

    @Test
    @Tag("proves:CACHE-4")
    void newEpoch_distrustsWhatWasStampedBefore() {
        Node node = node();
        Node other = node();
        node.cache().put(KEY, "put");
        assertThat(other.cache().get(KEY)).isEqualTo("put");
        world.log.lose();
        source.set("new");
        world.poll();

        assertThat(node.cache().get(KEY)).isEqualTo("new");
        assertThat(other.cache().get(KEY)).isEqualTo("new");
        assertThat(node.terrace().logStats().epochs()).isEqualTo(2);
        World.until(() -> Objects.requireNonNull(node.far().position(World.CACHE, World.digest(KEY)))
                        .epoch()
                == 2);
    }

    @Test
    @Tag("proves:CACHE-4")
    void forkedLog_whatOnlyTheLostHalfAcknowledged_reachesTheOthers() {
        Node cutOff = node();
        Node other = node();
        cutOff.log().fork();
        world.log.lose();
        world.poll();
        assertThat(other.cache().get(KEY)).as("loaded under the new epoch").isEqualTo("old");
        source.set("new");
        assertThat(cutOff.cache().invalidate(KEY)).isEqualTo(Receipt.LOGGED);
        world.poll();
        assertThat(other.cache().get(KEY)).as("it cannot know yet").isEqualTo("old");

        cutOff.log().rejoin();
        world.heal();

        assertThat(other.cache().get(KEY)).isEqualTo("new");
        assertThat(cutOff.cache().get(KEY)).isEqualTo("new");
        assertThat(cutOff.terrace().logStats().appendedAgain()).isEqualTo(1);
        assertThat(cutOff.terrace().logStats().pending()).isZero();
    }

    /** Behind it may be a server that has lost the removal of what its tiers hold. */
    @Test
    @Tag("proves:CACHE-4")
    void newConnection_beforeTheLogIsReadOverIt_letsNoFarTierAnswer() {
        Node node = node();
        Node other = node();
        assertThat(node.cache().get(KEY)).isEqualTo("old");
        World.until(() -> node.far().position(World.CACHE, World.digest(KEY)) != null);
        other.log().reconnect();
        source.set("new");

        assertThat(other.cache().get(KEY)).isEqualTo("new");
    }

    /** The log may forget the key before a node comes that was not there. */
    @Test
    @Tag("proves:CACHE-1")
    void load_overAConnectionThatTheLogWasNotReadOverYet_staysOnItsNode() {
        FakeLog log = world.log.another();
        FakeTier tier = world.far.another();
        try (Terrace terrace = Terrace.builder("test")
                .log(log)
                .time(world.time)
                .executor(Runnable::run)
                .build()) {
            Cache<String, String> cache = terrace.cache(World.CACHE, String.class, String.class)
                    .tier(tier)
                    .codec(new TextCodec())
                    .loader(source)
                    .build();
            cache.get(KEY);
            assertThat(tier.bytes(World.CACHE, World.digest(KEY))).isNotNull();
            log.holdReads();
            log.reconnect();

            cache.get("loaded");
            cache.put("stamped", "put", terrace.stamp());
            assertThat(tier.bytes(World.CACHE, World.digest("loaded"))).isNull();
            assertThat(tier.bytes(World.CACHE, World.digest("stamped"))).isNull();

            log.release();
            world.poll();
            cache.get("after");
            assertThat(tier.bytes(World.CACHE, World.digest("after"))).isNotNull();
        }
    }

    @Test
    @Tag("proves:CACHE-4")
    void forkedLog_keysThatSurvivorsAppendAgain_areFollowedByAMark() {
        Node node = node();
        node.cache().invalidate(KEY);
        node.terrace().invalidateDependency("declared");
        world.log.lose();
        world.heal();

        assertThat(world.log.history())
                .endsWith(Name.key(World.digest(KEY)), Name.dependency("declared"), Name.cache("*"));
        assertThat(node.terrace().logStats().pending()).isZero();
        assertThat(node.terrace().logStats().appendedAgain()).isEqualTo(2);
    }

    @Test
    @Tag("proves:CACHE-4")
    void forkedLog_acknowledgedAfterItsNodeHasLeftIt_isSentAgain() {
        Node cutOff = node();
        Node other = node();
        cutOff.log().fork();
        world.log.lose();
        world.poll();
        assertThat(other.cache().get(KEY)).isEqualTo("old");
        source.set("new");
        cutOff.log().holdAppends();
        cutOff.cache().async().invalidate(KEY);
        cutOff.log().rejoin();
        world.poll();
        assertThat(cutOff.terrace().logStats().epoch()).isEqualTo(2);

        cutOff.log().release();
        world.heal();

        assertThat(other.cache().get(KEY)).isEqualTo("new");
        assertThat(cutOff.terrace().logStats().pending()).isZero();
        assertThat(cutOff.terrace().logStats().forks()).isEqualTo(1);
        assertThat(other.terrace().logStats().forks()).isZero();
    }

    @Test
    void logStats_whileReadsFail_tellTheirAge() {
        Node node = node();
        assertThat(node.terrace().logStats().age()).isLessThanOrEqualTo(FakeLog.POLL);

        node.log().reachable(false);
        world.time.advance(Duration.ofSeconds(7));
        assertThat(node.terrace().logStats().age()).isGreaterThanOrEqualTo(Duration.ofSeconds(7));

        node.log().reachable(true);
        world.poll();
        assertThat(node.terrace().logStats().age()).isLessThanOrEqualTo(FakeLog.POLL);
    }

    @Test
    @Tag("proves:CACHE-4")
    void lostLog_afterW_isNotToldWhatWasSeenBefore() {
        Node node = node();
        node.cache().invalidate(KEY);
        world.time.advance(Duration.ofSeconds(121));
        world.log.lose();
        world.heal();
        assertThat(node.terrace().logStats().appendedAgain()).isZero();
        node.cache().invalidate(KEY);
        world.log.lose();
        world.heal();
        assertThat(node.terrace().logStats().appendedAgain()).isEqualTo(1);
    }

    @Test
    void newEpoch_getsWhatWasQueued() {
        Node node = node();
        node.log().reachable(false);
        node.cache().invalidate(KEY);
        world.log.lose();
        node.log().reachable(true);
        world.heal();

        assertThat(world.log.history()).containsExactly(Name.key(World.digest(KEY)));
        assertThat(node.terrace().logStats().pending()).isZero();
        assertThat(node.terrace().logStats().epoch()).isEqualTo(2);
        node.cache().put(KEY, "put");
        assertThat(node().cache().getIfPresent(KEY).orElse("none")).isEqualTo("put");
    }

    @Test
    @Tag("proves:CACHE-4")
    void trimmedLog_distrustsTheHeapOfANodeThatWasAway() {
        Node away = node();
        Node node = node();
        assertThat(away.cache().get(KEY)).isEqualTo("old");
        away.reaches(false);
        source.set("new");
        node.terrace().invalidateDependency("declared");
        world.log.trim();
        node.terrace().invalidateDependency("unrelated");
        world.poll();
        assertThat(away.cache().get(KEY)).as("it cannot know yet").isEqualTo("old");

        away.reaches(true);
        world.heal();

        assertThat(away.cache().get(KEY)).isEqualTo("new");
        assertThat(away.terrace().logStats().gaps()).isEqualTo(1);
    }

    @Test
    void logThatWentBack_isReadAnewAndTheHeapDistrusted() {
        Node node = node();
        for (int i = 0; i < 10; i++) {
            world.log.plant(Name.dependency("d" + i));
        }
        world.poll();
        node.cache().put(KEY, "put");
        world.log.goBackTo(3);
        source.set("new");
        node.near().answer(FakeTier.Mode.FAILING);
        node.far().answer(FakeTier.Mode.FAILING);
        world.poll();

        assertThat(node.cache().get(KEY)).isEqualTo("new");
        assertThat(node.terrace().logStats().epochs()).isEqualTo(2);
        assertThat(node.terrace().logStats().appendedAgain())
                .as("what it has read and sent")
                .isEqualTo(11);
        assertThat(node.terrace().logStats().sequence())
                .isEqualTo(3 + 11 + 1); // and the mark of keys that were told again
    }

    @Test
    void close_whileInvalidationsAreQueued_answersAndStops() {
        Node node = node();
        node.log().holdAppends();
        var receipt = node.cache().async().invalidate(KEY);
        assertThat(receipt).isNotDone();

        node.terrace().close();
        node.terrace().close();

        assertThat(receipt).isCompletedWithValue(Receipt.QUEUED);
        assertThat(node.near().isClosed()).isTrue();
        int reads = node.log().reads.get();
        world.time.advance(Duration.ofSeconds(10));
        assertThat(node.log().reads).hasValue(reads);
    }

    private Node node() {
        return world.node(cache -> cache.loader(source));
    }
}
