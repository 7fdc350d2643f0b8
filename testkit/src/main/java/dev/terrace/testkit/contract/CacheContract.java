package dev.terrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.BulkLoader;
import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheBuilder;
import dev.terrace.cache.CacheCodecException;
import dev.terrace.cache.CacheStats;
import dev.terrace.cache.Explanation;
import dev.terrace.cache.Lookup;
import dev.terrace.cache.Receipt;
import dev.terrace.cache.Revalidation;
import dev.terrace.cache.Terrace;
import dev.terrace.cache.TierStats;
import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.Tier;
import dev.terrace.cache.spi.TierWrite;
import dev.terrace.testkit.Proves;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What users rely on when nodes share a backend's tier and log: the real engine on the real server, several nodes in one
 * process.
 *
 * <p>Not thread-safe; JUnit makes one instance a test.
 *
 * @since 0.1.0
 */
public abstract class CacheContract extends BackendContract {

    private static final String BRAND = "brand:acme";
    private static final Duration PROPAGATION = Duration.ofMillis(1_100);

    /** What the caches of all nodes are loaded from. */
    private final Map<Long, Product> source = new ConcurrentHashMap<>();

    private final AtomicInteger loads = new AtomicInteger();

    /**
     * A value with a dependency.
     *
     * @param name a text
     * @param version a number that grows
     */
    public record Product(String name, int version) {}

    /** A value that no codec can write: it contains itself. */
    public static final class Unwritable {

        /** For the test's loader. */
        public Unwritable() {}

        /**
         * Begins again.
         *
         * @return this
         */
        public Unwritable getSelf() {
            return this;
        }
    }

    /** For subclasses. */
    protected CacheContract() {}

    /**
     * Makes a log that has not been opened, on the server that all nodes of this test share.
     *
     * @return the log
     * @throws Exception if it cannot be made, which fails the test
     */
    protected abstract InvalidationLog newLog() throws Exception;

    /**
     * Makes a tier that has not been opened, on the server that all nodes of this test share.
     *
     * @return the tier
     * @throws Exception if it cannot be made, which fails the test
     */
    protected abstract Tier newTier() throws Exception;

    /** One process: a namespace, its tier and a cache of products. */
    private record Node(Terrace terrace, RecordingTier tier, Cache<Long, Product> products) {

        int version(long id) {
            return products.get(id).version();
        }

        TierStats far() {
            CacheStats stats = products.stats();
            return stats.tiers().get(stats.tiers().size() - 1);
        }
    }

    private Node open() throws Exception {
        return open(builder -> builder);
    }

    private Node open(UnaryOperator<CacheBuilder<Long, Product>> more) throws Exception {
        Terrace terrace = closing(
                Terrace.builder(namespace()).log(newLog()).awaitLog(PATIENCE).build());
        RecordingTier tier = new RecordingTier(newTier());
        CacheBuilder<Long, Product> builder = terrace.cache("products", Long.class, Product.class)
                .heap(heap -> heap.maximumSize(1_000))
                .tier(tier, settings -> settings.timeout(Duration.ofSeconds(2)))
                .loader((id, load) -> {
                    loads.incrementAndGet();
                    load.dependsOn(BRAND);
                    return inSource(id);
                });
        return new Node(terrace, tier, more.apply(builder).build());
    }

    private Product inSource(long id) {
        Product product = source.get(id);
        if (product == null) {
            throw new IllegalStateException("the source has no such product");
        }
        return product;
    }

    private void sourceHas(long id, int version) {
        source.put(id, new Product("product " + id, version));
    }

    @Test
    @Proves("CACHE-6")
    void get_onAllNodesAtOnce_loadsOnceWhereTheTierKeepsClaims() throws Exception {
        List<Node> nodes = List.of(open(), open(), open());
        boolean claims = nodes.get(0).tier().claims() != null;
        int keys = 10;
        for (long key = 1; key <= keys; key++) {
            long asked = key;
            sourceHas(key, 1);
            inParallel(9, i -> assertThat(nodes.get(i % 3).version(asked)).isEqualTo(1));
        }

        assertThat(loads.get()).isBetween(keys, claims ? keys : 3 * keys);
    }

    @Test
    void get_onAnotherNode_isAnsweredByTheSharedTier() throws Exception {
        sourceHas(1, 1);
        Node a = open();
        Node b = open();

        assertThat(a.version(1)).isEqualTo(1);
        until("the tier has it", () -> a.far().puts() == 1);

        assertThat(b.version(1)).isEqualTo(1);
        assertThat(loads).hasValue(1);
        assertThat(b.far().hits()).isEqualTo(1);
        assertThat(b.version(1)).isEqualTo(1);
        assertThat(b.products().stats().tiers().get(0).hits()).isEqualTo(1);
    }

    @Test
    void get_afterARestart_isAnsweredByTheSharedTier() throws Exception {
        sourceHas(1, 1);
        Node before = open();
        before.version(1);
        until("the tier has it", () -> before.far().puts() == 1);
        before.terrace().close();

        assertThat(open().version(1)).isEqualTo(1);
        assertThat(loads).hasValue(1);
    }

    /** Each way to invalidate, seen from the node that does it and from another that has the value on its heap. */
    @TestFactory
    @Proves({"CACHE-1", "CACHE-2"})
    Stream<DynamicTest> invalidate_ofAnyKind_reachesEveryNode() {
        Map<String, java.util.function.Function<Node, Receipt>> ways = Map.of(
                "key", node -> node.products().invalidate(1L),
                "dependency", node -> node.terrace().invalidateDependency(BRAND),
                "all", node -> node.products().invalidateAll());
        return ways.entrySet().stream()
                .map(way -> DynamicTest.dynamicTest(way.getKey(), () -> {
                    sourceHas(1, 1);
                    Node a = open();
                    Node b = open();
                    a.products().invalidateAll();
                    assertThat(a.version(1)).isEqualTo(1);
                    until("it is on both heaps", () -> b.version(1) == 1);

                    sourceHas(1, 2);
                    assertThat(way.getValue().apply(a)).isEqualTo(Receipt.LOGGED);

                    assertThat(a.version(1)).isEqualTo(2);
                    long start = System.nanoTime();
                    until("the other node sees it", () -> b.version(1) == 2);
                    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PROPAGATION);
                    a.terrace().close();
                    b.terrace().close();
                }));
    }

    @Test
    @Proves("CACHE-1")
    void load_thatBeganBeforeAnInvalidation_isServedByNobodyAfterIt() throws Exception {
        CountDownLatch loading = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        sourceHas(1, 1);
        Node a = open();
        var late = a.products().async().get(1L, (id, load) -> {
            Product old = inSource(id);
            loading.countDown();
            release.await();
            return old;
        });
        loading.await();
        sourceHas(1, 2);

        assertThat(a.products().invalidate(1L)).isEqualTo(Receipt.LOGGED);
        assertThat(a.version(1)).isEqualTo(2);
        release.countDown();

        assertThat(late.get().version()).isEqualTo(1);
        assertThat(a.version(1)).isEqualTo(2);
        assertThat(open().version(1)).isEqualTo(2);
    }

    @Test
    @Proves("CACHE-1")
    void load_thatBeganBeforeAnotherNodesInvalidation_leavesNothingTrusted() throws Exception {
        CountDownLatch loading = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        sourceHas(1, 1);
        Node a = open();
        Node b = open();
        var late = a.products().async().get(1L, (id, load) -> {
            Product old = inSource(id);
            loading.countDown();
            release.await();
            return old;
        });
        loading.await();
        sourceHas(1, 2);
        long applied = a.terrace().logStats().applied();

        b.products().invalidate(1L);
        until("the first node has read it", () -> a.terrace().logStats().applied() > applied);
        release.countDown();
        late.get();

        assertThat(a.version(1)).isEqualTo(2);
        assertThat(b.version(1)).isEqualTo(2);
        assertThat(open().version(1)).isEqualTo(2);
    }

    @Test
    void put_onOneNode_isReadOnAnother() throws Exception {
        Node a = open();
        Node b = open();
        assertThat(b.products().getIfPresent(1L).isFound()).isFalse();

        assertThat(a.products().put(1L, new Product("put", 7))).isEqualTo(Receipt.LOGGED);

        until("the other node has it", () -> b.products().getIfPresent(1L).isFound());
        assertThat(b.version(1)).isEqualTo(7);
        b.products().put(1L, new Product("put", 8));
        until("the first node has the last one", () -> a.version(1) == 8);
        assertThat(loads).hasValue(0);
    }

    @Test
    void putWithAStamp_storesOnlyWhileItHolds() throws Exception {
        Node a = open();
        var before = a.terrace().stamp();

        assertThat(a.products().put(1L, new Product("stamped", 1), before)).isTrue();
        a.products().invalidate(1L);

        assertThat(a.products().put(1L, new Product("late", 1), before)).isFalse();
        assertThat(a.products().getIfPresent(1L).isFound()).isFalse();
    }

    @Test
    void getAll_takesWhatTiersHaveAndLoadsTheRest() throws Exception {
        for (long id = 1; id <= 4; id++) {
            sourceHas(id, 1);
        }
        Node a = open();
        a.products().getAll(List.of(1L, 2L));
        until("the tier has them", () -> a.far().puts() == 2);
        Node b = open();
        b.version(1);

        Map<Long, Product> all = b.products().getAll(List.of(4L, 1L, 2L, 3L, 1L));

        assertThat(all.keySet()).containsExactly(4L, 1L, 2L, 3L);
        assertThat(loads).hasValue(4);
        assertThat(b.far().reads().count()).isEqualTo(2);
    }

    @Test
    @Proves("CACHE-12")
    void getAll_throughABulkLoader_isOneCallAndOneWrite_andEachKeyIsJudgedForItself() throws Exception {
        List<Long> ids = LongStream.rangeClosed(1, 300).boxed().toList();
        ids.forEach(id -> sourceHas(id, 1));
        BulkLoader<Long, Product> bulk = (keys, load) -> {
            loads.incrementAndGet();
            keys.forEach(id -> load.dependsOn(id, "shelf:" + id % 3));
            return keys.stream().filter(id -> id <= 300).collect(Collectors.toMap(id -> id, this::inSource));
        };
        Node a = open(builder -> builder.bulkLoader(bulk));
        Node b = open(builder -> builder.bulkLoader(bulk));

        assertThat(a.products().getAll(ids)).hasSize(300);
        until("the tier has them", () -> a.far().puts() == 300);
        assertThat(a.far().writes().count()).as("writes").isEqualTo(1);
        assertThat(b.products().getAll(ids)).hasSize(300);
        assertThat(b.far().reads().count()).as("reads").isEqualTo(1);
        assertThat(loads).hasValue(1);

        ids.forEach(id -> sourceHas(id, 2));
        a.terrace().invalidateDependency("shelf:0");
        until("the other node has heard of it", () -> b.version(3) == 2);
        Map<Long, Product> all = b.products().getAll(ids);
        ids.forEach(id -> assertThat(all.get(id)).isEqualTo(new Product("product " + id, id % 3 == 0 ? 2 : 1)));
        assertThat(a.products().getAll(List.of(1L, 999L))).containsOnlyKeys(1L);
    }

    @Test
    void validator_travelsThroughTheTier() throws Exception {
        Terrace terrace = closing(
                Terrace.builder(namespace()).log(newLog()).awaitLog(PATIENCE).build());
        List<String> offered = new CopyOnWriteArrayList<>();
        Cache<String, String> pages = terrace.cache("pages", String.class, String.class)
                .tier(newTier(), tier -> tier.expireAfterWrite(Duration.ofSeconds(1)))
                .conditionalLoader((key, old, load) -> {
                    offered.add(old == null ? "nothing" : old.value() + " " + old.validator());
                    return old == null ? Revalidation.modified("text", "W/\"ä1\"") : Revalidation.notModified();
                })
                .build();
        assertThat(pages.get("page")).isEqualTo("text");
        String first = "text W/\"ä1\"";

        until("the tier has it no longer fresh, with its validator", () -> {
            assertThat(pages.get("page")).isEqualTo("text");
            return offered.contains(first);
        });

        assertThat(offered).containsOnly("nothing", first);
    }

    @Test
    void null_isKeptAndToldFromAbsent() throws Exception {
        Terrace terrace = closing(Terrace.builder(namespace()).log(newLog()).build());
        Cache<String, @Nullable String> cache = terrace.cache("texts", String.class, String.class)
                .nullable()
                .tier(newTier())
                .build();

        assertThat(cache.getIfPresent("none")).isInstanceOf(Lookup.Absent.class);
        assertThat(cache.get("none", (key, load) -> null)).isNull();
        until("the tier has it", () -> cache.getIfPresent("none").isFound());
    }

    /** Entries that are damaged, foreign or another key's are counted misses, and the next load replaces them. */
    @TestFactory
    @Proves("CACHE-8")
    Stream<DynamicTest> get_ofAPlantedEntry_isACountedMiss() {
        Map<String, UnaryOperator<byte[]>> damages = Map.of(
                "empty", whole -> new byte[0],
                "truncated", whole -> java.util.Arrays.copyOf(whole, whole.length - 1),
                "longer", whole -> java.util.Arrays.copyOf(whole, whole.length + 1),
                "one bit", whole -> flipped(whole, whole.length / 2),
                "newer version", whole -> flipped(whole, 2),
                "foreign",
                        whole -> "{\"foreign\":true, \"and\":\"long enough to be an envelope, but is not one at all\"}"
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return damages.entrySet().stream()
                .map(damage -> DynamicTest.dynamicTest(damage.getKey(), () -> {
                    sourceHas(1, 1);
                    Node a = open();
                    a.products().invalidateAll();
                    a.version(1);
                    until("the tier has it", () -> a.far().puts() == 1);
                    TierWrite written = a.tier().written();
                    a.tier().plant(written, damage.getValue().apply(written.envelope()));
                    int before = loads.get();
                    Node b = open();

                    assertThat(b.version(1)).isEqualTo(1);

                    assertThat(loads).hasValue(before + 1);
                    assertThat(b.far().damaged()).isEqualTo(1);
                    until("it is replaced", () -> b.far().puts() == 1);
                    Node c = open();
                    assertThat(c.version(1)).isEqualTo(1);
                    assertThat(loads).hasValue(before + 1);
                    Stream.of(a, b, c).forEach(node -> node.terrace().close());
                }));
    }

    @Test
    @Proves("CACHE-8")
    void get_ofAnotherKeysEntry_isACountedMiss() throws Exception {
        sourceHas(1, 1);
        sourceHas(2, 2);
        Node a = open();
        a.version(1);
        until("the tier has the first", () -> a.far().puts() == 1);
        TierWrite first = a.tier().written();
        a.version(2);
        until("the tier has the second", () -> a.far().puts() == 2);
        a.tier().plant(a.tier().written(), first.envelope());
        Node b = open();

        assertThat(b.version(2)).isEqualTo(2);
        assertThat(b.far().damaged()).isEqualTo(1);
    }

    @Test
    void put_ofAValueThatCannotBeWritten_saysSoAndChangesNothing() throws Exception {
        Terrace terrace = closing(Terrace.builder(namespace()).log(newLog()).build());
        Cache<Long, Unwritable> cache = terrace.cache("unwritable", Long.class, Unwritable.class)
                .heap(heap -> {})
                .tier(newTier())
                .build();

        assertThatThrownBy(() -> cache.put(1L, new Unwritable()))
                .isInstanceOf(CacheCodecException.class)
                .hasMessageContaining("'unwritable'")
                .hasMessageContaining("codec(...)");
        assertThat(cache.getIfPresent(1L).isFound()).isFalse();
        assertThat(cache.get(1L, (key, load) -> new Unwritable())).isNotNull();
    }

    @Test
    void get_whileTheStoreHangs_isAnsweredByTheLoader() throws Exception {
        sourceHas(1, 1);
        sourceHas(2, 1);
        Node a = open();
        a.version(1);

        whileStalled(() -> {
            assertThat(a.version(1)).isEqualTo(1);
            assertThat(a.version(2)).isEqualTo(1);
        });

        until("it is used again", () -> a.products().invalidate(2L) == Receipt.LOGGED);
        sourceHas(2, 2);
        a.products().invalidate(2L);
        assertThat(a.version(2)).isEqualTo(2);
    }

    @Test
    void explain_ofWhatStandsInTheTier_saysWhatThatIsWorth() throws Exception {
        sourceHas(1, 1);
        Node a = open();
        a.version(1);
        until("the tier has it", () -> a.far().puts() == 1);
        Node b = open();
        Explanation found = b.products().explain(1L);
        assertThat(found.answeredBy()).as(found.text()).isEqualTo(b.tier().name());
        assertThat(inTier(b).dependencies()).containsExactly(BRAND);
        assertThat(inTier(b).stamped()).isEqualTo(a.tier().written().position());

        b.terrace().invalidateDependency(BRAND);

        assertThat(inTier(b).verdict()).isEqualTo(Explanation.Verdict.INVALIDATED);
        assertThat(inTier(b).because()).contains(BRAND);
        b.products().invalidate(1L);
        until("the tier has the mark", () -> inTier(b).verdict() == Explanation.Verdict.REMOVED);
        whileStalled(() -> assertThat(inTier(b).verdict()).isEqualTo(Explanation.Verdict.UNKNOWN));
        assertThat(b.far().hits() + b.far().distrusted() + b.far().failures()).isZero();
    }

    private static Explanation.Place inTier(Node node) {
        return node.products().explain(1L).places().get(1);
    }

    private static byte[] flipped(byte[] whole, int at) {
        byte[] damaged = whole.clone();
        damaged[at] ^= 0x10;
        return damaged;
    }
}
