package dev.terrace.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.CacheEvent.BreakerChanged;
import dev.terrace.cache.CacheEvent.DependencyInvalidated;
import dev.terrace.cache.CacheEvent.Evicted;
import dev.terrace.cache.CacheEvent.Hit;
import dev.terrace.cache.CacheEvent.Invalidated;
import dev.terrace.cache.CacheEvent.InvalidationHeard;
import dev.terrace.cache.CacheEvent.LoadFailed;
import dev.terrace.cache.CacheEvent.Loaded;
import dev.terrace.cache.CacheEvent.LogReach;
import dev.terrace.cache.CacheEvent.Miss;
import dev.terrace.cache.CacheEvent.RefusedWrite;
import dev.terrace.cache.CacheEvent.ServedStale;
import dev.terrace.cache.fake.Ear;
import dev.terrace.cache.fake.FakeLog;
import dev.terrace.cache.fake.FakeTier;
import dev.terrace.cache.fake.Held;
import dev.terrace.cache.fake.World;
import dev.terrace.cache.fake.World.Node;
import dev.terrace.cache.spi.Name;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventsTest {

    private static final String KEY = "key";
    private static final String CACHE = World.CACHE;
    private final World world = new World();
    private final Source source = new Source("text");
    private final Ear ear = new Ear();

    @AfterEach
    void close() {
        world.close();
    }

    private static void all(ListenerSettings settings) {
        settings.kinds(EventKind.HIT, EventKind.values());
    }

    private Node node(UnaryOperator<CacheBuilder<String, String>> settings) {
        return world.node(cache -> settings.apply(cache.loader(source).listener(ear, EventsTest::all)));
    }

    private Node node() {
        return node(cache -> cache);
    }

    @Test
    void reads_areToldAsHitsAndMisses() {
        Node node = node();
        node.cache().get(KEY);
        node.cache().get(KEY);
        node.cache().getIfPresent(KEY);
        node.cache().getIfPresent("absent");
        node.cache().getAll(List.of(KEY));
        node.cache().answer(KEY);
        node.cache().async().get(KEY).join();

        Hit hit = new Hit(CACHE, KEY, "heap");
        World.until(() -> ear.heard().size() == 8);
        assertThat(ear.heard())
                .containsExactly(
                        new Loaded(CACHE, KEY, Duration.ZERO),
                        new Miss(CACHE, KEY),
                        hit,
                        hit,
                        new Miss(CACHE, "absent"),
                        hit,
                        hit,
                        hit);
    }

    @Test
    void read_ofAFarTier_isToldAsAHitThere() {
        Node writer = world.node(cache -> cache.loader(source));
        writer.cache().get(KEY);
        World.until(() -> world.near.position(CACHE, World.digest(KEY)) != null);
        world.poll();

        node().cache().get(KEY);

        ear.awaits(new Hit(CACHE, KEY, "near"));
        assertThat(ear.heard()).hasSize(1);
    }

    @Test
    void hits_ofACacheThatNobodyListensToThem_areNotEvenMade() {
        Node node = world.node(cache -> cache.loader(source).listener(ear));
        node.cache().get(KEY);
        node.cache().get(KEY);
        node.cache().invalidate(KEY);
        ear.awaits(new Invalidated(CACHE, KEY, false));
        assertThat(ear.heard()).noneMatch(event -> event.kind() == EventKind.HIT);
        assertThat(node.cache()).as("no branch on a hit").isExactlyInstanceOf(TieredCache.class);
        assertThat(node().cache()).isExactlyInstanceOf(Observed.class);
    }

    @Test
    void loader_thatThrows_isToldWithItsTime() {
        IllegalStateException failure = new IllegalStateException("planted");
        Node node = node(cache -> cache.loader((key, load) -> {
            world.time.advance(Duration.ofMillis(30));
            throw failure;
        }));
        assertThatThrownBy(() -> node.cache().get(KEY)).isSameAs(failure);
        ear.awaits(new LoadFailed(CACHE, KEY, Duration.ofMillis(30), failure));
        ear.awaits(new Miss(CACHE, KEY));
    }

    @Test
    void answer_thatIsStale_isTold() {
        Node node = node(cache -> cache.heap(heap -> heap.expireAfterWrite(Duration.ofMinutes(1)))
                .freshness(Freshness.strict().staleWhileRevalidate(Duration.ofMinutes(5))));
        node.cache().get(KEY);
        world.time.advance(Duration.ofSeconds(61));

        Answer<String> answer = node.cache().answer(KEY);

        assertThat(ear.awaits(ServedStale.class))
                .containsExactly(new ServedStale(CACHE, KEY, Answer.Reason.REVALIDATING, answer.age(), answer.tier()));
    }

    @Test
    void answer_thatIsStaleAsTheLoadFailed_isTold() {
        Node node = node(cache -> cache.heap(heap -> heap.expireAfterWrite(Duration.ofMinutes(1)))
                .freshness(Freshness.strict().staleIfError(Duration.ofHours(5)))
                .loader((key, load) -> {
                    throw new IllegalStateException("planted");
                }));
        node.cache().put(KEY, "put");
        world.time.advance(Duration.ofHours(2));

        assertThat(node.cache().answer(KEY).reason()).isEqualTo(Answer.Reason.LOAD_FAILED);

        assertThat(ear.awaits(ServedStale.class))
                .extracting(ServedStale::reason)
                .containsExactly(Answer.Reason.LOAD_FAILED);
    }

    @Test
    void load_thatIsOvertakenByAnInvalidation_isToldAsARefusedWrite() {
        Node node = node();
        Held load = source.hold();
        Future<String> read = world.start(() -> node.cache().get(KEY));
        load.awaitEntered();
        node.cache().invalidate(KEY);
        load.release();
        World.result(read);

        ear.awaits(new RefusedWrite(CACHE, KEY, "heap", 1));
    }

    @Test
    void load_thatIsOvertakenByANewerOne_isToldAsARefusedWrite() {
        Node node = world.node(cache -> cache.loader(source).listener(ear, EventsTest::all));
        Held load = source.hold();
        Future<String> read = world.start(() -> node.cache().get(KEY));
        load.awaitEntered();
        node.cache().invalidate(KEY);
        node.cache().get(KEY); // a newer flight lands
        load.release();
        World.result(read);

        ear.awaits(new RefusedWrite(CACHE, KEY, "heap", 1));
    }

    @Test
    void putUnderAStampThatHoldsNoLonger_isToldAsARefusedWrite() {
        Node node = node();
        Stamp stamp = node.terrace().stamp();
        node.cache().invalidate(KEY);
        assertThat(node.cache().put(KEY, "late", stamp)).isFalse();
        ear.awaits(new RefusedWrite(CACHE, KEY, "heap", 1));
    }

    @Test
    void write_thatAFarTierRefuses_isTold() {
        Node node = node();
        Node other = world.node(cache -> cache.loader(source));
        Stamp stamp = node.terrace().stamp();
        other.cache().put(KEY, "newer"); // this node has not read of it
        assertThat(node.cache().put(KEY, "older", stamp)).isTrue();

        ear.awaits(new RefusedWrite(CACHE, null, "near", 1));
        ear.awaits(new RefusedWrite(CACHE, null, "far", 1));
    }

    @Test
    void invalidations_areTold() {
        Ear everywhere = new Ear();
        Terrace terrace =
                Terrace.builder("test").time(world.time).listener(everywhere).build();
        try (terrace) {
            Cache<String, String> cache =
                    terrace.cache("c", String.class, String.class).listener(ear).build();
            cache.put(KEY, "text");
            cache.invalidate(KEY);
            cache.invalidateAll();
            terrace.invalidateDependency("brand:acme");
            everywhere.awaits(new DependencyInvalidated("brand:acme"));
        }
        Invalidated[] ofCache = {
            new Invalidated("c", KEY, true), new Invalidated("c", KEY, false), new Invalidated("c", null, false)
        };
        assertThat(ear.heard()).as("of the cache alone").containsExactly(ofCache);
        assertThat(everywhere.heard())
                .containsExactly(ofCache[0], ofCache[1], ofCache[2], new DependencyInvalidated("brand:acme"));
    }

    @Test
    void invalidationsOfOtherNodes_areToldOnceToThoseWhoAsk() {
        Ear deaf = new Ear();
        try (Terrace terrace = Terrace.builder("test")
                .time(world.time)
                .log(world.log.another())
                .listener(ear, settings -> settings.kinds(EventKind.INVALIDATION_HEARD))
                .listener(deaf)
                .build()) {
            Node other = world.node(cache -> cache);
            other.cache().invalidate(KEY);
            other.terrace().invalidateDependency("brand:acme");
            other.cache().invalidateAll();
            world.log.plant(Name.cache("*")); // the mark behind names that are told again
            world.log.plant(Name.NAMESPACE);
            terrace.invalidateDependency("own");
            world.poll();
            world.poll();

            ear.awaits(new InvalidationHeard("", null, null));
            deaf.awaits(new DependencyInvalidated("own"));
            assertThat(ear.heard())
                    .containsExactly(
                            new InvalidationHeard("", null, World.digest(KEY).text()),
                            new InvalidationHeard("", "brand:acme", null),
                            new InvalidationHeard(CACHE, null, null),
                            new InvalidationHeard("", null, null));
            assertThat(deaf.heard()).hasSize(1);
        }
    }

    @Test
    void entry_forWhichThereIsNoRoom_isToldAsEvicted() {
        Cache<Integer, String> cache = world.alone()
                .cache("c", Integer.class, String.class)
                .heap(heap -> heap.maximumSize(10))
                .listener(ear)
                .build();
        for (int i = 0; i < 100; i++) {
            cache.put(i, "text");
        }
        assertThat(ear.awaits(Evicted.class)).allMatch(event -> event.key() instanceof Integer);
        World.until(() -> ear.awaits(Evicted.class).size() == cache.stats().evictions());
    }

    @Test
    void breaker_ofATierThatFailsAndComesBack_isTold() {
        Node node = node();
        node.near().answer(FakeTier.Mode.FAILING);
        for (int i = 0; i < Breaker.ROW; i++) {
            node.cache().get("failing" + i);
        }
        BreakerChanged open = new BreakerChanged(CACHE, "near", BreakerState.OPEN);
        ear.awaits(open);
        node.near().answer(FakeTier.Mode.UP);
        world.time.advance(Duration.ofSeconds(2));
        for (int i = 0; i < 3 * Breaker.PROBES; i++) {
            node.cache().get("back" + i);
        }
        BreakerChanged closed = new BreakerChanged(CACHE, "near", BreakerState.CLOSED);
        ear.awaits(closed);
        assertThat(ear.awaits(BreakerChanged.class))
                .containsExactly(open, new BreakerChanged(CACHE, "near", BreakerState.PROBING), closed);
    }

    @Test
    void log_thatIsOutOfReachAndBack_isTold() {
        FakeLog log = new FakeLog();
        try (Terrace terrace = Terrace.builder("test")
                .time(world.time)
                .log(log)
                .awaitLog(Duration.ofMillis(1))
                .listener(ear)
                .build()) {
            world.time.advance(Duration.ofSeconds(5));
            log.reachable(false);
            world.time.advance(Duration.ofSeconds(20));
            ear.awaits(new LogReach(false));
            log.reachable(true);
            world.time.advance(Duration.ofSeconds(20));
            ear.awaits(new LogReach(true));
            assertThat(ear.heard()).hasSize(2);
            assertThat(terrace.logStats().silences()).isEqualTo(1);
        }
    }

    static Stream<CacheEvent> events() {
        String key = "secret";
        return Stream.of(
                new Hit("c", key, "heap"),
                new Miss("c", key),
                new Loaded("c", key, Duration.ZERO),
                new LoadFailed("c", key, Duration.ZERO, new IllegalStateException(key)),
                new ServedStale("c", key, Answer.Reason.LATE, Duration.ZERO, "heap"),
                new RefusedWrite("c", key, "heap", 1),
                new Evicted("c", key),
                new Invalidated("c", key, false),
                new DependencyInvalidated(key),
                new InvalidationHeard("", key, null),
                new InvalidationHeard("", null, key),
                new InvalidationHeard("c", null, null),
                new BreakerChanged("c", "redis", BreakerState.OPEN),
                new LogReach(false));
    }

    @ParameterizedTest
    @MethodSource("events")
    void text_ofAnEvent_quotesNoKey(CacheEvent event) {
        assertThat(event.toString())
                .doesNotContain("secret")
                .startsWith(event.getClass().getSimpleName());
    }

    @Test
    void settings_thatMakeNoSense_areRefused() {
        assertThatThrownBy(() -> world.alone()
                        .cache("c", String.class, String.class)
                        .listener(ear, settings -> settings.maximumWaiting(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maximumWaiting must be positive: 0");
    }
}
