package dev.terrace.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.fake.FakeTier;
import dev.terrace.cache.fake.Held;
import dev.terrace.cache.fake.World;
import dev.terrace.cache.fake.World.Node;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One call of the loader for many keys, each of which keeps the promises that a single load keeps. */
class BulkLoaderTest {

    private static final Duration LIFE = Duration.ofMinutes(1);

    private final World world = new World();
    private final BulkSource source = new BulkSource("old");

    @AfterEach
    void close() {
        world.close();
    }

    private Node node(UnaryOperator<CacheBuilder<String, String>> settings) {
        return world.node(cache ->
                settings.apply(cache.heap(heap -> heap.expireAfterWrite(LIFE)).bulkLoader(source)));
    }

    private Cache<String, String> alone(BulkLoader<String, String> loader) {
        return world.alone()
                .cache("alone", String.class, String.class)
                .bulkLoader(loader)
                .build();
    }

    private static List<String> keys(int count) {
        return IntStream.range(0, count).mapToObj(i -> "k" + i).toList();
    }

    @Test
    @Tag("proves:CACHE-12")
    void getAll_asksEachTierAndTheLoaderOnce_andWritesEachTierOnce() {
        Node node = node(cache -> cache);
        List<String> keys = keys(500);

        Map<String, String> values = node.cache().getAll(keys);

        assertThat(values).hasSize(500).containsEntry("k499", "old");
        assertThat(values.keySet()).containsExactlyElementsOf(keys);
        assertThat(source.calls).containsExactly(Set.copyOf(keys));
        assertThat(node.near().gets).hasValue(1);
        assertThat(node.far().gets).hasValue(1);
        World.until(() -> node.far().size(World.CACHE) == 500 && node.near().size(World.CACHE) == 500);
        assertThat(node.near().puts).hasValue(1);
        assertThat(node.far().puts).hasValue(1);
        assertThat(node.cache().stats().loads()).as("one run").isEqualTo(1);
        assertThat(node.cache().getAll(keys)).isEqualTo(values);
        assertThat(node(cache -> cache).cache().getAll(keys)).isEqualTo(values);
        assertThat(source.calls).as("the heap and the far tiers have them all").hasSize(1);
    }

    @Test
    @Tag("proves:CACHE-12")
    void getAll_ofATierThatLikesParts_asksItAFewTimes_andAllElseOnce() {
        Node node = node(cache -> cache);
        node.near().portion(100);
        List<String> keys = keys(1_000);

        assertThat(node.cache().getAll(keys).keySet()).containsExactlyElementsOf(keys);
        assertThat(node.near().gets).hasValue(4);
        assertThat(node.near().lastBatch()).isEqualTo(250);
        assertThat(node.far().gets).hasValue(1);
        assertThat(source.calls).containsExactly(Set.copyOf(keys));
        World.until(() -> node.near().size(World.CACHE) == 1_000);

        Node other = node(cache -> cache);
        other.near().portion(300);
        assertThat(other.cache().getAll(keys)).hasSize(1_000);
        assertThat(other.near().gets).hasValue(4);
        assertThat(other.near().lastBatch()).isEqualTo(100);
        assertThat(other.far().gets).hasValue(0);
        assertThat(source.calls).hasSize(1);
    }

    @Test
    @Tag("proves:CACHE-12")
    void partThatIsLate_holdsUpTheLoaderButNoOtherPart() {
        Node node = node(cache -> cache);
        node.cache().getAll(keys(20));
        World.until(() -> node.near().size(World.CACHE) == 20);
        Node other = node(cache -> cache);
        other.near().portion(10);
        other.near().holdGet();

        Future<Map<String, String>> reader = world.start(() -> other.cache().getAll(keys(40)));
        World.until(() -> other.near().gets.get() == 4);
        World.until(() -> other.cache().stats().heapSize() == 10);
        assertThat(other.far().gets).as("what is left goes on together").hasValue(0);
        other.near().release();

        assertThat(World.result(reader)).hasSize(40);
        assertThat(other.far().gets).hasValue(1);
        assertThat(source.calls).containsExactly(Set.copyOf(keys(20)), Set.copyOf(keys(40).subList(20, 40)));
    }

    @Test
    @Tag("proves:CACHE-12")
    void partsThatFail_areLoadedInOneCall() {
        Node node = node(cache -> cache);
        node.near().portion(10);
        node.reaches(false);

        assertThat(node.cache().getAll(keys(40))).hasSize(40);
        assertThat(source.calls).containsExactly(Set.copyOf(keys(40)));
    }

    @Test
    void partThatCannotLand_failsAlone_andHoldsUpNobody() {
        Node node = node(cache -> cache);
        node.cache().getAll(keys(20));
        World.until(() -> node.near().size(World.CACHE) == 20);
        Node weighing = node(cache -> cache.heap(heap -> heap.maximumWeight(1_000, (key, value) -> {
            if (key.equals("k5")) {
                throw new IllegalStateException("cannot be weighed");
            }
            return 1;
        })));
        weighing.near().portion(10);

        assertThatThrownBy(() -> weighing.cache().getAll(keys(40))).hasMessageContaining("cannot be weighed");
        assertThat(source.calls).containsExactly(Set.copyOf(keys(20)), Set.copyOf(keys(40).subList(20, 40)));
        assertThat(weighing.cache().getIfPresent("k15").isFound()).isTrue();
    }

    @Test
    void keyThatCannotBeOne_leavesNobodyWaitingForThoseBeforeIt() {
        Node node = node(cache -> cache.maximumKeyBytes(40));
        node.near().portion(2);
        List<String> keys = List.of("a", "b", "c", "d", "long".repeat(20), "e", "f", "g");

        assertThatThrownBy(() -> node.cache().getAll(keys)).hasMessageContaining("maximumKeyBytes");
        assertThat(node.cache().getAll(List.of("a", "b", "c", "d"))).hasSize(4);
        assertThatThrownBy(() -> World.result(node.cache().async().getAll(keys)))
                .hasMessageContaining("maximumKeyBytes");
    }

    @Test
    @Tag("proves:CACHE-12")
    void getAll_loadsWhatNoTierHas_andJoinsWhatIsBeingLoaded() {
        Node node = node(cache -> cache);
        node.cache().put("heap", "put");
        Held first = source.hold();
        Future<String> single = world.start(() -> node.cache().get("single"));
        first.awaitEntered();
        Held second = source.hold();
        Future<Map<String, String>> bulk = world.start(() -> node.cache().getAll(List.of("heap", "single", "a", "b")));
        second.awaitEntered();
        var joined = node.cache().async().get("a");
        var joinedByBulk = node.cache().async().getAll(List.of("b", "a"));
        assertThat(joined).isNotDone();

        second.release();
        assertThat(World.result(joined)).isEqualTo("old");
        assertThat(World.result(joinedByBulk)).containsOnlyKeys("a", "b");
        assertThat(bulk).as("waits for the key that another one loads").isNotDone();
        first.release();

        assertThat(World.result(bulk)).isEqualTo(Map.of("heap", "put", "single", "old", "a", "old", "b", "old"));
        assertThat(World.result(single)).isEqualTo("old");
        assertThat(source.calls).containsExactly(Set.of("single"), Set.of("a", "b"));
    }

    @Test
    @Tag("proves:CACHE-12")
    void getAll_asynchronously_callsTheLoaderOnce() {
        Node node = node(cache -> cache);

        assertThat(World.result(node.cache().async().getAll(keys(100)))).hasSize(100);
        assertThat(source.calls).hasSize(1);
    }

    @Test
    void getAll_ofMoreThanTheMaximumBatch_callsTheLoaderForEach() {
        Node node = node(cache -> cache.loads(loads -> loads.maximumBatch(100)));

        assertThat(node.cache().getAll(keys(250))).hasSize(250);

        assertThat(source.calls.stream().map(Set::size)).containsExactly(100, 100, 50);
        World.until(() -> node.far().size(World.CACHE) == 250);
        assertThat(node.far().puts).hasValue(3);
        assertThat(World.result(node.cache().async().getAll(keys(400)))).hasSize(400);
        assertThat(source.calls.stream().map(Set::size).sorted()).containsExactly(50, 50, 100, 100, 100);
    }

    @Test
    @Tag("proves:CACHE-12")
    @Tag("proves:CACHE-1")
    void invalidation_duringABulkLoad_fencesItsKeyAlone() {
        Node node = node(cache -> cache);
        Held load = source.hold();
        Future<Map<String, String>> reader = world.start(() -> node.cache().getAll(List.of("a", "b", "c", "d")));
        load.awaitEntered();
        source.set("new");
        node.cache().invalidate("a");
        node.terrace().invalidateDependency("of:b");
        node.cache().put("c", "put");
        load.release();

        assertThat(World.result(reader)).as("it began before").containsEntry("a", "old");
        World.until(() -> node.far().position(World.CACHE, World.digest("d")) != null);
        assertThat(node.cache().getIfPresent("d").orElse("none")).isEqualTo("old");
        assertThat(node.cache().getIfPresent("a").isFound()).isFalse();
        assertThat(node.cache().getIfPresent("b").isFound()).isFalse();
        assertThat(node.cache().getAll(List.of("a", "b", "c", "d")))
                .isEqualTo(Map.of("a", "new", "b", "new", "c", "put", "d", "old"));
        assertThat(source.calls.get(1)).containsExactlyInAnyOrder("a", "b");
        Node other = node(cache -> cache);
        assertThat(other.cache().getIfPresent("d").orElse("none")).isEqualTo("old");
        assertThat(other.cache().getIfPresent("a").orElse("none")).isNotEqualTo("old");
    }

    @Test
    @Tag("proves:CACHE-12")
    @Tag("proves:CACHE-1")
    void invalidation_ofWhatAllRestOn_duringABulkLoad_fencesAll() {
        Node node = node(cache -> cache);
        Held load = source.hold();
        Future<Map<String, String>> reader = world.start(() -> node.cache().getAll(List.of("a", "b")));
        load.awaitEntered();
        source.set("new");
        node.terrace().invalidateDependency("all");
        var joined = node.cache().async().getAll(List.of("a", "b"));
        load.release();

        assertThat(World.result(reader)).containsEntry("a", "old");
        assertThat(World.result(joined)).as("began after").isEqualTo(Map.of("a", "new", "b", "new"));
        assertThat(source.calls).as("those that must fly again do so together").hasSize(2);
        assertThat(node.cache().getAll(List.of("a", "b"))).isEqualTo(Map.of("a", "new", "b", "new"));
    }

    @Test
    @Tag("proves:CACHE-12")
    void dependency_ofOneKey_takesThatKeyAlone() {
        Node node = node(cache -> cache);
        node.cache().getAll(List.of("a", "b"));
        source.set("new");

        node.terrace().invalidateDependency("of:a");

        assertThat(node.cache().getAll(List.of("a", "b"))).isEqualTo(Map.of("a", "new", "b", "old"));
        assertThat(source.calls).containsExactly(Set.of("a", "b"), Set.of("a"));
    }

    @Test
    void leftOut_isMissingInTheAnswerAndNotKept() {
        Node node = node(cache -> cache);
        source.missing.add("none");

        assertThat(node.cache().getAll(List.of("a", "none"))).containsOnlyKeys("a");
        assertThat(node.cache().getIfPresent("none").isFound()).isFalse();
        assertThatThrownBy(() -> node.cache().get("none"))
                .isInstanceOf(CacheLoadException.class)
                .hasMessageContaining("has no value")
                .hasMessageContaining("nullable()");
        assertThat(node.cache().getAll(List.of("none")))
                .as("not remembered as a failure")
                .isEmpty();
        assertThat(source.calls).hasSize(3);
    }

    @Test
    @Tag("proves:CACHE-1")
    void leftOut_byALoadThatBeganBeforeAnInvalidation_isNoAnswerToLaterReads() {
        Node node = node(cache -> cache);
        source.missing.add("a");
        Held load = source.hold();
        Future<Map<String, String>> reader = world.start(() -> node.cache().getAll(List.of("a")));
        load.awaitEntered();
        source.missing.clear();
        node.terrace().invalidateDependency("all");
        var joined = node.cache().async().getAll(List.of("a"));
        load.release();

        assertThat(World.result(reader)).isEmpty();
        assertThat(World.result(joined)).containsEntry("a", "old");
    }

    @Test
    @Tag("proves:CACHE-10")
    void leftOut_takesTheOldValueAway() {
        Node node = node(
                cache -> cache.freshness(Freshness.strict().staleIfError(LIFE).staleWhileRevalidate(LIFE)));
        node.near().answer(FakeTier.Mode.FAILING);
        node.far().answer(FakeTier.Mode.FAILING);
        node.cache().getAll(List.of("a", "b"));
        world.time.advance(LIFE.plusSeconds(1));
        source.missing.add("a");
        assertThat(node.cache().getAll(List.of("a", "b"))).as("stale").containsOnlyKeys("a", "b");
        World.until(() -> node.cache().stats().loads() == 2);
        assertThat(source.calls).as("revalidated at once").hasSize(2);

        World.until(() -> !node.cache().getAll(List.of("a", "b")).containsKey("a"));
        assertThat(node.cache().getAll(List.of("a"))).isEmpty();
    }

    @Test
    void leftOut_inANullableCache_isANullThatIsKept() {
        Cache<String, ?> cache = world.alone()
                .cache("nullable", String.class, String.class)
                .nullable()
                .bulkLoader((keys, load) -> {
                    source.calls.add(Set.copyOf(keys));
                    return new HashMap<>(Map.of("a", "there"));
                })
                .build();

        assertThat(cache.getAll(List.of("a", "none"))).hasSize(2).containsEntry("none", null);
        assertThat(cache.getIfPresent("none").isFound()).isTrue();
        assertThat((Object) cache.get("none")).isNull();
        assertThat(source.calls).hasSize(1);
    }

    @Test
    void nullValue_failsItsKeyAlone() {
        Cache<String, String> cache = alone((keys, load) -> {
            Map<String, String> all = new HashMap<>();
            keys.forEach(key -> all.put(key, key.equals("bad") ? nothing() : "text"));
            return all;
        });

        assertThatThrownBy(() -> cache.getAll(List.of("good", "bad")))
                .isInstanceOf(CacheLoadException.class)
                .hasMessageContaining("returned null")
                .hasMessageContaining("nullable()");
        assertThat(cache.getIfPresent("good").orElse("none")).isEqualTo("text");
        assertThat(cache.getIfPresent("bad").isFound()).isFalse();
    }

    @SuppressWarnings("NullAway") // what a loader may do that is not compiled so strictly
    private static String nothing() {
        return null;
    }

    @Test
    @SuppressWarnings("NullAway") // the same
    void nullMap_failsAllKeysAndIsRemembered() {
        Node node = world.node(cache -> cache.rememberFailures(LIFE, LIFE).bulkLoader((keys, load) -> {
            source.calls.add(Set.copyOf(keys));
            return null;
        }));

        assertThatThrownBy(() -> node.cache().getAll(List.of("a", "b")))
                .isInstanceOf(CacheLoadException.class)
                .hasMessageContaining("cache 'texts'")
                .hasMessageContaining("null instead of a map");
        assertThatThrownBy(() -> node.cache().get("a")).isInstanceOf(CacheLoadException.class);
        assertThatThrownBy(() -> node.cache().get("b")).isInstanceOf(CacheLoadException.class);
        assertThat(source.calls).hasSize(1);
    }

    @Test
    @Tag("proves:CACHE-8")
    void keysThatWereNotAskedFor_failAllAndStoreNothing() {
        Cache<String, String> cache = alone((keys, load) -> {
            Map<String, String> all = new LinkedHashMap<>();
            keys.forEach(key -> all.put(key, "text"));
            all.put("secret", "text");
            return all;
        });

        assertThatThrownBy(() -> cache.getAll(List.of("a", "b")))
                .isInstanceOf(CacheLoadException.class)
                .hasMessageContaining("cache 'alone' returned 1 keys that it was not asked for")
                .hasMessageContaining("java.lang.String")
                .hasMessageNotContaining("secret");
        assertThat(cache.getIfPresent("a").isFound()).isFalse();
        assertThat(cache.getIfPresent("secret").isFound()).isFalse();
    }

    @Test
    @SuppressWarnings("unchecked") // that is the mistake
    void keysOfAnotherType_areNamedByIt() {
        Cache<Long, String> cache = world.alone()
                .cache("longs", Long.class, String.class)
                .bulkLoader((keys, load) -> (Map<Long, String>) (Map<?, String>) Map.of(1, "text"))
                .build();

        assertThatThrownBy(() -> cache.getAll(List.of(1L)))
                .hasMessageContaining("[java.lang.Integer]")
                .hasMessageContaining("asked for 1 of java.lang.Long");
    }

    @Test
    void answer_whoseMapTakesOtherKeysForEqual_isReadByTheKeysThatItHas() {
        Cache<String, String> cache = alone((keys, load) -> {
            Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            keys.forEach(key -> all.put(key, key));
            return all;
        });

        assertThat(cache.getAll(List.of("a", "A")))
                .as("the map has one of them")
                .isEqualTo(Map.of("a", "A"));
    }

    @Test
    void loader_thatDeclaresForAKeyItWasNotAskedFor_isTold() {
        Cache<String, String> cache = alone((keys, load) -> {
            load.dependsOn("another", "name");
            return Map.of();
        });

        assertThatThrownBy(() -> cache.getAll(List.of("a")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cache 'alone'")
                .hasMessageNotContaining("another");
    }

    @Test
    void keysOfTheCall_cannotBeModified() {
        Cache<String, String> cache = alone((keys, load) -> {
            keys.clear();
            return Map.of();
        });

        assertThatThrownBy(() -> cache.getAll(List.of("a"))).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void failure_isRememberedForEachKey_andOthersAreAskedFor() {
        Node node = node(cache -> cache.rememberFailures(LIFE, LIFE));
        source.fail(new IOException("planted"));
        assertThatThrownBy(() -> node.cache().getAll(List.of("a", "b")))
                .isInstanceOf(CacheLoadException.class)
                .hasCauseInstanceOf(IOException.class);
        source.fail(null);

        assertThatThrownBy(() -> node.cache().getAll(List.of("b", "c"))).hasCauseInstanceOf(IOException.class);

        assertThat(source.calls).containsExactly(Set.of("a", "b"), Set.of("c"));
        assertThat(node.cache().getIfPresent("c").orElse("none")).as("kept").isEqualTo("old");
        node.cache().invalidate("b");
        assertThat(node.cache().get("b")).isEqualTo("old");
    }

    @Test
    void error_reachesAllWhoWaitAndIsNotRemembered() {
        Node node = node(cache -> cache.rememberFailures(LIFE, LIFE));
        AssertionError planted = new AssertionError("planted");
        source.fail(planted);
        Held load = source.hold();
        Future<Map<String, String>> reader = world.start(() -> node.cache().getAll(List.of("a", "b")));
        load.awaitEntered();
        var joined = node.cache().async().get("b");
        load.release();

        assertThatThrownBy(reader::get).hasCause(planted);
        assertThatThrownBy(joined::get).hasCause(planted);
        source.fail(null);
        assertThat(node.cache().getAll(List.of("a", "b"))).hasSize(2);
    }

    @Test
    void get_ofACacheWithBoth_usesTheSingleLoader() {
        Source single = new Source("single");
        Node node = node(cache -> cache.loader(single));

        assertThat(node.cache().get("a")).isEqualTo("single");
        assertThat(node.cache().getAll(List.of("a", "b"))).isEqualTo(Map.of("a", "single", "b", "old"));
        assertThat(single.loads).hasValue(1);
    }

    @Test
    void valueThatCannotBeKept_failsItsKeyAlone() {
        Node node = node(cache -> cache.expireAfter((key, value) -> key.equals("bad") ? Duration.ZERO : LIFE));

        assertThatThrownBy(() -> node.cache().getAll(List.of("a", "bad", "b")))
                .hasMessageContaining("a life is 1 ms at least");

        assertThat(node.cache().getIfPresent("a").isFound()).isTrue();
        assertThat(node.cache().getIfPresent("b").isFound()).isTrue();
        assertThat(source.calls).hasSize(1);
    }

    @Test
    void valueThatTheWeigherRefuses_failsItsKeyAlone() {
        Cache<String, String> cache = world.alone()
                .cache("weighed", String.class, String.class)
                .heap(heap -> heap.maximumWeight(100, (key, value) -> key.equals("bad") ? -1 : 1))
                .bulkLoader(source)
                .build();

        assertThatThrownBy(() -> cache.getAll(List.of("a", "bad", "b"))).isInstanceOf(RuntimeException.class);

        assertThat(cache.getIfPresent("a").isFound()).isTrue();
        assertThat(cache.getIfPresent("b").isFound()).isTrue();
        assertThat(cache.getIfPresent("bad").isFound()).isFalse();
    }

    @Test
    @Tag("proves:CACHE-12")
    void getAll_whereThereIsNoHeap_isFoundUntilTheFarTierHasIt() {
        FakeTier tier = world.near.another();
        Cache<String, String> cache = world.terrace(world.log.another())
                .cache(World.CACHE, String.class, String.class)
                .tier(tier)
                .codec(new dev.terrace.cache.fake.TextCodec())
                .bulkLoader(source)
                .build();
        tier.holdPut();

        cache.getAll(List.of("a", "b"));
        World.until(() -> tier.heldCalls() == 1);
        assertThat(cache.getAll(List.of("a", "b"))).hasSize(2);
        assertThat(source.calls).hasSize(1);
        tier.release();

        World.until(() -> tier.size(World.CACHE) == 2);
        assertThat(cache.getAll(List.of("a", "b"))).hasSize(2);
        assertThat(source.calls).hasSize(1);
    }

    @Test
    void getAll_insideABulkLoader_ofOtherKeys_answers_andOfItsOwn_isRefused() {
        var self = new java.util.concurrent.atomic.AtomicReference<Cache<String, String>>();
        Cache<String, String> cache = alone((keys, load) -> {
            Map<String, String> all = new HashMap<>();
            for (String key : keys) {
                String other = key.startsWith("own") ? key : "inner " + key;
                all.put(
                        key,
                        key.startsWith("inner")
                                ? key
                                : self.get().getAll(List.of(other)).get(other));
            }
            return all;
        });
        self.set(cache);

        assertThat(cache.getAll(List.of("a", "b"))).isEqualTo(Map.of("a", "inner a", "b", "inner b"));
        assertThatThrownBy(() -> cache.getAll(List.of("own", "c")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the key that it is loading");
        assertThat(cache.getAll(List.of("c"))).isEqualTo(Map.of("c", "inner c"));
    }
}
