package dev.terrace.cache.warm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheBuilder;
import dev.terrace.cache.HeapControl;
import dev.terrace.cache.Loader;
import dev.terrace.cache.WarmFrom;
import dev.terrace.cache.fake.Held;
import dev.terrace.cache.fake.World;
import dev.terrace.cache.fake.World.Node;
import dev.terrace.cache.profile.ProfileRecorder;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WarmRunTest {

    private static final Duration NONE = Duration.ofNanos(1);

    private final World world = new World();
    private final AtomicInteger loads = new AtomicInteger();
    private final Loader<String, String> loader = (key, load) -> {
        loads.incrementAndGet();
        return "text of " + key;
    };

    @AfterEach
    void close() {
        world.close();
    }

    private Node node(UnaryOperator<CacheBuilder<String, String>> settings) {
        return world.node(cache -> settings.apply(cache.loader(loader)));
    }

    private Node node() {
        return node(cache -> cache);
    }

    private static WarmingBuilder<String> warming(Node node) {
        return Warming.of(node.cache(), node.terrace().host());
    }

    /** Lets time go on until the run is over. */
    private WarmProgress finish(WarmRun run) {
        World.until(() -> {
            world.time.advance(Duration.ofMillis(10));
            return run.end().isDone();
        });
        return run.progress();
    }

    private void awaitDone(WarmRun run, long keys) {
        World.until(() -> run.progress().done() == keys);
    }

    @Test
    void list_isWarm_andSaysSo() {
        Node node = node();
        List<WarmProgress> told = new CopyOnWriteArrayList<>();
        WarmProgress end =
                finish(warming(node).batch(10).onProgress(told::add).build().start(Keys.list(95)));
        assertThat(end.state()).isEqualTo(WarmState.DONE);
        assertThat(end.loaded()).isEqualTo(95);
        assertThat(end.remaining()).isZero();
        assertThat(end.failure()).isNull();
        assertThat(end.toString()).startsWith("texts done: 95 keys").contains("95 loaded");
        assertThat(loads).hasValue(95);
        assertThat(told.get(told.size() - 1)).isEqualTo(end);
        node.cache().get("95");
        assertThat(loads).hasValue(95);
    }

    @Test
    void farTiersAlone_areAsked_whereNothingIsToBeLoaded() {
        Node writer = node();
        writer.cache().get("1");
        World.until(() -> writer.near().position(World.CACHE, World.digest("1")) != null);
        loads.set(0);
        WarmProgress end =
                finish(warming(node()).from(WarmFrom.FAR_TIERS).build().start(Keys.list(3)));
        assertThat(end.found()).isOne();
        assertThat(end.absent()).isEqualTo(2);
        assertThat(loads).hasValue(0);
    }

    @Test
    void rate_isKept() {
        WarmRun run = warming(node()).batch(10).keysPerSecond(100).build().start(Keys.list(100));
        awaitDone(run, 10);
        world.time.advance(Duration.ofMillis(99));
        assertThat(loads).hasValue(10);
        world.time.advance(Duration.ofMillis(1));
        awaitDone(run, 20);
        world.time.advance(Duration.ofMillis(99));
        assertThat(loads).hasValue(20);
        assertThat(run.progress().remaining()).isEqualTo(80);
    }

    @Test
    void batches_underWay_areBounded() {
        Held held = new Held();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger loading = new AtomicInteger();
        Keys keys = new Keys(60);
        Node node = world.node(cache -> cache.bulkLoader((asked, load) -> {
            most.accumulateAndGet(loading.incrementAndGet(), Math::max);
            held.pass();
            loading.decrementAndGet();
            return asked.stream().collect(java.util.stream.Collectors.toMap(key -> key, key -> key));
        }));
        WarmRun run = warming(node).batch(10).concurrentBatches(2).build().start(() -> keys);
        World.until(() -> {
            world.time.advance(Duration.ofMillis(10));
            return loading.get() == 2;
        });
        world.time.advance(Duration.ofSeconds(1));
        assertThat(keys.given).hasValue(20);
        held.release();
        assertThat(finish(run).loaded()).isEqualTo(60);
        assertThat(most.get()).isEqualTo(2);
    }

    @Test
    void cancelled_asksForNothingMore_andClosesItsSource() {
        Keys keys = new Keys(1_000);
        WarmRun run = warming(node()).batch(10).keysPerSecond(10).build().start(() -> keys);
        awaitDone(run, 10);
        run.cancel();
        WarmProgress end = finish(run);
        assertThat(end.state()).isEqualTo(WarmState.CANCELLED);
        assertThat(end.done()).isEqualTo(10);
        assertThat(keys.closed).hasValue(1);
        assertThat(keys.given).hasValue(10);
        run.cancel();
    }

    @Test
    void sourceThatFailsHalfWay_isSaid_andWhatIsWarmStays() {
        Node node = node();
        Keys keys = new Keys(100, 30);
        WarmProgress end = finish(warming(node).batch(10).build().start(() -> keys));
        assertThat(end.state()).isEqualTo(WarmState.FAILED);
        assertThat(end.failure()).hasMessage("planted");
        assertThat(end.loaded()).isEqualTo(30);
        assertThat(end.remaining()).isEqualTo(-1);
        assertThat(keys.closed).hasValue(1);
        assertThat(node.cache().getIfPresent("30").isFound()).isTrue();
    }

    @Test
    void sourceThatCannotBeOpened_isSaid() {
        WarmProgress end = finish(warming(node()).build().start(() -> {
            throw new java.io.IOException("planted");
        }));
        assertThat(end.state()).isEqualTo(WarmState.FAILED);
        assertThat(end.failure()).hasMessage("planted");
        assertThat(end.done()).isZero();
    }

    @Test
    void loaderThatAlwaysFails_isNotAskedForEver() {
        Node node = world.node(cache -> cache.loader((key, load) -> {
            loads.incrementAndGet();
            throw new IllegalStateException("planted");
        }));
        WarmProgress end =
                finish(warming(node).batch(10).concurrentBatches(1).build().start(Keys.list(1_000)));
        assertThat(end.state()).isEqualTo(WarmState.FAILED);
        assertThat(end.failure()).hasMessage("planted");
        assertThat(end.failed()).isEqualTo(30);
        assertThat(end.remaining()).isEqualTo(970);
    }

    @Test
    void keyThatFails_isCounted_andTheOthersGoOn() {
        Node node = world.node(cache -> cache.loader((key, load) -> {
            if (key.endsWith("7")) {
                throw new IllegalStateException("planted");
            }
            return key;
        }));
        WarmProgress end = finish(warming(node).batch(10).build().start(Keys.list(100)));
        assertThat(end.state()).isEqualTo(WarmState.DONE);
        assertThat(end.loaded()).isEqualTo(90);
        assertThat(end.failed()).isEqualTo(10);
        assertThat(end.failure()).hasMessage("planted");
    }

    @Test
    void fullHeap_endsIt_andNothingIsPushedOut() {
        Node node = node(cache -> cache.heap(heap -> heap.maximumSize(20)));
        Cache<String, String> cache = node.cache();
        List<String> hot = List.of("hot1", "hot2", "hot3", "hot4", "hot5");
        hot.forEach(cache::get);
        WarmProgress end =
                finish(warming(node).batch(4).concurrentBatches(3).build().start(Keys.list(100)));
        assertThat(end.state()).isEqualTo(WarmState.FULL);
        assertThat(end.loaded()).isEqualTo(15);
        assertThat(end.remaining()).isEqualTo(85);
        assertThat(cache.stats().evictions()).isZero();
        int before = loads.get();
        hot.forEach(cache::get);
        Keys.list(15).forEach(cache::get);
        assertThat(loads).as("the first of the source").hasValue(before);
    }

    @Test
    void firstOfTheSource_isGivenUpLast() {
        Node node = node(cache -> cache.heap(heap -> heap.maximumSize(100)));
        finish(warming(node).batch(10).build().start(Keys.list(100)));
        HeapControl<String> heap = Objects.requireNonNull(node.cache().heap());
        heap.maximum(30);
        World.until(() -> heap.weight() <= 30);
        assertThat(heap.hottest(30)).contains("1", "2", "3", "4", "5", "10", "15");
    }

    @Test
    void heapThatIsWeighed_isFullByItsWeight() {
        Node node = node(cache -> cache.heap(heap -> heap.maximumWeight(1_000, (key, value) -> 50)));
        node.cache().get("hot");
        WarmProgress end =
                finish(warming(node).batch(5).concurrentBatches(1).build().start(Keys.list(100)));
        assertThat(end.state()).isEqualTo(WarmState.FULL);
        assertThat(end.loaded()).isEqualTo(19);
        assertThat(Objects.requireNonNull(node.cache().heap()).weight()).isEqualTo(1_000);
    }

    @Test
    void fullHeap_isNobodysConcern_whereTheUserSaysSo() {
        Node node = node(cache -> cache.heap(heap -> heap.maximumSize(20)));
        WarmProgress end = finish(warming(node).goOnWhenFull().build().start(Keys.list(100)));
        assertThat(end.state()).isEqualTo(WarmState.DONE);
        assertThat(end.loaded()).isEqualTo(100);
    }

    @Test
    void runs_areOneAtATime() {
        Warming<String> warming = warming(node()).batch(1).keysPerSecond(1).build();
        WarmRun first = warming.start(Keys.list(5));
        assertThatIllegalStateException()
                .isThrownBy(() -> warming.start(Keys.list(5)))
                .withMessageContaining("cancel it first");
        first.cancel();
        finish(first);
        assertThat(warming.start(Keys.list(1))).isSameAs(warming.latest());
    }

    @Test
    void await_returnsWhenItsTimeIsOver_andTheRunGoesOn() throws InterruptedException {
        WarmRun run = warming(node()).batch(1).keysPerSecond(1).build().start(Keys.list(3));
        assertThat(run.await(NONE).state()).isEqualTo(WarmState.RUNNING);
        World.until(() -> {
            world.time.advance(Duration.ofSeconds(1));
            return run.end().isDone();
        });
        assertThat(run.await(NONE).state()).isEqualTo(WarmState.DONE);
    }

    @Test
    void listenerThatThrows_isInNobodysWay() {
        WarmProgress end = finish(warming(node())
                .onProgress(progress -> {
                    throw new IllegalStateException("planted");
                })
                .build()
                .start(Keys.list(10)));
        assertThat(end.state()).isEqualTo(WarmState.DONE);
    }

    @Test
    void runOfAClosedTerrace_endsWhenItIsCancelled() {
        Node node = node();
        Keys keys = new Keys(1_000);
        WarmRun run = warming(node).batch(10).keysPerSecond(10).build().start(() -> keys);
        awaitDone(run, 10);
        node.terrace().close();
        run.cancel();
        World.until(() -> run.end().isDone());
        assertThat(run.progress().state()).isEqualTo(WarmState.CANCELLED);
        assertThat(keys.closed).hasValue(1);
    }

    @Test
    void profileOfAnotherCache_isRefused() {
        Node node = node();
        try (ProfileRecorder<String> recorder = ProfileRecorder.builder(
                        "others", String.class, node.terrace().host())
                .build()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> warming(node).build().start(recorder.profile()))
                    .withMessageContaining("'others'");
        }
    }

    @Test
    void profile_isWarm_theHottestFirst() {
        Node node = node(cache -> cache.heap(heap -> heap.maximumSize(2)));
        try (ProfileRecorder<String> recorder = ProfileRecorder.builder(
                        World.CACHE, String.class, node.terrace().host())
                .build()) {
            for (String key : List.of("cold", "hot", "hot", "warm", "hot", "warm")) {
                recorder.missed(key);
            }
            finish(warming(node).build().start(recorder.profile()));
        }
        assertThat(Objects.requireNonNull(node.cache().heap()).hottest(9)).containsExactlyInAnyOrder("hot", "warm");
    }

    @Test
    void settings_outOfBounds_areNamed() {
        WarmingBuilder<String> builder = warming(node());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.keysPerSecond(0))
                .withMessage("keysPerSecond must be 1 to 10000000: 0");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.batch(10_001));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.concurrentBatches(65));
    }
}
