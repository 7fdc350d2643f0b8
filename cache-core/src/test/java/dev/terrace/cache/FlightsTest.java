package dev.terrace.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.fake.Held;
import dev.terrace.cache.fake.World;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class FlightsTest {

    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    @Tag("proves:CACHE-6")
    void get_byManyThreads_loadsOnce() throws Exception {
        Source source = new Source("text");
        Cache<String, String> cache = heapOnly(source);
        Held held = source.hold();
        Future<String> first = world.start(() -> cache.get("key"));
        held.awaitEntered();
        int joiners = 16;
        CyclicBarrier together = new CyclicBarrier(joiners + 1);
        List<Future<String>> rest = new ArrayList<>();
        for (int i = 0; i < joiners; i++) {
            boolean blocking = i % 2 == 0;
            rest.add(world.start(() -> {
                together.await();
                return blocking ? cache.get("key") : cache.async().get("key").get();
            }));
        }
        together.await();
        held.release();

        assertThat(World.result(first)).isEqualTo("text");
        rest.forEach(read -> assertThat(World.result(read)).isEqualTo("text"));
        assertThat(source.loads).hasValue(1);
    }

    @Test
    @Tag("proves:CACHE-6")
    void get_afterAnInvalidation_doesNotJoinTheOlderLoad() {
        Source source = new Source("old");
        Cache<String, String> cache = heapOnly(source);
        Held held = source.hold();
        Future<String> before = world.start(() -> cache.get("key"));
        held.awaitEntered();
        source.set("new");

        cache.invalidate("key");

        assertThat(cache.get("key"))
                .as("answered while the older load is still held")
                .isEqualTo("new");
        held.release();
        assertThat(World.result(before))
                .as("began before, so it may see the old one")
                .isEqualTo("old");
        assertThat(cache.get("key")).isEqualTo("new");
        assertThat(source.loads).hasValue(2);
    }

    @Test
    @Tag("proves:CACHE-6")
    void get_afterADeclaredDependencyWasInvalidated_loadsAgainAtLanding() {
        Source source = new Source("old");
        Terrace terrace = world.alone();
        Cache<String, String> cache = heapOnly(terrace, source);
        Held held = source.hold();
        Future<String> before = world.start(() -> cache.get("key"));
        held.awaitEntered();
        source.set("new");
        terrace.invalidateDependency("declared");
        var after = cache.async().get("key"); // joins: what the loader declared is not known yet
        assertThat(after).isNotDone();

        held.release();

        assertThat(World.result(before)).isEqualTo("old");
        assertThat(World.result(after)).isEqualTo("new");
        assertThat(source.loads).hasValue(2);
    }

    @Test
    @Tag("proves:CACHE-6")
    void get_besideASupersededAndANewerLoad_waitsForTheFirstToLand() {
        ConcurrentLinkedQueue<Held> gates = new ConcurrentLinkedQueue<>();
        List<Held> all = List.of(new Held(), new Held(), new Held());
        gates.addAll(all);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Cache<String, Integer> cache = world.alone()
                .cache("counts", String.class, Integer.class)
                .loader((key, load) -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    Held here = gates.poll();
                    if (here != null) {
                        here.pass();
                    }
                    running.decrementAndGet();
                    return 1;
                })
                .build();
        Future<Integer> first = world.start(() -> cache.get("key"));
        all.get(0).awaitEntered();
        cache.invalidate("key");
        Future<Integer> second = world.start(() -> cache.get("key"));
        all.get(1).awaitEntered();
        cache.invalidate("key");
        var third = cache.async().get("key");
        var fourth = cache.async().get("key");

        assertThat(gates).as("the third has not begun").hasSize(1);
        all.get(1).release();
        World.result(second);
        all.get(2).awaitEntered();
        all.get(0).release();
        all.get(2).release();

        World.result(first);
        World.result(third);
        World.result(fourth);
        assertThat(most).hasValue(2);
    }

    @Test
    void get_ofAnotherKey_isNotStalledByASlowOne() {
        Source source = new Source("text");
        Cache<String, String> cache = heapOnly(source);
        Held held = source.hold();
        Future<String> slow = world.start(() -> cache.get("slow"));
        held.awaitEntered();

        assertThat(cache.get("quick")).isEqualTo("text");
        assertThat(slow).isNotDone();
        held.release();
        World.result(slow);
    }

    @Test
    void get_whoseLoaderReadsAnotherKey_answers() {
        AtomicReference<Cache<String, String>> self = new AtomicReference<>();
        Cache<String, String> cache =
                heapOnly((key, load) -> key.equals("outer") ? "(" + self.get().get("inner") + ")" : key);
        self.set(cache);

        assertThat(cache.get("outer")).isEqualTo("(inner)");
        assertThat(World.result(cache.async().get("outer"))).isEqualTo("(inner)");
    }

    @Test
    void get_whoseLoaderReadsItsOwnKey_isRefused() {
        AtomicReference<Cache<String, String>> self = new AtomicReference<>();
        Cache<String, String> cache = heapOnly((key, load) -> self.get().get(key));
        self.set(cache);

        assertThatThrownBy(() -> cache.get("key"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the key that it is loading");
        assertThatThrownBy(() -> cache.async().get("key").get()).hasCauseInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> cache.getAll(List.of("key"))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void getAll_whoseLoaderReadsASibling_answers() {
        AtomicReference<Cache<String, String>> self = new AtomicReference<>();
        Cache<String, String> cache =
                heapOnly((key, load) -> key.equals("a") ? "(" + self.get().get("b") + ")" : key);
        self.set(cache);

        assertThat(cache.getAll(List.of("a", "b"))).containsEntry("a", "(b)").containsEntry("b", "b");
    }

    @Test
    void get_afterItsThreadHasLandedAnothersRetry_joinsThatRetry() {
        Source source = new Source("old");
        Terrace terrace = world.alone();
        Cache<String, String> cache = heapOnly(terrace, source);
        Held first = source.hold();
        AtomicReference<Held> second = new AtomicReference<>();
        Future<String> twice = world.start(() -> {
            String began = cache.get("key");
            second.get().awaitEntered();
            var again = cache.async().get("key");
            second.get().release();
            return began + " " + cache.get("key") + " " + again.get();
        });
        first.awaitEntered();
        terrace.invalidateDependency("declared");
        Future<String> joined = world.start(() -> cache.get("key"));
        World.until(() -> joined.isDone() || cache.stats().tiers().get(0).misses() == 2);
        source.set("new");
        second.set(source.hold());
        first.release();

        assertThat(World.result(joined)).isEqualTo("new");
        assertThat(World.result(twice)).isEqualTo("old new new");
    }

    @Test
    @Tag("proves:CACHE-6")
    void get_landsOnlyAfterItsEntryIsOnTheHeap() {
        Source source = new Source("text");
        AtomicReference<Future<String>> joined = new AtomicReference<>();
        AtomicBoolean landed = new AtomicBoolean();
        Cache<String, String> cache = world.alone()
                .cache("heap", String.class, String.class)
                .heap(heap -> heap.maximumWeight(10, (key, value) -> {
                    landed.set(joined.get().isDone());
                    return 1;
                }))
                .loader(source)
                .build();
        Held held = source.hold();
        Future<String> first = world.start(() -> cache.get("key"));
        held.awaitEntered();
        joined.set(cache.async().get("key"));
        held.release();

        assertThat(World.result(first)).isEqualTo("text");
        assertThat(landed).as("so that whoever finds no flight finds the entry").isFalse();
    }

    @Test
    void get_whoseLoaderFails_failsAllWhoJoinedAndIsForgotten() {
        AtomicInteger loads = new AtomicInteger();
        Held held = new Held();
        Cache<String, String> cache = heapOnly((key, load) -> {
            if (loads.incrementAndGet() == 1) {
                held.pass();
                throw new IllegalArgumentException("no answer");
            }
            return "text";
        });
        Future<String> first = world.start(() -> cache.get("key"));
        held.awaitEntered();
        var joined = cache.async().get("key");
        held.release();

        assertThatThrownBy(first::get).hasCauseInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(joined::get).hasCauseInstanceOf(IllegalArgumentException.class);
        assertThat(cache.get("key")).isEqualTo("text");
    }

    private Cache<String, String> heapOnly(Loader<String, String> loader) {
        return heapOnly(world.alone(), loader);
    }

    private static Cache<String, String> heapOnly(Terrace terrace, Loader<String, String> loader) {
        return terrace.cache("heap", String.class, String.class).loader(loader).build();
    }
}
