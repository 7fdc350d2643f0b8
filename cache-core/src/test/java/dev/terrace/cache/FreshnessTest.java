package dev.terrace.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.Answer.Reason;
import dev.terrace.cache.fake.FakeTier;
import dev.terrace.cache.fake.Held;
import dev.terrace.cache.fake.World;
import dev.terrace.cache.fake.World.Node;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Values that are served although their freshness has ended, and values that are not. */
class FreshnessTest {

    private static final String KEY = "key";
    private static final Duration LIFE = Duration.ofMinutes(1);
    private static final Duration OVER = LIFE.plusSeconds(1);
    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final Freshness REVALIDATING = Freshness.strict().staleWhileRevalidate(WINDOW);
    private static final Freshness LENIENT = Freshness.strict().staleIfError(WINDOW);

    private final World world = new World();
    private final Source source = new Source("old");
    /** What the loader throws instead of answering. */
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    @AfterEach
    void close() {
        world.close();
    }

    private Node node(UnaryOperator<CacheBuilder<String, String>> settings) {
        return world.node(cache ->
                settings.apply(cache.heap(heap -> heap.expireAfterWrite(LIFE)).loader(this::load)));
    }

    /** A node that has its heap alone. */
    private Node alone(UnaryOperator<CacheBuilder<String, String>> settings) {
        Node node = node(settings);
        node.near().answer(FakeTier.Mode.FAILING);
        node.far().answer(FakeTier.Mode.FAILING);
        return node;
    }

    private Node alone(Freshness freshness) {
        return alone(cache -> cache.freshness(freshness));
    }

    private String load(String key, Load load) throws Exception {
        Throwable planted = failure.get();
        String read = source.load(key, load);
        if (planted instanceof Error error) {
            throw error;
        }
        if (planted != null) {
            throw (Exception) planted;
        }
        return read;
    }

    private void expire(Node node) {
        assertThat(node.cache().get(KEY)).isEqualTo("old");
        source.set("new");
        world.time.advance(OVER);
    }

    @Test
    @Tag("proves:CACHE-10")
    void staleWhileRevalidate_answersAtOnceAndLoadsOnce() {
        Node node = alone(REVALIDATING);
        expire(node);
        Held load = source.hold();

        Answer<String> first = node.cache().answer(KEY);
        assertThat(first.value()).isEqualTo("old");
        assertThat(first.reason()).isEqualTo(Reason.REVALIDATING);
        assertThat(first.isStale()).isTrue();
        assertThat(first.tier()).isEqualTo("heap");
        assertThat(first.age()).isBetween(LIFE, OVER.plusMillis(100));
        load.awaitEntered();
        assertThat(node.cache().get(KEY)).isEqualTo("old");
        assertThat(node.cache().getAll(List.of(KEY))).containsEntry(KEY, "old");

        load.release();
        World.until(() -> node.cache().get(KEY).equals("new"));
        assertThat(source.loads).hasValue(2);
        assertThat(node.cache().stats().stale()).isGreaterThanOrEqualTo(3);
        assertThat(node.cache().answer(KEY).reason()).isEqualTo(Reason.HIT);
    }

    @Test
    @Tag("proves:CACHE-10")
    void staleWhileRevalidate_ofWhatWasInvalidated_loads() {
        Node node = alone(REVALIDATING);
        expire(node);
        node.cache().invalidate(KEY);

        Answer<String> answer = node.cache().answer(KEY);

        assertThat(answer.value()).isEqualTo("new");
        assertThat(answer.reason()).isEqualTo(Reason.LOADED);
        assertThat(answer.tier()).isEqualTo("loader");
        assertThat(answer.isStale()).isFalse();
    }

    @Test
    @Tag("proves:CACHE-10")
    void staleWhileRevalidate_ofWhatRestsOnAnInvalidatedName_loads() {
        Node node = alone(REVALIDATING);
        expire(node);
        node.terrace().invalidateDependency("declared");

        assertThat(node.cache().get(KEY)).isEqualTo("new");
    }

    @Test
    @Tag("proves:CACHE-10")
    void staleWhileRevalidate_beyondItsWindow_loads() {
        Node node = alone(REVALIDATING);
        expire(node);
        world.time.advance(WINDOW);

        assertThat(node.cache().get(KEY)).isEqualTo("new");
    }

    @Test
    @Tag("proves:CACHE-10")
    void staleIfError_answersWhatTheLoaderCannot() {
        Node node = alone(LENIENT);
        expire(node);
        failure.set(new IllegalStateException("planted"));

        Answer<String> answer = node.cache().answer(KEY);

        assertThat(answer.value()).isEqualTo("old");
        assertThat(answer.reason()).isEqualTo(Reason.LOAD_FAILED);
        assertThat(source.loads).hasValue(2);
        assertThatThrownBy(() -> node.cache().answer(KEY, Freshness.strict()))
                .as("a call of its own mind")
                .isSameAs(failure.get());
    }

    @Test
    @Tag("proves:CACHE-10")
    void staleIfError_beyondItsWindowOrInvalidated_fails() {
        Node node = alone(LENIENT);
        expire(node);
        failure.set(new IllegalStateException("planted"));
        node.cache().invalidate(KEY);
        assertThatThrownBy(() -> node.cache().get(KEY)).isSameAs(failure.get());

        failure.set(null);
        world.time.advance(Duration.ofSeconds(1));
        assertThat(node.cache().get(KEY)).isEqualTo("new");
        world.time.advance(OVER.plus(WINDOW));
        failure.set(new IllegalStateException("planted again"));
        assertThatThrownBy(() -> node.cache().get(KEY)).isSameAs(failure.get());
    }

    @Test
    @Tag("proves:CACHE-10")
    void staleIfError_invalidatedWhileTheLoadFails_fails() {
        Node node = alone(LENIENT);
        expire(node);
        failure.set(new IllegalStateException("planted"));
        Held load = source.hold();
        Future<String> reader = world.start(() -> node.cache().get(KEY));
        load.awaitEntered();

        node.cache().invalidate(KEY);
        load.release();

        assertThatThrownBy(reader::get).hasCause(failure.get());
    }

    @Test
    @Tag("proves:CACHE-10")
    void staleEntryOfAFarTier_isServedByTheSameRules() {
        UnaryOperator<CacheBuilder<String, String>> settings =
                cache -> cache.expireAfter((key, value) -> LIFE).freshness(LENIENT.staleWhileRevalidate(LIFE));
        Node writer = node(settings);
        writer.cache().get(KEY);
        World.until(() -> writer.far().position(World.CACHE, World.digest(KEY)) != null);
        assertThat(writer.far().remaining(World.CACHE, World.digest(KEY))).isEqualTo(LIFE.plus(WINDOW));
        source.set("new");
        world.time.advance(OVER);
        Held load = source.hold();

        Answer<String> whileLoading = node(settings).cache().answer(KEY);
        assertThat(whileLoading.value()).isEqualTo("old");
        assertThat(whileLoading.reason()).isEqualTo(Reason.REVALIDATING);
        assertThat(whileLoading.tier()).isEqualTo("near");
        load.release();

        world.time.advance(LIFE); // beyond the one window, within the other
        World.until(() -> source.loads.get() == 2);
        writer.terrace().invalidateDependency("declared");
        source.set("newest");
        failure.set(new IllegalStateException("planted"));
        Node late = node(settings);
        assertThatThrownBy(() -> late.cache().get(KEY)).as("invalidated").isSameAs(failure.get());
    }

    @Test
    @Tag("proves:CACHE-10")
    void staleEntryOfAFarTier_whileTheLoaderFails_isKeptOnTheHeap() {
        UnaryOperator<CacheBuilder<String, String>> settings =
                cache -> cache.expireAfter((key, value) -> LIFE).freshness(LENIENT);
        Node writer = node(settings);
        writer.cache().get(KEY);
        World.until(() -> writer.far().position(World.CACHE, World.digest(KEY)) != null);
        world.time.advance(OVER);
        failure.set(new IllegalStateException("planted"));
        Node reader = node(settings);

        Answer<String> first = reader.cache().answer(KEY);
        assertThat(first.reason()).isEqualTo(Reason.LOAD_FAILED);
        assertThat(first.age()).isBetween(LIFE, OVER.plusMillis(100));
        reader.near().answer(FakeTier.Mode.FAILING);
        reader.far().answer(FakeTier.Mode.FAILING);

        assertThat(reader.cache().answer(KEY).tier()).isEqualTo("heap");
        assertThat(source.loads).as("the failure is remembered").hasValue(2);
    }

    @Test
    void answer_saysWhichTierHadIt() {
        Node one = node(cache -> cache);
        assertThat(one.cache().answer(KEY).tier()).isEqualTo("loader");
        assertThat(one.cache().answer(KEY).tier()).isEqualTo("heap");
        World.until(() -> one.near().position(World.CACHE, World.digest(KEY)) != null);
        world.time.advance(Duration.ofSeconds(20));

        Answer<String> far = node(cache -> cache).cache().answer(KEY);

        assertThat(far.tier()).isEqualTo("near");
        assertThat(far.reason()).isEqualTo(Reason.HIT);
        assertThat(far.age()).isBetween(Duration.ofSeconds(19), Duration.ofSeconds(21));
        assertThat(far.toString()).doesNotContain("old");
    }

    @Test
    void contradictions_areToldWithTheirCure() {
        assertThatThrownBy(() -> alone(cache -> cache.freshness(Freshness.strict()
                                .softTimeout(Duration.ofSeconds(2))
                                .deadline(Duration.ofSeconds(1)))
                        .refreshAfterWrite(LIFE)
                        .expireAbsentAfter(LIFE)))
                .isInstanceOf(CacheConfigurationException.class)
                .hasMessageContaining("softTimeout has nothing to answer with")
                .hasMessageContaining("softTimeout of PT2S is not shorter than its deadline of PT1S")
                .hasMessageContaining(
                        "refreshAfterWrite of PT1M is not shorter than the heap's expireAfterWrite of PT1M")
                .hasMessageContaining("declare it nullable()");
        Node node = alone(cache -> cache);
        assertThatThrownBy(() -> node.cache().answer(KEY, Freshness.strict().softTimeout(LIFE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("use deadline");
        assertThatThrownBy(() -> Freshness.strict().staleIfError(Duration.ofSeconds(-1)))
                .hasMessageContaining("staleIfError must be zero to 3650 days");
        assertThatThrownBy(() -> alone(cache -> cache.rememberFailures(LIFE, Duration.ofSeconds(1))))
                .hasMessageContaining("shorter than its first");
        assertThatThrownBy(() -> alone(cache -> cache.expiryJitter(0.6))).hasMessageContaining("0 to 0.5");
        Node decided = alone(cache -> cache.expireAfter((key, value) -> Duration.ZERO));
        assertThatThrownBy(() -> decided.cache().get(KEY)).hasMessageContaining("a life is 1 ms at least");
    }

    @Test
    void error_ofALoader_isNotHidden() {
        Node node = alone(LENIENT);
        expire(node);
        failure.set(new AssertionError("planted"));

        assertThatThrownBy(() -> node.cache().get(KEY)).isSameAs(failure.get());
        assertThatThrownBy(() -> node.cache().get(KEY)).isSameAs(failure.get());
        assertThat(source.loads).as("an error is not remembered").hasValue(3);
    }

    @Test
    void failure_isRememberedForLongerAndLonger() {
        Node node = alone(cache -> cache.rememberFailures(Duration.ofSeconds(1), Duration.ofSeconds(4)));
        failure.set(new IllegalStateException("planted"));
        for (int round = 1; round <= 5; round++) {
            for (int i = 0; i < 10; i++) {
                assertThatThrownBy(() -> node.cache().get(KEY)).isSameAs(failure.get());
            }
            assertThat(source.loads).as("round").hasValue(round);
            // Three quarters of the pause are certain, the whole of it is the most.
            Duration pause = Duration.ofSeconds(Math.min(4, 1L << (round - 1)));
            world.time.advance(pause.multipliedBy(3).dividedBy(4).minusMillis(1));
            assertThatThrownBy(() -> node.cache().get(KEY)).isSameAs(failure.get());
            assertThat(source.loads).as("too early").hasValue(round);
            world.time.advance(pause.dividedBy(4).plusMillis(2));
        }
        failure.set(null);
        assertThat(node.cache().get(KEY)).isEqualTo("old");
    }

    @Test
    @Tag("proves:CACHE-6")
    void failure_isForgottenOnceItsKeyIsInvalidated() {
        Node node = alone(cache -> cache.rememberFailures(Duration.ofSeconds(10), Duration.ofSeconds(10)));
        failure.set(new IllegalStateException("planted"));
        assertThatThrownBy(() -> node.cache().get(KEY)).isSameAs(failure.get());
        failure.set(null);
        assertThatThrownBy(() -> node.cache().get(KEY)).hasMessage("planted");
        assertThat(node.cache().get("another")).isEqualTo("old");

        node.cache().invalidate(KEY);

        assertThat(node.cache().get(KEY)).isEqualTo("old");
    }

    @Test
    @Tag("proves:CACHE-10")
    void softTimeout_answersStaleAndKeepsWhatIsLoaded() {
        Node node = alone(LENIENT.softTimeout(Duration.ofMillis(50)));
        expire(node);
        Held load = source.hold();
        CompletableFuture<Answer<String>> reader =
                node.cache().async().answer(KEY, LENIENT.softTimeout(Duration.ofMillis(50)));
        load.awaitEntered();
        world.time.advance(Duration.ofMillis(49));
        assertThat(reader).isNotDone();

        world.time.advance(Duration.ofMillis(1));
        assertThat(reader.join().value()).isEqualTo("old");
        assertThat(reader.join().reason()).isEqualTo(Reason.LATE);

        load.release();
        World.until(() -> node.cache().stats().loads() == 2);
        World.until(() -> node.cache().answer(KEY).reason() == Reason.HIT);
        assertThat(node.cache().get(KEY)).isEqualTo("new");
    }

    @Test
    void deadline_withNothingToServe_saysSoInTime() {
        Node node = alone(Freshness.strict().deadline(Duration.ofMillis(200)));
        Held load = source.hold();
        Future<String> reader = world.start(() -> node.cache().get(KEY));
        load.awaitEntered();
        world.time.advance(Duration.ofMillis(200));

        assertThatThrownBy(reader::get)
                .hasCauseInstanceOf(CacheTimeoutException.class)
                .hasMessageContaining("deadline of 200 ms")
                .hasMessageContaining("staleIfError");

        load.release();
        World.until(() -> node.cache().stats().heapSize() == 1);
        assertThat(node.cache().get(KEY)).as("kept").isEqualTo("old");
        assertThat(source.loads).hasValue(1);
    }

    @Test
    @Tag("proves:CACHE-7")
    void deadline_leavesTheLoaderItsHalf() {
        Node node = world.node(cache -> cache.freshness(Freshness.strict().deadline(Duration.ofMillis(400)))
                .loader(source));
        node.near().answer(FakeTier.Mode.HANGING);
        node.far().answer(FakeTier.Mode.HANGING);
        CompletableFuture<String> reader = node.cache().async().get(KEY);

        world.time.advance(Duration.ofMillis(200)); // half for the nearer one
        World.until(() -> node.far().gets.get() == 1);
        assertThat(source.loads).hasValue(0);
        world.time.advance(Duration.ofMillis(100)); // half of the rest for the farther one

        World.until(reader::isDone);
        assertThat(reader.join()).isEqualTo("old");
    }

    @Test
    void refreshAfterWrite_loadsWhatIsReadBeforeItEnds() {
        Node node = alone(cache -> cache.refreshAfterWrite(Duration.ofSeconds(30)));
        assertThat(node.cache().get(KEY)).isEqualTo("old");
        source.set("new");
        world.time.advance(Duration.ofSeconds(29));
        assertThat(node.cache().get(KEY)).isEqualTo("old");
        assertThat(source.loads).as("not due").hasValue(1);

        world.time.advance(Duration.ofSeconds(2));
        assertThat(node.cache().get(KEY)).as("nobody waits").isEqualTo("old");
        World.until(() -> node.cache().stats().loads() == 2);
        World.until(() -> node.cache().get(KEY).equals("new"));
        world.time.advance(Duration.ofSeconds(10));
        assertThat(node.cache().get(KEY)).isEqualTo("new");
        assertThat(source.loads).hasValue(2);
    }

    @Test
    void refreshAfterWrite_takesANewerEntryOfAnotherNode() {
        Node one = node(cache -> cache.refreshAfterWrite(Duration.ofSeconds(30)));
        Node two = node(cache -> cache.refreshAfterWrite(Duration.ofSeconds(30)));
        assertThat(one.cache().get(KEY)).isEqualTo("old");
        World.until(() -> one.near().position(World.CACHE, World.digest(KEY)) != null);
        assertThat(two.cache().get(KEY)).isEqualTo("old");
        assertThat(source.loads).hasValue(1);
        source.set("new");
        world.time.advance(Duration.ofSeconds(31));
        assertThat(one.cache().get(KEY)).isEqualTo("old");
        World.until(() -> one.cache().get(KEY).equals("new"));
        byte[] before = two.near().bytes(World.CACHE, World.digest(KEY));
        assertThat(before).isNotNull();
        World.until(() -> one.cache().stats().tiers().get(1).puts() == 2);

        assertThat(two.cache().get(KEY)).isEqualTo("old");
        World.until(() -> two.cache().get(KEY).equals("new"));
        assertThat(source.loads).as("the other node's load did").hasValue(2);
    }

    @Test
    void refreshAfterWrite_thatFails_isNotTriedAtEachTick() {
        Node node = alone(cache -> cache.refreshAfterWrite(Duration.ofSeconds(30)));
        assertThat(node.cache().get(KEY)).isEqualTo("old");
        failure.set(new IllegalStateException("planted"));
        world.time.advance(Duration.ofSeconds(31));
        node.cache().get(KEY);
        World.until(() -> node.cache().stats().loadFailures() == 1);
        for (int tick = 0; tick < 5; tick++) {
            world.time.advance(Duration.ofMillis(100));
            assertThat(node.cache().get(KEY)).isEqualTo("old");
        }
        assertThat(source.loads).hasValue(2);
    }

    @Test
    @Tag("proves:CACHE-7")
    void refreshAfterWrite_whoseLoadHangs_hidesNoFreshEntryOfAFarTier() {
        Node node = node(cache -> cache.refreshAfterWrite(Duration.ofSeconds(30)));
        assertThat(node.cache().get(KEY)).isEqualTo("old");
        World.until(() -> node.far().position(World.CACHE, World.digest(KEY)) != null);
        world.time.advance(Duration.ofSeconds(31));
        Held load = source.hold();
        node.cache().get(KEY);
        load.awaitEntered();
        world.time.advance(OVER); // the far tiers keep it for an hour

        Answer<String> answer = node.cache().answer(KEY);

        assertThat(answer.value()).isEqualTo("old");
        assertThat(answer.reason()).isEqualTo(Reason.HIT);
        assertThat(answer.tier()).isEqualTo("near");
        load.release();
    }

    @Test
    @Tag("proves:CACHE-7")
    void softTimeout_beforeAFarTierShowsWhatIsStale_takesItThen() {
        UnaryOperator<CacheBuilder<String, String>> settings =
                cache -> cache.expireAfter((key, value) -> LIFE).freshness(LENIENT.softTimeout(Duration.ofMillis(50)));
        Node writer = node(settings);
        writer.cache().get(KEY);
        World.until(() -> writer.near().position(World.CACHE, World.digest(KEY)) != null);
        world.time.advance(OVER);
        Node reader = node(settings);
        reader.near().holdGet();
        Held load = source.hold();
        CompletableFuture<Answer<String>> answer =
                reader.cache().async().answer(KEY, LENIENT.softTimeout(Duration.ofMillis(50)));
        World.until(() -> reader.near().heldCalls() == 1);
        world.time.advance(Duration.ofMillis(100));
        assertThat(answer).isNotDone();

        reader.near().release();

        assertThat(answer.join().reason()).isEqualTo(Reason.LATE);
        assertThat(answer.join().value()).isEqualTo("old");
        load.release();
    }

    @Test
    @Tag("proves:CACHE-7")
    void loadersThatReadEachOther_inCachesThatAnswerEarly_doNotWaitForThreadsThatWaitForThem() {
        try (Terrace terrace = Terrace.builder("test").time(world.time).build()) {
            Cache<Integer, Integer> inner = terrace.cache("inner", Integer.class, Integer.class)
                    .freshness(REVALIDATING)
                    .loader((key, load) -> key)
                    .build();
            Cache<Integer, Integer> outer = terrace.cache("outer", Integer.class, Integer.class)
                    .freshness(REVALIDATING)
                    .loader((key, load) -> inner.get(key) + 1)
                    .build();

            List<CompletableFuture<Integer>> answers = java.util.stream.IntStream.range(0, 500)
                    .mapToObj(key -> outer.async().get(key))
                    .toList();

            World.until(() -> answers.stream().allMatch(CompletableFuture::isDone));
            assertThat(answers.get(499).join()).isEqualTo(500);
        }
    }

    @Test
    void getAll_insideALoaderOfOneOfItsKeys_leavesNoOtherKeyWaiting() {
        AtomicInteger depth = new AtomicInteger();
        try (Terrace terrace = Terrace.builder("test").time(world.time).build()) {
            AtomicReference<@Nullable Cache<String, String>> self = new AtomicReference<>();
            Cache<String, String> cache = terrace.cache("recursive", String.class, String.class)
                    .heap(heap -> heap.expireAfterWrite(LIFE))
                    .freshness(REVALIDATING)
                    .loader((key, load) -> {
                        Cache<String, String> own = self.get();
                        if (own != null && key.equals(KEY) && depth.incrementAndGet() == 2) {
                            own.getAll(List.of("other", KEY));
                        }
                        return "value";
                    })
                    .build();
            self.set(cache);
            assertThat(cache.get(KEY)).isEqualTo("value");
            world.time.advance(OVER);
            assertThat(cache.get(KEY)).as("stale").isEqualTo("value");
            World.until(() -> depth.get() >= 2);

            assertThat(cache.async().get("other")).succeedsWithin(Duration.ofSeconds(5));
        }
    }

    @Test
    void expireAfter_letsTheValueDecide_inEveryTier() {
        Node node = world.node(cache -> cache.expireAfter((key, value) -> Duration.ofSeconds(value.length()))
                .loader(source));
        source.set("ten chars.");
        assertThat(node.cache().get(KEY)).isEqualTo("ten chars.");
        World.until(() -> node.far().position(World.CACHE, World.digest(KEY)) != null);
        assertThat(node.near().remaining(World.CACHE, World.digest(KEY))).isEqualTo(Duration.ofSeconds(10));
        assertThat(node.far().remaining(World.CACHE, World.digest(KEY))).isEqualTo(Duration.ofSeconds(10));
        source.set("changed");

        world.time.advance(Duration.ofSeconds(9));
        assertThat(node.cache().get(KEY)).isEqualTo("ten chars.");
        world.time.advance(Duration.ofSeconds(1).plusMillis(100));
        assertThat(node.cache().get(KEY)).isEqualTo("changed");
    }

    @Test
    void expireAbsentAfter_countsForNullsAlone() {
        AtomicInteger loads = new AtomicInteger();
        try (Terrace terrace = Terrace.builder("test").time(world.time).build()) {
            Cache<String, ?> cache = terrace.cache("nullable", String.class, String.class)
                    .nullable()
                    .expireAbsentAfter(Duration.ofSeconds(5))
                    .loader((key, load) -> {
                        loads.incrementAndGet();
                        return key.equals("absent") ? null : "there";
                    })
                    .build();
            assertThat((Object) cache.get("absent")).isNull();
            assertThat((Object) cache.get("present")).isEqualTo("there");
            world.time.advance(Duration.ofMillis(5_100));
            cache.get("absent");
            cache.get("present");
            assertThat(loads).hasValue(3);
        }
    }

    @Test
    void expiryJitter_spreadsTheEnds() {
        Node node = world.node(cache -> cache.expiryJitter(0.5).loader(source));
        for (int i = 0; i < 100; i++) {
            node.cache().get(KEY + i);
        }
        List<Duration> lives = java.util.stream.IntStream.range(0, 100)
                .mapToObj(i -> {
                    World.until(() -> node.near().remaining(World.CACHE, World.digest(KEY + i)) != null);
                    return node.near().remaining(World.CACHE, World.digest(KEY + i));
                })
                .toList();
        Duration whole = TierSettings.DEFAULT_EXPIRE_AFTER_WRITE;
        assertThat(lives)
                .allMatch(
                        life -> life != null && life.compareTo(whole) <= 0 && life.compareTo(whole.dividedBy(2)) >= 0);
        assertThat(lives.stream().distinct().count()).isGreaterThan(50);
    }
}
