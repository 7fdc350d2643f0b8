package dev.terrace.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.fake.FakeClaims;
import dev.terrace.cache.fake.FakeTier;
import dev.terrace.cache.fake.Held;
import dev.terrace.cache.fake.World;
import dev.terrace.cache.fake.World.Node;
import dev.terrace.cache.spi.Claim;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.Position;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One key is loaded by one process at a time. */
class AcrossProcessesTest {

    private static final String KEY = "key";
    private static final Digest DIGEST = World.digest(KEY);
    private static final Duration LEASE = TierSettings.DEFAULT_CLAIM_LOADS;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration STEP = Duration.ofMillis(10);

    private final World world = new World();
    private final Source source = new Source("text");

    AcrossProcessesTest() {
        world.near.withClaims();
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    @Tag("proves:CACHE-6")
    void get_whileAnotherProcessLoads_waitsForItsValue() {
        Node loading = node();
        Node waiting = node();
        Held load = source.hold();
        Future<String> first = world.start(() -> loading.cache().get(KEY));
        load.awaitEntered();
        Future<String> second = world.start(() -> waiting.cache().get(KEY));
        untilAsked(waiting, 1);
        pass(Duration.ofMillis(200));
        assertThat(second).isNotDone();

        load.release();

        assertThat(World.result(first)).isEqualTo("text");
        World.until(() -> world.near.fakeClaims().held(DIGEST) == null);
        assertThat(passUntilDone(second)).isEqualTo("text");
        assertThat(source.loads).hasValue(1);
        assertThat(claims(loading).fulfilled).hasValue(1);
        assertThat(waiting.cache().stats().misses()).isZero();
        assertThat(waiting.cache().stats().tiers().get(1).hits()).isEqualTo(1);
    }

    @Test
    void get_ofACacheWhoseLoadsTakeLong_asksWhenTheyUsuallyEnd() {
        Node loading = node();
        Node waiting = node(cache -> cache.loader((key, load) -> {
            world.time.advance(Duration.ofMillis(80));
            return "slow";
        }));
        waiting.cache().get("another");
        Held load = source.hold();
        Future<String> first = world.start(() -> loading.cache().get(KEY));
        load.awaitEntered();
        int before = claims(waiting).asked.get();
        Future<String> second = world.start(() -> waiting.cache().get(KEY));
        untilAsked(waiting, before + 1);

        pass(Duration.ofMillis(50));
        assertThat(claims(waiting).asked).as("no load has ended so soon").hasValue(before + 1);
        pass(Duration.ofMillis(30));
        untilAsked(waiting, before + 2);
        load.release();
        assertThat(passUntilDone(second)).isEqualTo(World.result(first));
    }

    @Test
    @Tag("proves:CACHE-6")
    void get_ofWhatAnotherProcessHasStoredBetweenTheReadAndTheClaim_doesNotLoad() {
        Node late = node();
        late.near().fakeClaims().holdAsk();
        Future<String> read = world.start(() -> late.cache().get(KEY));
        World.until(() -> late.near().heldCalls() == 1);
        assertThat(node().cache().get(KEY)).isEqualTo("text");
        World.until(() -> world.near.bytes(World.CACHE, DIGEST) != null);

        late.near().release();

        assertThat(World.result(read)).isEqualTo("text");
        assertThat(source.loads).hasValue(1);
        assertThat(claims(late).released).as("for others").hasValue(1);
    }

    @Test
    @Tag("proves:CACHE-6")
    void get_ofWhatADeadProcessHasClaimed_loadsWhenThatEnds() {
        Node node = node();
        long began = world.time.nanoTime();
        world.near.fakeClaims().plant(foreign(7), LEASE);
        Future<String> read = world.start(() -> node.cache().get(KEY));
        untilAsked(node, 1);
        pass(LEASE.minus(STEP));
        assertThat(source.loads).hasValue(0);

        assertThat(passUntilDone(read)).isEqualTo("text");
        assertThat(source.loads).hasValue(1);
        assertThat(world.time.nanoTime() - began).isGreaterThanOrEqualTo(LEASE.toNanos());
    }

    @Test
    @Tag("proves:CACHE-6")
    void get_whoseLoaderTakesLong_prolongsItsClaim() {
        Node loading = node();
        Held load = source.hold();
        Future<String> first = world.start(() -> loading.cache().get(KEY));
        load.awaitEntered();
        Future<String> second = world.start(() -> node().cache().get(KEY));
        pass(LEASE.multipliedBy(3));
        assertThat(source.loads).hasValue(1);
        assertThat(claims(loading).prolonged.get()).isBetween(8, 10);

        load.release();

        World.result(first);
        assertThat(passUntilDone(second)).isEqualTo("text");
        assertThat(source.loads).hasValue(1);
        int prolonged = claims(loading).prolonged.get();
        pass(LEASE);
        assertThat(claims(loading).prolonged).as("when it is over").hasValue(prolonged);
    }

    @Test
    @Tag("proves:CACHE-6")
    void get_whereAnotherProcessesLoaderHangs_loadsAfterAll() {
        Node hanging = node();
        Node other = node();
        Held load = source.hold();
        Future<String> first = world.start(() -> hanging.cache().get(KEY));
        load.awaitEntered();
        Future<String> second = world.start(() -> other.cache().get(KEY));
        untilAsked(other, 1);

        pass(LEASE.multipliedBy(Turn.PROLONGED));
        assertThat(source.loads).hasValue(1);
        assertThat(passUntilDone(second)).isEqualTo("text");

        assertThat(source.loads).hasValue(2);
        load.release();
        World.result(first);
    }

    /** Else what takes longest to load would never be in a far tier. */
    @Test
    void get_whoseLoaderTakesLongerThanAClaimIsProlonged_isStoredInTheEnd() {
        Node node = node();
        Held load = source.hold();
        Future<String> read = world.start(() -> node.cache().get(KEY));
        load.awaitEntered();
        pass(LEASE.multipliedBy(Turn.PROLONGED + 2));
        World.until(() -> {
            world.time.advance(STEP);
            return world.near.fakeClaims().held(DIGEST) == null;
        });

        load.release();

        assertThat(World.result(read)).isEqualTo("text");
        World.until(() -> world.near.bytes(World.CACHE, DIGEST) != null);
    }

    @Test
    @Tag("proves:CACHE-6")
    void get_whoseProcessWasStoppedPastItsClaim_doesNotWriteOverWhatAnotherHasLoaded() {
        Node stopped = node();
        Node other = node();
        Held load = source.hold();
        Future<String> first = world.start(() -> stopped.cache().get(KEY));
        load.awaitEntered();
        claims(stopped).answer(FakeTier.Mode.FAILING); // a process that is stopped prolongs nothing
        Future<String> second = world.start(() -> other.cache().get(KEY));
        untilAsked(other, 1);
        source.set("newer");
        assertThat(passUntilDone(second)).isEqualTo("newer");
        World.until(() -> claims(other).fulfilled.get() == 1);
        claims(stopped).answer(FakeTier.Mode.UP);

        load.release();

        assertThat(World.result(first)).isEqualTo("text");
        World.until(() -> claims(stopped).refused.get() == 1);
        assertThat(stored()).contains("newer").doesNotContain("text");
        World.until(() -> stopped.cache().stats().tiers().get(1).refusedPuts() == 1);
    }

    @Test
    void get_whoseClaimEndedUnnoticed_writesNothing() {
        Node stopped = node();
        Held load = source.hold();
        Future<String> read = world.start(() -> stopped.cache().get(KEY));
        load.awaitEntered();
        claims(stopped).answer(FakeTier.Mode.FAILING);
        pass(LEASE.plus(STEP));
        claims(stopped).answer(FakeTier.Mode.UP);

        load.release();

        assertThat(World.result(read)).isEqualTo("text");
        World.until(() -> claims(stopped).refused.get() == 1);
        assertThat(world.near.bytes(World.CACHE, DIGEST)).isNull();
    }

    @Test
    void get_whoseLoaderFails_leavesTheKeyToTheNext() {
        Node failing = node(cache -> cache.loader((key, load) -> {
            throw new IllegalStateException("no");
        }));

        assertThatThrownBy(() -> failing.cache().get(KEY)).hasMessage("no");

        World.until(() -> world.near.fakeClaims().held(DIGEST) == null);
        assertThat(node().cache().get(KEY)).isEqualTo("text");
    }

    @Test
    void get_whileOneProcessAfterTheOtherComesToNothing_waitsForTwoOfThem() {
        Node node = node();
        world.near.fakeClaims().plant(foreign(1), HOUR);
        Future<String> read = world.start(() -> node.cache().get(KEY));
        passUntilAsked(node, 2);
        world.near.fakeClaims().plant(foreign(2), HOUR);
        passUntilAsked(node, 5);
        assertThat(source.loads).hasValue(0);

        world.near.fakeClaims().plant(foreign(3), HOUR);

        assertThat(passUntilDone(read)).isEqualTo("text");
        assertThat(source.loads).hasValue(1);
    }

    @Test
    @Tag("proves:CACHE-7")
    void get_whereTheStoreFails_loadsAtOnce() {
        for (FakeTier.Mode mode : List.of(FakeTier.Mode.FAILING, FakeTier.Mode.THROWING)) {
            Node node = node();
            claims(node).answer(mode);
            assertThat(node.cache().get("claims " + mode)).isEqualTo("text");
            node.near().answer(mode);
            assertThat(node.cache().get("tier " + mode)).isEqualTo("text");
            assertThat(claims(node).asked)
                    .as("a tier that has not answered is not asked again")
                    .hasValue(1);
        }
    }

    @Test
    @Tag("proves:CACHE-7")
    void get_whoseClaimIsNotAnswered_loadsAfterTheTiersTimeoutAndIsStored() {
        Node node = node();
        claims(node).answer(FakeTier.Mode.HANGING);
        Future<String> read = world.start(() -> node.cache().get(KEY));
        untilAsked(node, 1);

        assertThat(passUntilDone(read)).isEqualTo("text");
        World.until(() -> world.near.bytes(World.CACHE, DIGEST) != null);
    }

    @Test
    @Tag("proves:CACHE-7")
    void get_whileTheStoreGoesDown_waitsNoLonger() {
        Node node = node();
        world.near.fakeClaims().plant(foreign(7), HOUR);
        Future<String> read = world.start(() -> node.cache().get(KEY));
        passUntilAsked(node, 2);

        node.near().answer(FakeTier.Mode.FAILING);

        assertThat(passUntilDone(read)).isEqualTo("text");
    }

    @Test
    @Tag("proves:CACHE-1")
    void get_afterAnInvalidation_doesNotWaitForALoadThatBeganBefore() {
        Node loading = node();
        Node other = node();
        Held load = source.hold();
        Future<String> first = world.start(() -> loading.cache().get(KEY));
        load.awaitEntered();
        source.set("new");
        other.cache().invalidate(KEY);

        assertThat(World.result(world.start(() -> other.cache().get(KEY)))).isEqualTo("new");

        World.until(() -> claims(other).fulfilled.get() == 1);
        load.release();
        World.result(first);
        assertThat(stored()).contains("new");
        assertThat(node().cache().get(KEY)).isEqualTo("new");
    }

    @Test
    @Tag("proves:CACHE-1")
    void get_whileItWaitsForALoadThatIsInvalidated_loadsItself() {
        Node node = node();
        world.near.fakeClaims().plant(new Claim(DIGEST, 7, new Position(1, 0)), HOUR);
        Future<String> read = world.start(() -> node.cache().get(KEY));
        passUntilAsked(node, 2);
        assertThat(source.loads).hasValue(0);

        node.cache().invalidate(KEY);

        assertThat(passUntilDone(read)).isEqualTo("text");
        World.until(() -> world.near.fakeClaims().held(DIGEST) == null);
    }

    @Test
    @Tag("proves:CACHE-1")
    void get_afterADependencyWasInvalidated_isNotAnsweredByTheLoadThatItWaitedFor() {
        Node loading = node();
        Node waiting = node();
        Held load = source.hold();
        Future<String> first = world.start(() -> loading.cache().get(KEY));
        load.awaitEntered();
        source.set("new");
        waiting.terrace().invalidateDependency("declared");
        Future<String> second = world.start(() -> waiting.cache().get(KEY));
        untilAsked(waiting, 1);

        load.release();

        World.result(first);
        assertThat(passUntilDone(second)).isEqualTo("new");
    }

    @Test
    @Tag("proves:CACHE-7")
    void get_withADeadline_waitsForHalfOfItAndLoads() {
        Node node =
                node(cache -> cache.loader(source).freshness(Freshness.strict().deadline(Duration.ofSeconds(4))));
        world.near.fakeClaims().plant(foreign(7), HOUR);
        Future<String> read = world.start(() -> node.cache().get(KEY));
        untilAsked(node, 1);
        pass(Duration.ofSeconds(2).minus(STEP));
        assertThat(source.loads).hasValue(0);

        assertThat(passUntilDone(read)).isEqualTo("text");
    }

    @Test
    void get_whileItWaits_isAnsweredStaleWhereThatIsAllowed() {
        Node node = node(cache -> cache.heap(heap -> heap.expireAfterWrite(Duration.ofSeconds(10)))
                .loader(source)
                .freshness(Freshness.strict().staleIfError(Duration.ofHours(1)).softTimeout(Duration.ofMillis(50))));
        node.cache().get(KEY);
        World.until(() -> claims(node).fulfilled.get() == 1);
        world.time.advance(Duration.ofHours(1).plusSeconds(1));
        world.near.fakeClaims().plant(foreign(7), HOUR);
        int asked = claims(node).asked.get();
        Future<Answer<String>> read = world.start(() -> node.cache().answer(KEY));
        untilAsked(node, asked + 1);

        pass(Duration.ofMillis(60));

        assertThat(World.result(read).reason()).isEqualTo(Answer.Reason.LATE);
        assertThat(source.loads).hasValue(1);
    }

    @Test
    void get_ofWhatTheSourceDoesNotHave_isToldToOthersToo() {
        Node loading = absent();
        Node waiting = absent();
        Held load = source.hold();
        Future<String> first = world.start(() -> loading.cache().get(KEY));
        load.awaitEntered();
        Future<String> second = world.start(() -> waiting.cache().get(KEY));
        untilAsked(waiting, 1);

        load.release();

        assertThat(World.result(first)).isNull();
        assertThat(passUntilDone(second)).isNull();
        assertThat(source.loads).hasValue(1);
    }

    @Test
    void get_withoutClaims_asksForNone() {
        Node node = node(cache -> cache.loader(source));
        FakeTier client = world.near.another();
        Cache<String, String> alone = node.terrace()
                .cache("alone", String.class, String.class)
                .tier(client, tier -> tier.claimLoads(Duration.ZERO))
                .loader(source)
                .build();

        alone.get(KEY);
        node.cache().getAll(List.of("a", "b"));

        assertThat(client.fakeClaims().asked).hasValue(0);
        assertThat(claims(node).asked).as("of several keys at once").hasValue(0);
    }

    @Test
    void refresh_whileAnotherProcessRefreshes_takesItsValue() {
        Node one = refreshing();
        Node other = refreshing();
        one.cache().get(KEY);
        World.until(() -> claims(one).fulfilled.get() == 1);
        other.cache().get(KEY);
        assertThat(source.loads).hasValue(1);
        pass(Duration.ofSeconds(61));
        source.set("newer");
        Held load = source.hold();
        one.cache().get(KEY);
        load.awaitEntered();
        int asked = claims(other).asked.get();
        other.cache().get(KEY);
        untilAsked(other, asked + 1);

        load.release();

        World.until(() -> claims(one).fulfilled.get() == 2);
        World.until(() -> {
            world.time.advance(STEP);
            return other.cache().get(KEY).equals("newer");
        });
        assertThat(source.loads).hasValue(2);
    }

    @Test
    void claimLoads_ofADurationThatCannotWork_saysWhatCan() {
        TierSettings settings = new TierSettings();

        for (Duration wrong : List.of(Duration.ofMillis(99), Duration.ofSeconds(-1), Duration.ofHours(2))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> settings.claimLoads(wrong))
                    .withMessageContainingAll("claimLoads must be 100 ms to 1 hour, or zero", wrong.toString());
        }
    }

    private Node node() {
        return node(cache -> cache.loader(source));
    }

    private Node node(UnaryOperator<CacheBuilder<String, String>> settings) {
        return world.node(settings);
    }

    private Node refreshing() {
        return node(cache -> cache.loader(source)
                .heap(heap -> heap.expireAfterWrite(Duration.ofMinutes(5)))
                .refreshAfterWrite(Duration.ofMinutes(1)));
    }

    @SuppressWarnings({"NullAway", "unchecked"}) // a cache of nulls, in the place of one without
    private Node absent() {
        return node(cache -> (CacheBuilder<String, String>)
                (CacheBuilder<String, ?>) cache.nullable().loader((key, load) -> {
                    source.load(key, load);
                    return null;
                }));
    }

    private static FakeClaims claims(Node node) {
        return node.near().fakeClaims();
    }

    private static void untilAsked(Node node, int times) {
        World.until(() -> claims(node).asked.get() >= times);
    }

    private void passUntilAsked(Node node, int times) {
        World.until(() -> {
            world.time.advance(STEP);
            return claims(node).asked.get() >= times;
        });
    }

    /** A claim of a process that knows all that this test's log has told. */
    private Claim foreign(long token) {
        return new Claim(DIGEST, token, new Position(1, 1_000));
    }

    private String stored() {
        return new String(Objects.requireNonNull(world.near.bytes(World.CACHE, DIGEST)), StandardCharsets.UTF_8);
    }

    /** Lets time pass in steps, in which waiting threads have their turn. */
    private void pass(Duration time) {
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(STEP)) {
            world.time.advance(STEP);
        }
    }

    private <T> T passUntilDone(Future<T> future) {
        World.until(() -> {
            world.time.advance(STEP);
            return future.isDone();
        });
        return World.result(future);
    }
}
