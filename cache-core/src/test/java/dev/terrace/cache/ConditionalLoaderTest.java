package dev.terrace.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.Answer.Reason;
import dev.terrace.cache.fake.FakeLog;
import dev.terrace.cache.fake.FakeTier;
import dev.terrace.cache.fake.Held;
import dev.terrace.cache.fake.World;
import dev.terrace.cache.fake.World.Node;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Values that their source need not send again, and values that it must. */
class ConditionalLoaderTest {

    private static final String KEY = "key";
    private static final Duration LIFE = Duration.ofMinutes(1);
    private static final Duration OVER = LIFE.plusSeconds(1);

    private final World world = new World();
    /** What was offered to each load; "none" where nothing was. */
    private final List<String> offered = new CopyOnWriteArrayList<>();

    private final AtomicInteger sent = new AtomicInteger();
    private volatile String value = "one";
    private volatile String version = "v1";
    private volatile @Nullable Held held;

    @AfterEach
    void close() {
        world.close();
    }

    /** A source with versions, which speak of the value alone and not of what "brand" stands for. */
    private Revalidation<String> load(String key, @Nullable Validated<String> old, Load load) {
        offered.add(old == null ? "none" : old.value() + " " + old.validator());
        String now = value;
        String validator = version;
        Held here = held;
        if (here != null) {
            held = null;
            here.pass();
        }
        if (old != null && old.validator().equals(validator)) {
            return Revalidation.notModified();
        }
        load.dependsOn("brand");
        sent.incrementAndGet();
        return Revalidation.modified(now, validator);
    }

    private Node node(UnaryOperator<CacheBuilder<String, String>> settings) {
        return world.node(cache -> settings.apply(cache.heap(heap -> heap.expireAfterWrite(LIFE))
                .expireAfter((key, text) -> LIFE)
                .conditionalLoader(this::load)));
    }

    private Node alone(UnaryOperator<CacheBuilder<String, String>> settings) {
        Node node = node(settings);
        node.near().answer(FakeTier.Mode.FAILING);
        node.far().answer(FakeTier.Mode.FAILING);
        return node;
    }

    private void written(Node node) {
        World.until(() -> node.far().position(World.CACHE, World.digest(KEY)) != null
                && node.near().position(World.CACHE, World.digest(KEY)) != null);
    }

    @Test
    void notModified_beginsTheOldValuesLifeAnew() {
        Node node = alone(cache -> cache);
        assertThat(node.cache().get(KEY)).isEqualTo("one");
        world.time.advance(OVER);

        Answer<String> answer = node.cache().answer(KEY);

        assertThat(answer.value()).isEqualTo("one");
        assertThat(answer.reason()).isEqualTo(Reason.LOADED);
        assertThat(answer.age()).isLessThan(Duration.ofMillis(100));
        assertThat(offered).containsExactly("none", "one v1");
        world.time.advance(LIFE.minusSeconds(1));
        assertThat(node.cache().answer(KEY).reason()).isEqualTo(Reason.HIT);
        world.time.advance(Duration.ofSeconds(2));
        node.cache().get(KEY);
        assertThat(offered).as("the validator is kept").containsExactly("none", "one v1", "one v1");
        assertThat(sent).hasValue(1);
    }

    @Test
    void modified_replacesValueAndValidator() {
        Node node = alone(cache -> cache);
        node.cache().get(KEY);
        world.time.advance(OVER);
        value = "two";
        version = "v2";

        assertThat(node.cache().get(KEY)).isEqualTo("two");
        world.time.advance(OVER);
        assertThat(node.cache().get(KEY)).isEqualTo("two");
        assertThat(offered).containsExactly("none", "one v1", "two v2");
    }

    @Test
    void oldValue_beyondItsWindow_isNotOffered() {
        Node node = alone(cache -> cache.loads(loads -> loads.revalidateWithin(LIFE)));
        node.cache().get(KEY);
        world.time.advance(OVER.plus(LIFE));

        node.cache().get(KEY);

        assertThat(offered).containsExactly("none", "none");
    }

    @Test
    @Tag("proves:CACHE-10")
    void oldValue_thatIsKeptToBeOffered_isNotServed() {
        Node node = alone(cache -> cache.freshness(Freshness.strict().staleIfError(Duration.ofSeconds(10))));
        node.cache().get(KEY);
        world.time.advance(OVER.plusSeconds(20));
        version = "v2";

        assertThat(node.cache().answer(KEY).reason()).isEqualTo(Reason.LOADED);
        assertThat(offered).as("offered though it may not be served").contains("one v1");
    }

    @Test
    @Tag("proves:CACHE-1")
    void oldValue_whoseKeyOrDependencyWasInvalidated_isNotOffered() {
        Node node = alone(cache -> cache);
        node.cache().get(KEY);
        world.time.advance(OVER);
        value = "brand renamed"; // of which the version knows nothing
        node.terrace().invalidateDependency("brand");

        assertThat(node.cache().get(KEY)).isEqualTo("brand renamed");
        node.cache().invalidate(KEY);
        node.cache().get(KEY);
        node.cache().invalidateAll();
        node.cache().get(KEY);
        assertThat(offered).containsExactly("none", "none", "none", "none");
    }

    @Test
    @Tag("proves:CACHE-1")
    void oldValueOfAFarTier_whoseDependencyAnotherNodeHasInvalidated_isNotOffered() {
        Node writer = node(cache -> cache);
        writer.cache().get(KEY);
        written(writer);
        world.time.advance(OVER);
        Node reader = node(cache -> cache);
        value = "brand renamed";
        writer.terrace().invalidateDependency("brand");
        world.poll();

        assertThat(reader.cache().get(KEY)).isEqualTo("brand renamed");
        assertThat(offered).containsExactly("none", "none");
    }

    @Test
    @Tag("proves:CACHE-1")
    void oldValueOfAFarTier_thatIsInvalidatedBeforeTheLoad_isNotOffered() {
        Node writer = node(cache -> cache);
        writer.cache().get(KEY);
        written(writer);
        world.time.advance(OVER);
        Node reader = node(cache -> cache);
        reader.far().holdGet();
        var answer = reader.cache().async().get(KEY);
        World.until(() -> reader.far().heldCalls() == 1); // the nearer one has shown its entry
        value = "brand renamed";
        reader.terrace().invalidateDependency("brand");
        reader.far().release();

        assertThat(World.result(answer)).isEqualTo("brand renamed");
        assertThat(offered).containsExactly("none", "none");
    }

    @Test
    @Tag("proves:CACHE-1")
    void notModified_whileADependencyOfTheOldValueIsInvalidated_isNotServedToLaterReads() {
        Node node = alone(cache -> cache);
        node.cache().get(KEY);
        world.time.advance(OVER);
        Held load = new Held();
        held = load;
        Future<String> reader = world.start(() -> node.cache().get(KEY));
        load.awaitEntered();
        value = "brand renamed";
        node.terrace().invalidateDependency("brand");
        load.release();

        assertThat(World.result(reader)).as("began before").isEqualTo("one");
        assertThat(node.cache().get(KEY)).isEqualTo("brand renamed");
        assertThat(offered).containsExactly("none", "one v1", "none");
    }

    @Test
    @Tag("proves:CACHE-1")
    void notModified_keepsWhatTheOldValueRestsOn_onEveryNode() {
        Node writer = node(cache -> cache);
        writer.cache().get(KEY);
        written(writer);
        world.time.advance(OVER);
        writer.cache().get(KEY);
        World.until(() -> LIFE.plusHours(1).equals(writer.far().remaining(World.CACHE, World.digest(KEY))));
        Node reader = node(cache -> cache);
        assertThat(reader.cache().get(KEY)).isEqualTo("one");
        assertThat(sent).hasValue(1);
        value = "brand renamed";

        writer.terrace().invalidateDependency("brand");
        world.poll();

        assertThat(writer.cache().get(KEY)).isEqualTo("brand renamed");
        assertThat(reader.cache().get(KEY)).isEqualTo("brand renamed");
    }

    @Test
    @Tag("proves:CACHE-3")
    void oldValue_onANodeThatHearsOfNoInvalidations_isNotOffered() {
        FakeLog log = world.log.another();
        try (Terrace terrace = Terrace.builder("test")
                .log(log)
                .time(world.time)
                .awaitLog(Duration.ofMillis(1))
                .whenDisconnected(WhenDisconnected.SERVE_STALE, Duration.ofSeconds(10))
                .build()) {
            Cache<String, String> cache = terrace.cache("texts", String.class, String.class)
                    .heap(heap -> heap.expireAfterWrite(LIFE))
                    .conditionalLoader(this::load)
                    .build();
            cache.get(KEY);
            log.appendable(false);
            world.time.advance(OVER);
            value = "brand renamed"; // and invalidated by another node

            assertThat(cache.get(KEY)).isEqualTo("brand renamed");
        }
    }

    @Test
    void notModified_isStampedAnew() {
        Node node = node(cache -> cache);
        node.cache().get(KEY);
        written(node);
        var before = node.far().position(World.CACHE, World.digest(KEY));
        node.cache().put("another", "moves the log");
        world.time.advance(OVER);

        node.cache().get(KEY);

        World.until(() ->
                !String.valueOf(before).equals(String.valueOf(node.far().position(World.CACHE, World.digest(KEY)))));
        assertThat(offered).containsExactly("none", "one v1");
    }

    @Test
    void validator_isReadFromFarTiers() {
        Node writer = node(cache -> cache);
        writer.cache().get(KEY);
        written(writer);
        world.time.advance(OVER);

        Node reader = node(cache -> cache);
        assertThat(reader.cache().answer(KEY).reason()).isEqualTo(Reason.LOADED);

        assertThat(offered).containsExactly("none", "one v1");
        assertThat(sent).hasValue(1);
    }

    @Test
    void refresh_offersTheFreshValue() {
        Node node = alone(cache -> cache.refreshAfterWrite(Duration.ofSeconds(30)));
        node.cache().get(KEY);
        world.time.advance(Duration.ofSeconds(31));
        node.cache().get(KEY);

        World.until(() -> node.cache().stats().loads() == 2);
        assertThat(offered).containsExactly("none", "one v1");
        World.until(() -> node.cache().answer(KEY).age().toSeconds() == 0);
    }

    @Test
    void put_leavesNoValidator() {
        Node node = alone(cache -> cache);
        node.cache().get(KEY);
        node.cache().put(KEY, "put");
        world.time.advance(OVER);

        assertThat(node.cache().get(KEY)).isEqualTo("one");
        assertThat(offered).containsExactly("none", "none");
    }

    @Test
    void unvalidated_isLoadedInFullTheNextTime() {
        Node node = alone(cache -> cache.conditionalLoader((key, old, load) -> {
            offered.add(old == null ? "none" : "old");
            return Revalidation.unvalidated("text");
        }));
        node.cache().get(KEY);
        world.time.advance(OVER);

        assertThat(node.cache().get(KEY)).isEqualTo("text");
        assertThat(offered).containsExactly("none", "none");
    }

    @Test
    void notModified_whereNothingWasOffered_saysSo() {
        Node node = alone(cache -> cache.conditionalLoader((key, old, load) -> Revalidation.notModified()));

        assertThatThrownBy(() -> node.cache().get(KEY))
                .isInstanceOf(CacheLoadException.class)
                .hasMessageContaining("cache 'texts'")
                .hasMessageContaining("notModified() though no old value was offered");
    }

    @Test
    @SuppressWarnings("NullAway") // what a loader may do that is not compiled so strictly
    void loaderThatAnswersNothing_isTold() {
        Node nothing = alone(cache -> cache.conditionalLoader((key, old, load) -> null));
        assertThatThrownBy(() -> nothing.cache().get(KEY))
                .hasMessageContaining("Revalidation.modified(value, validator)");
        Node nullValue = alone(cache -> cache.conditionalLoader((key, old, load) -> Revalidation.unvalidated(null)));
        assertThatThrownBy(() -> nullValue.cache().get(KEY)).hasMessageContaining("declare the cache nullable()");
    }

    @Test
    void validator_outOfBounds_isRefused() {
        assertThatThrownBy(() -> Revalidation.modified("value", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unvalidated(value)");
        assertThatThrownBy(() -> Revalidation.modified("value", "ä".repeat(513)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1026");
        assertThat(Revalidation.modified("secret", "secret").toString()).doesNotContain("secret");
        assertThat(new Validated<>("secret", "secret").toString()).doesNotContain("secret");
    }

    @Test
    void getAll_offersEachKeyItsOwn() {
        Node node = alone(cache -> cache);
        node.cache().getAll(List.of("a", "b"));
        world.time.advance(OVER);

        assertThat(node.cache().getAll(List.of("a", "b", "c"))).isEqualTo(Map.of("a", "one", "b", "one", "c", "one"));
        assertThat(offered).containsExactly("none", "none", "one v1", "one v1", "none");
    }

    @Test
    void contradictions_areToldWithTheirCure() {
        assertThatThrownBy(() -> alone(cache -> cache.loader((key, load) -> "text")
                        .loads(loads -> loads.maximumBatch(5).revalidateWithin(Duration.ZERO))))
                .isInstanceOf(CacheConfigurationException.class)
                .hasMessageContaining("both a loader and a conditionalLoader")
                .hasMessageContaining("maximumBatch speaks of bulk loads")
                .hasMessageContaining("never offered an old value");
        assertThatThrownBy(() -> world.node(
                        cache -> cache.loader((key, load) -> "text").loads(loads -> loads.revalidateWithin(LIFE))))
                .hasMessageContaining("revalidateWithin keeps old values for a conditionalLoader");
    }
}
