package dev.terrace.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.fake.FakeTier;
import dev.terrace.cache.fake.Held;
import dev.terrace.cache.fake.TextCodec;
import dev.terrace.cache.fake.World;
import dev.terrace.cache.internal.key.KeyBytes;
import dev.terrace.cache.internal.log.View;
import dev.terrace.cache.spi.Appended;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Slice;
import dev.terrace.cache.spi.Tier;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Histories that once went wrong. */
class HistoriesTest {
    final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    private static <T> T soon(Future<T> f) throws Exception {
        return f.get(3, TimeUnit.SECONDS);
    }

    @Test
    void getAll_badKeyAfterGoodOne_laterReadOfGoodKeyDoesNotHang() throws Exception {
        Cache<String, String> cache = world.alone()
                .cache("c", String.class, String.class)
                .loader((k, l) -> "v")
                .build();
        assertThatThrownBy(() -> cache.getAll(List.of("good", "x".repeat(2000))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(soon(world.start(() -> cache.get("good")))).isEqualTo("v");
    }

    @Test
    void getAll_insideLoaderNamesOwnKey_othersAreNotStuck() throws Exception {
        AtomicReference<Cache<String, String>> self = new AtomicReference<>();
        Cache<String, String> cache = world.alone()
                .cache("c", String.class, String.class)
                .loader((k, l) -> {
                    if (k.equals("a")) {
                        self.get().getAll(List.of("b", "a"));
                    }
                    return "v";
                })
                .build();
        self.set(cache);
        assertThatThrownBy(() -> cache.get("a")).isInstanceOf(IllegalStateException.class);
        assertThat(soon(world.start(() -> cache.get("b")))).isEqualTo("v");
    }

    @Test
    void asyncGet_loaderReadsItsOwnKey_failsAndDoesNotHang() throws Exception {
        AtomicReference<Cache<String, String>> self = new AtomicReference<>();
        Cache<String, String> cache = world.alone()
                .cache("c", String.class, String.class)
                .loader((k, l) -> self.get().get(k))
                .build();
        self.set(cache);
        assertThatThrownBy(() -> soon(cache.async().get("a"))).hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void asyncGetAll_loaderReadsASibling_doesNotHang() throws Exception {
        AtomicReference<Cache<String, String>> self = new AtomicReference<>();
        Cache<String, String> cache = world.alone()
                .cache("c", String.class, String.class)
                .loader((k, l) -> k.equals("a") ? self.get().get("b") : "v")
                .build();
        self.set(cache);
        assertThat(soon(cache.async().getAll(List.of("a", "b")))).containsEntry("a", "v");
    }

    @Test
    void getAll_twoBatchesWhoseLoadersReadEachOthersLaterKeys_doNotDeadlock() throws Exception {
        AtomicReference<Cache<String, String>> self = new AtomicReference<>();
        CyclicBarrier both = new CyclicBarrier(2);
        Cache<String, String> cache = world.alone()
                .cache("c", String.class, String.class)
                .loader((k, l) -> {
                    if (k.equals("a")) {
                        both.await();
                        return self.get().get("d");
                    }
                    if (k.equals("c")) {
                        both.await();
                        return self.get().get("b");
                    }
                    return k;
                })
                .build();
        self.set(cache);
        Future<?> one = world.start(() -> cache.getAll(List.of("a", "b")));
        Future<?> two = world.start(() -> cache.getAll(List.of("c", "d")));
        soon(one);
        soon(two);
    }

    @Test
    void get_afterLandingAnothersRetry_isNotTakenForItsCrew() throws Exception {
        Held first = new Held(), second = new Held();
        AtomicInteger loads = new AtomicInteger();
        Terrace t = world.alone();
        Cache<String, String> cache = t.cache("c", String.class, String.class)
                .loader((k, l) -> {
                    int n = loads.incrementAndGet();
                    l.dependsOn("d");
                    if (n == 1) first.pass();
                    else second.pass();
                    return "v" + n;
                })
                .build();
        ExecutorService a = Executors.newSingleThreadExecutor();
        Future<String> flown = a.submit(() -> cache.get("k"));
        first.awaitEntered();
        t.invalidateDependency("d");
        Future<String> joined = world.start(() -> cache.get("k")); // joins: nobody knows yet of d
        Awaitility.await().pollDelay(Duration.ofMillis(200)).until(() -> true);
        first.release();
        assertThat(soon(flown)).isEqualTo("v1");
        second.awaitEntered();
        Future<String> again = a.submit(() -> cache.get("k")); // same thread as the first flight's
        Awaitility.await().pollDelay(Duration.ofMillis(200)).until(() -> true);
        second.release();
        assertThat(soon(joined)).isEqualTo("v2");
        assertThat(soon(again)).isEqualTo("v2");
        a.shutdownNow();
    }

    @Test
    void keyBytes_unpairedSurrogates_differ() {
        assertThat(KeyBytes.of("\uD800")).isNotEqualTo(KeyBytes.of("?"));
    }

    enum Color {
        RED
    }

    enum Fruit {
        RED
    }

    @Test
    void keyBytes_enumsOfDifferentTypes_differ() {
        assertThat(KeyBytes.of(List.of(Color.RED))).isNotEqualTo(KeyBytes.of(List.of(Fruit.RED)));
    }

    @Test
    void follower_malformedKeyRecord_goesOnReading() {
        World.Node node = world.node(b -> b.loader((k, l) -> "v").dependsOn("d"));
        node.cache().get("k");
        world.log.plant(new Name(Name.Kind.KEY, "not a digest"));
        world.poll();
        long before = node.log().reads.get();
        world.log.plant(Name.dependency("d"));
        world.poll();
        world.poll();
        assertThat(node.log().reads.get()).as("reads go on").isGreaterThan((int) before);
        assertThat(node.terrace().logStats().sequence()).isEqualTo(2);
    }

    @Test
    void sender_appendsRefusedWhileReadsAnswer_retriesDoNotMultiply() {
        World.Node node = world.node(b -> b.loader((k, l) -> "v"));
        node.log().appendable(false);
        node.cache().invalidate("k");
        int timers = world.time.pending();
        world.time.advance(Duration.ofSeconds(60));
        world.time.advance(Duration.ofSeconds(60));
        assertThat(world.time.pending()).isLessThanOrEqualTo(timers + 1);
    }

    @Test
    void logGoesBack_entryStampedInTheLostPart_isNotTrusted() {
        AtomicReference<String> source = new AtomicReference<>("old");
        World.Node a = world.node(b -> b.loader((k, l) -> source.get()));
        for (int i = 0; i < 100; i++) {
            world.log.plant(Name.dependency("x" + i));
        }
        world.poll();
        a.cache().get("k"); // stamped 1/100
        Awaitility.await().until(() -> a.far().position(World.CACHE, World.digest("k")) != null);
        world.log.goBackTo(50);
        world.poll();
        world.poll();
        source.set("new");
        a.cache().invalidate("k"); // 1/51
        assertThat(a.cache().get("k")).isEqualTo("new");
    }

    @Test
    void owedTombstone_keyForgottenHere_oldEntryIsNotServedWhenTierReturns() {
        AtomicReference<String> source = new AtomicReference<>("old");
        World.Node a = world.node(b -> b.loader((k, l) -> source.get()));
        a.cache().get("k");
        Awaitility.await().until(() -> a.far().position(World.CACHE, World.digest("k")) != null);
        a.near().answer(FakeTier.Mode.FAILING);
        a.far().answer(FakeTier.Mode.FAILING);
        source.set("new");
        a.cache().invalidate("k");
        for (int i = 0; i < 220_000; i++) {
            world.log.plant(Name.key(World.digest("other" + i)));
        }
        for (int i = 0; i < 3; i++) {
            world.poll();
        }
        a.near().answer(FakeTier.Mode.UP);
        a.far().answer(FakeTier.Mode.UP);
        assertThat(a.cache().get("k")).isEqualTo("new");
    }

    @Test
    void builder_moreFixedDependenciesThanAnEntryHolds_isAFault() {
        String[] names = new String[65];
        for (int i = 0; i < 65; i++) names[i] = "d" + i;
        assertThatThrownBy(() -> world.node(b -> b.dependsOn(names))).isInstanceOf(CacheConfigurationException.class);
    }

    @Test
    void close_virtualTime_leavesNoTimers() {
        Terrace t = Terrace.builder("x").time(world.time).build();
        t.close();
        assertThat(world.time.pending()).isZero();
    }

    @Test
    void stats_failedLoad_isAMiss() {
        Cache<String, String> cache = world.alone()
                .cache("c", String.class, String.class)
                .loader((k, l) -> {
                    throw new IllegalStateException("x");
                })
                .build();
        assertThatThrownBy(() -> cache.get("k"));
        assertThat(cache.stats().misses()).isEqualTo(1);
    }

    @Test
    void put_whileEarlierOwnPutIsReadBack_staysOnHeap() throws Exception {
        World.Node a = world.node(b -> b);
        world.log.plant(Name.dependency("unread")); // so that the first put is not contiguous with what was read
        assertThat(a.cache().put("k", "1")).isEqualTo(Receipt.LOGGED);
        a.log().holdAppends();
        CompletableFuture<Receipt> second = a.cache().async().put("k", "2");
        world.poll(); // reads back the first
        a.log().release();
        assertThat(soon(second)).isEqualTo(Receipt.LOGGED);
        assertThat(a.cache().getIfPresent("k").orElse("gone")).isEqualTo("2");
    }

    @Test
    void put_foreignPutReadMeanwhile_lastInLogOrderWins() throws Exception {
        World.Node a = world.node(b -> b);
        World.Node b = world.node(c -> c);
        a.log().holdAppends();
        CompletableFuture<Receipt> own = a.cache().async().put("k", "a");
        b.cache().put("k", "b");
        world.poll();
        a.log().release();
        assertThat(soon(own)).isEqualTo(Receipt.LOGGED);
        world.poll();
        world.poll();
        assertThat(a.cache().getIfPresent("k").orElse("gone")).isEqualTo("a");
        assertThat(b.cache().getIfPresent("k").orElse("gone")).isEqualTo("a");
    }

    @Test
    void tier_answersNull_isAMiss() {
        Tier odd = (Tier) java.lang.reflect.Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Tier.class}, (p, m, args) -> switch (m.getName()) {
                    case "name" -> "odd";
                    case "hashCode" -> 1;
                    case "equals" -> false;
                    case "toString" -> "odd";
                    case "get" -> CompletableFuture.completedFuture(null);
                    case "put", "purge" -> CompletableFuture.completedFuture(0);
                    default -> null;
                });
        Cache<String, String> c = world.terrace(world.log.another())
                .cache("c", String.class, String.class)
                .tier(odd)
                .codec(new TextCodec())
                .loader((k, l) -> "v")
                .build();
        assertThat(c.get("k")).isEqualTo("v");
    }

    @Test
    void put_weigherThrows_nothingHasHappened() {
        Terrace t = world.alone();
        AtomicBoolean bad = new AtomicBoolean();
        Cache<String, String> c = t.cache("c", String.class, String.class)
                .heap(h -> h.maximumWeight(100, (k, v) -> {
                    if (bad.get()) throw new IllegalArgumentException("w");
                    return 1;
                }))
                .build();
        c.put("k", "1");
        bad.set(true);
        try {
            c.put("k", "2");
        } catch (IllegalArgumentException e) {
            assertThat(c.getIfPresent("k").orElse("gone")).isEqualTo("1");
        }
    }

    @Test
    void read_servedBeforeOwnAppendDeliveredAfterIt_doesNotLowerTheName() throws Exception {
        AtomicReference<String> source = new AtomicReference<>("old");
        World.Node a = world.node(b -> b.loader((k, l) -> source.get()));
        World.Node b = world.node(c -> c.loader((k, l) -> source.get()));
        a.cache().invalidate("z"); // 1
        world.poll();
        b.cache().invalidate("k"); // 2
        b.log().wake();
        a.log().holdReads();
        a.log().wake(); // sees 2, not delivered
        b.cache().invalidate("y"); // 3 -> so that a's ack is not contiguous
        b.log().wake();
        b.cache().get("k"); // stamped 3, old
        Awaitility.await()
                .until(() -> b.near().position(World.CACHE, World.digest("k")) != null
                        && !b.near().holdsTombstone(World.CACHE, World.digest("k")));
        source.set("new");
        a.near().answerWrites(FakeTier.Mode.FAILING);
        a.far().answerWrites(FakeTier.Mode.FAILING);
        a.cache().invalidate("k"); // 4, acknowledged
        a.log().release(); // only the first held read
        // follower reads again if woken; here not
        assertThat(a.cache().get("k")).isEqualTo("new");
    }

    @Test
    void close_readOfHangingTierUnderWay_callerIsReleased() throws Exception {
        FakeTier tier = world.near.another();
        Terrace t = Terrace.builder("sys").log(world.log.another()).build();
        Cache<String, String> c = t.cache("c", String.class, String.class)
                .tier(tier, s -> s.timeout(Duration.ofSeconds(2)))
                .codec(new TextCodec())
                .loader((k, l) -> "v")
                .build();
        tier.answer(FakeTier.Mode.HANGING);
        Future<String> reading = world.start(() -> c.get("k"));
        Awaitility.await().until(() -> tier.gets.get() == 1);
        t.close();
        assertThatThrownBy(() -> reading.get(4, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
    }

    @Test
    void flights_chainOfSuperseded_isNotRetained() {
        AtomicLong generation = new AtomicLong(1);
        Flights<String, Object> flights = new Flights<>(generation::get, f -> true);
        Digest d = World.digest("k");
        Flight<String, Object> first = flights.board("k", d, null).flight();
        List<WeakReference<Object>> refs = new ArrayList<>();
        Flight<String, Object> current = first;
        for (int i = 0; i < 100; i++) {
            Flight<String, Object> next = flights.board("k", d, null).flight();
            byte[] value = new byte[10];
            refs.add(new WeakReference<>(value));
            current.land(new Entry<>(value, 1, new long[0], 0, 0, 0), null);
            current = next;
        }
        first = null;
        for (int i = 0; i < 5; i++) System.gc();
        assertThat(refs.stream().filter(r -> r.get() != null).count()).isLessThan(3);
        assertThat(current).isNotNull();
    }

    @Test
    void dependency_unpairedSurrogate_isRefused() {
        assertThatThrownBy(() -> Name.dependency("a\uD800")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void acknowledgedUnderAPastEpoch_nameIsNotPendingForEver() throws Exception {
        View view = new View(100, 100, 0);
        view.follow(Position.NONE, new Slice(new Position(1, 5), 0, 0, List.of(), false));
        Name k = Name.key(World.digest("k"));
        view.invalidate(k, true);
        view.follow(new Position(1, 5), new Slice(new Position(2, 0), 0, 0, List.of(), false));
        view.acknowledged(List.of(k), new Appended(1, 6));
        view.follow(new Position(2, 0), new Slice(new Position(2, 3), 0, 0, List.of(), false));
        assertThat(view.takeLost()).containsExactly(k);
        view.acknowledged(List.of(k), new Appended(2, 4));
        assertThat(view.counts().pending()).isZero();
    }

    @Test
    void close_asyncLoadUnderWay_futureCompletes() throws Exception {
        Terrace t = Terrace.builder("q").build();
        Cache<Integer, String> c = t.cache("c", Integer.class, String.class)
                .loader((k, l) -> {
                    new CountDownLatch(1).await();
                    return "v";
                })
                .build();
        List<CompletableFuture<String>> all = new ArrayList<>();
        for (int i = 0; i < 70; i++) all.add(c.async().get(i));
        t.close();
        for (CompletableFuture<String> f : all) {
            Awaitility.await().until(f::isDone);
        }
    }

    @Test
    void asyncGet_loadersWaitForQueuedFlights_doNotDeadlock() throws Exception {
        AtomicReference<Cache<Integer, String>> self = new AtomicReference<>();
        CountDownLatch all = new CountDownLatch(64);
        Cache<Integer, String> c = world.alone()
                .cache("c", Integer.class, String.class)
                .loader((k, l) -> {
                    if (k < 64) {
                        all.countDown();
                        all.await();
                        return self.get().get(k + 1000);
                    }
                    return "v";
                })
                .build();
        self.set(c);
        List<CompletableFuture<String>> fs = new ArrayList<>();
        for (int i = 0; i < 64; i++) fs.add(c.async().get(i));
        all.await(5, TimeUnit.SECONDS);
        fs.forEach(f -> {});
        // second part: flights opened before by async callers
        for (CompletableFuture<String> f : fs) f.get(5, TimeUnit.SECONDS);
        CountDownLatch gate = new CountDownLatch(1);
        Cache<Integer, String> d = world.alone()
                .cache("d", Integer.class, String.class)
                .loader((k, l) -> {
                    if (k < 64) {
                        gate.await();
                        return self.get().get(k + 1000);
                    }
                    return "v";
                })
                .build();
        self.set(d);
        List<CompletableFuture<String>> gs = new ArrayList<>();
        for (int i = 0; i < 64; i++) gs.add(d.async().get(i));
        for (int i = 0; i < 64; i++) gs.add(d.async().get(i + 1000));
        gate.countDown();
        for (CompletableFuture<String> f : gs) f.get(5, TimeUnit.SECONDS);
    }
}
