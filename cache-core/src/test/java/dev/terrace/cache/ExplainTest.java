package dev.terrace.cache;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.Explanation.Loading;
import dev.terrace.cache.Explanation.Place;
import dev.terrace.cache.Explanation.Verdict;
import dev.terrace.cache.fake.FakeLog;
import dev.terrace.cache.fake.FakeTier;
import dev.terrace.cache.fake.Held;
import dev.terrace.cache.fake.TextCodec;
import dev.terrace.cache.fake.World;
import dev.terrace.cache.fake.World.Node;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.Name;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExplainTest {

    private static final String KEY = "key";
    private static final Digest DIGEST = World.digest(KEY);
    private static final Duration LIFE = Duration.ofMinutes(5);

    private final World world = new World();
    private final Source source = new Source("text");

    @AfterEach
    void close() {
        world.close();
    }

    private Node node(UnaryOperator<CacheBuilder<String, String>> settings) {
        return world.node(cache -> settings.apply(cache.loader(source)));
    }

    private Node node() {
        return node(cache -> cache);
    }

    private static Place place(Node node, int at) {
        return node.cache().explain(KEY).places().get(at);
    }

    /** A node that has loaded the key, and written it into both far tiers. */
    private Node loaded(UnaryOperator<CacheBuilder<String, String>> settings) {
        Node node = node(settings);
        node.cache().get(KEY);
        World.until(() -> node.cache().stats().tiers().stream().allMatch(tier -> tier.puts() == 1));
        return node;
    }

    private Node loaded() {
        return loaded(cache -> cache);
    }

    @Test
    void keyThatIsNowhere_isAbsentAndWouldBeLoaded() {
        Explanation explanation = node().cache().explain(KEY);
        assertThat(explanation.places()).extracting(Place::tier).containsExactly("heap", "near", "far");
        assertThat(explanation.places()).extracting(Place::verdict).containsOnly(Verdict.ABSENT);
        assertThat(explanation.answeredBy()).isEqualTo("loader");
        assertThat(explanation.load()).isEqualTo(Loading.NONE);
        assertThat(explanation.digest()).isEqualTo(DIGEST.text());
        assertThat(explanation.key()).isEqualTo(KEY);
        assertThat(source.loads).hasValue(0);
    }

    @Test
    void keyThatIsEverywhere_isToldWithAllThatIsKnown() {
        Node node = loaded(cache -> cache.dependsOn("catalogue"));
        world.time.advance(Duration.ofMinutes(1));

        Explanation explanation = node.cache().explain(KEY);

        assertThat(explanation.answeredBy()).isEqualTo("heap");
        assertThat(explanation.places()).allSatisfy(place -> {
            assertThat(place.verdict()).isEqualTo(Verdict.BELIEVED);
            assertThat(place.age()).isBetween(Duration.ofSeconds(59), Duration.ofSeconds(61));
            assertThat(place.dependencies()).containsExactly("catalogue", "declared");
            assertThat(place.breaker()).isEqualTo(BreakerState.CLOSED);
        });
        assertThat(place(node, 0).fresh()).isBetween(Duration.ofSeconds(239), Duration.ofSeconds(241));
        assertThat(place(node, 0).placed()).isNull();
        Place near = place(node, 1);
        assertThat(near.fresh()).isEqualTo(Duration.ofMinutes(59));
        assertThat(near.placed()).isEqualTo(near.stamped()).isEqualTo(world.near.position(World.CACHE, DIGEST));
        assertThat(near.bytes()).isEqualTo(requireNonNull(world.near.bytes(World.CACHE, DIGEST)).length);
    }

    @Test
    void heap_whoseNamesNothingElseTells_showsTheirDigests() {
        Node node = loaded();
        node.near().answer(FakeTier.Mode.FAILING);
        node.far().answer(FakeTier.Mode.FAILING);
        String digest = "#" + Long.toHexString(Name.dependency("declared").fingerprint());
        assertThat(place(node, 0).dependencies()).containsExactly(digest);
    }

    @Test
    void dependency_thatWasInvalidated_isNamedWithItsPlaceInTheLog() {
        Node node = loaded(cache -> cache.dependsOn("catalogue"));
        node.terrace().invalidateDependency("declared");
        for (Place place : node.cache().explain(KEY).places()) {
            assertThat(place.verdict()).isEqualTo(Verdict.INVALIDATED);
            assertThat(place.because())
                    .isEqualTo("its dependency 'declared' was invalidated at sequence " + world.log.sequence()
                            + " of the log");
        }
        assertThat(node.cache().explain(KEY).answeredBy()).isEqualTo("loader");
    }

    @Test
    void invalidationsOfEachKind_areNamed() {
        Node node = loaded();
        node.log().appendable(false);
        node.cache().invalidate(KEY);
        assertThat(place(node, 1).because())
                .isEqualTo("its key was invalidated by this node, which the log has not acknowledged yet");
        node.log().appendable(true);
        world.heal();
        assertThat(place(node, 1).verdict()).isEqualTo(Verdict.REMOVED);
        loadAgain(node);
        node.cache().invalidateAll();
        assertThat(place(node, 1).because()).startsWith("the whole cache was invalidated at sequence ");
        loadAgain(node);
        world.log.plant(Name.NAMESPACE);
        world.poll();
        assertThat(place(node, 1).because()).startsWith("everything in the namespace was invalidated at sequence ");
    }

    /** Into the far tiers too; upkeep takes what is distrusted off the heap in its own time. */
    private static void loadAgain(Node node) {
        node.cache().get(KEY);
        World.until(() -> place(node, 1).verdict() == Verdict.BELIEVED);
    }

    @Test
    void entryOfAnotherLog_isDoubted() {
        Node node = loaded();
        world.log.lose();
        world.poll();
        world.poll();
        assertThat(place(node, 0).verdict()).isEqualTo(Verdict.DOUBTED);
        assertThat(place(node, 0).because()).startsWith("this node has distrusted all that its heap held");
        assertThat(place(node, 1).verdict()).isEqualTo(Verdict.DOUBTED);
        assertThat(place(node, 1).because()).startsWith("it was stamped under another log, of epoch ");
    }

    @Test
    void logThatIsNotRead_isTheReasonForDoubt() {
        Node node = loaded();
        node.log().reachable(false);
        node.log().reconnect();
        Explanation explanation = node.cache().explain(KEY);
        assertThat(explanation.places().get(1).because()).startsWith("this node has not read the log to its end");
        assertThat(log(node).isRead()).isFalse();
        assertThat(log(node).isSilent()).isFalse();
        world.time.advance(Duration.ofSeconds(12));
        assertThat(log(node).isSilent()).isTrue();
        assertThat(log(node).written()).isGreaterThanOrEqualTo(Duration.ofSeconds(12));
        assertThat(node.cache().explain(KEY).text()).contains("whenDisconnected applies");
    }

    private static Explanation.Log log(Node node) {
        return requireNonNull(node.cache().explain(KEY).log());
    }

    @Test
    void nodeThatRefusesReads_isExplainedAllTheSame() {
        FakeLog log = world.log.another();
        try (Terrace terrace = Terrace.builder("test")
                .time(world.time)
                .log(log)
                .awaitLog(Duration.ofMillis(1))
                .whenDisconnected(WhenDisconnected.FAIL, Duration.ofSeconds(10))
                .build()) {
            Cache<String, String> cache = terrace.cache("c", String.class, String.class)
                    .loader(source)
                    .build();
            log.reachable(false);
            world.time.advance(Duration.ofSeconds(12));
            assertThat(cache.explain(KEY).answeredBy()).isEqualTo("nobody");
            assertThat(cache.explain(KEY).because()).contains("whenDisconnected(FAIL)");
        }
    }

    @Test
    void entryWhoseFreshnessIsOver_isStaleWhereThatMayBeServed() {
        Node node = loaded(cache -> cache.freshness(Freshness.strict().staleIfError(Duration.ofHours(9)))
                .rememberFailures(Duration.ofSeconds(10), Duration.ofSeconds(10))
                .loader(this::load));
        world.time.advance(Duration.ofHours(2));
        assertThat(place(node, 0).verdict()).isEqualTo(Verdict.STALE);
        assertThat(place(node, 1).verdict()).isEqualTo(Verdict.STALE);
        assertThat(place(node, 1).fresh()).isEqualTo(Duration.ofHours(-1));
        assertThat(node.cache().explain(KEY).answeredBy()).isEqualTo("loader");

        fails = true;
        assertThat(node.cache().get(KEY)).isEqualTo("text");

        Explanation explanation = node.cache().explain(KEY);
        assertThat(explanation.answeredBy()).isEqualTo("heap");
        assertThat(explanation.because()).contains("staleIfError");
        assertThat(explanation.failure()).hasMessage("planted");
        assertThat(explanation.pause()).isBetween(Duration.ofSeconds(7), Duration.ofSeconds(10));
        world.time.advance(Duration.ofHours(8));
        assertThat(place(node, 0).verdict()).isNotEqualTo(Verdict.STALE);
        assertThat(place(node, 1).verdict()).isEqualTo(Verdict.ABSENT);
        assertThat(node.cache().explain(KEY).failure()).isNull();
    }

    private volatile boolean fails;

    private String load(String key, Load load) {
        if (fails) {
            throw new IllegalStateException("planted");
        }
        return source.load(key, load);
    }

    @Test
    void failureThatIsRemembered_leavesNobody() {
        Node node = node(cache -> cache.rememberFailures(Duration.ofSeconds(10), Duration.ofSeconds(10))
                .loader(this::load));
        fails = true;
        assertThatThrownBy(() -> node.cache().get(KEY)).hasMessage("planted");
        assertThat(node.cache().explain(KEY).answeredBy()).isEqualTo("nobody");
        assertThat(node.cache().explain(KEY).text()).contains("'java.lang.IllegalStateException: planted'");
    }

    @Test
    void cacheWithoutLoader_hasNobodyToAnswer() {
        Cache<String, String> cache =
                world.alone().cache("c", String.class, String.class).build();
        assertThat(cache.explain(KEY).answeredBy()).isEqualTo("nobody");
        assertThat(cache.explain(KEY).log()).isNull();
        cache.put(KEY, "text");
        assertThat(cache.explain(KEY).answeredBy()).isEqualTo("heap");
        world.time.advance(LIFE);
        assertThat(cache.explain(KEY).answeredBy()).isEqualTo("nobody");
        // Upkeep takes what has expired away in its own time.
        assertThat(cache.explain(KEY).places())
                .singleElement()
                .extracting(Place::verdict)
                .isIn(Verdict.EXPIRED, Verdict.ABSENT);
    }

    @Test
    void entryThatCannotBeUsed_isDamagedAndSaysHow() {
        Node node = loaded();
        Node other = world.node(cache -> cache.codec(new TextCodec(65)));
        world.poll();
        assertThat(place(other, 1).verdict()).isEqualTo(Verdict.DAMAGED);
        assertThat(place(other, 1).because()).endsWith("codec 64, this cache has 65");
        world.near.plant(World.CACHE, DIGEST, new byte[200], LIFE);
        assertThat(place(node, 1).verdict()).isEqualTo(Verdict.DAMAGED);
        assertThat(place(node, 1).because()).contains("no magic");
        world.near.plant(World.CACHE, DIGEST, other(node), LIFE);
        assertThat(place(node, 1).because()).contains("another key");
        source.set("unreadable");
        node.cache().invalidate(KEY);
        node.cache().get(KEY);
        World.until(() -> place(node, 2).verdict() == Verdict.DAMAGED);
        assertThat(place(node, 2).because())
                .isEqualTo("codec 64 cannot read it as this cache's type: java.lang.IllegalArgumentException");
    }

    private byte[] other(Node node) {
        node.cache().get("other");
        World.until(() -> world.near.bytes(World.CACHE, World.digest("other")) != null);
        byte[] bytes = world.near.bytes(World.CACHE, World.digest("other"));
        return bytes == null ? new byte[0] : bytes;
    }

    @Test
    void tierThatOwesARemoval_isNotBelieved() {
        Node node = loaded();
        node.near().answerWrites(FakeTier.Mode.FAILING);
        node.cache().invalidate(KEY);
        assertThat(place(node, 1).verdict()).isEqualTo(Verdict.INVALIDATED);
        assertThat(place(node, 1).because()).isEqualTo("it has not taken the removal of the key, which is sent again");
        assertThat(place(node, 2).verdict()).isEqualTo(Verdict.REMOVED);
    }

    @Test
    void tierThatFails_isToldWithTheCause() {
        Node node = loaded();
        node.near().answer(FakeTier.Mode.FAILING);
        node.far().answer(FakeTier.Mode.THROWING);
        Explanation explanation = node.cache().explain(KEY);
        assertThat(explanation.answeredBy()).isEqualTo("heap");
        assertThat(explanation.places())
                .extracting(Place::verdict)
                .containsExactly(Verdict.BELIEVED, Verdict.UNKNOWN, Verdict.UNKNOWN);
        assertThat(explanation.places().get(1).because()).contains("the fake tier fails");
        assertThat(explanation.places().get(2).because()).contains("the fake tier throws");
        node.near().answer(FakeTier.Mode.SHORT_ANSWERS);
        assertThat(place(node, 1).verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void tierThatHangs_isLeftAfterItsTimeout() {
        Node node = loaded();
        node.near().answer(FakeTier.Mode.HANGING);
        node.far().answer(FakeTier.Mode.HANGING);
        int asked = node.far().gets.get();
        Future<Explanation> explanation = world.start(() -> node.cache().explain(KEY));
        World.until(() -> node.far().gets.get() == asked + 1); // both at the same time
        world.time.advance(Duration.ofMillis(500));
        assertThat(World.result(explanation).places())
                .extracting(Place::because)
                .contains("it did not answer within its timeout");
    }

    @Test
    void tierWhoseBreakerIsOpen_isAskedAndWouldNotBeByARead() {
        Node node = loaded(cache -> cache.heap(heap -> heap.expireAfterWrite(Duration.ofMinutes(1))));
        world.time.advance(Duration.ofSeconds(61));
        assertThat(node.cache().explain(KEY).answeredBy()).isEqualTo("near");
        node.near().answer(FakeTier.Mode.FAILING);
        for (int i = 0; i < Breaker.ROW; i++) {
            node.cache().get("other" + i);
        }
        node.near().answer(FakeTier.Mode.UP);

        Explanation explanation = node.cache().explain(KEY);

        assertThat(explanation.places().get(1).breaker()).isEqualTo(BreakerState.OPEN);
        assertThat(explanation.places().get(1).verdict()).isEqualTo(Verdict.BELIEVED);
        assertThat(explanation.text()).contains("its breaker is open");
        assertThat(explanation.answeredBy())
                .isEqualTo("far")
                .isEqualTo(node.cache().answer(KEY).tier());
    }

    @Test
    void loadUnderWay_isTold() {
        Node node = node();
        node.near().holdGet();
        Held load = source.hold();
        Future<String> read = world.start(() -> node.cache().get(KEY));
        World.until(() -> node.near().heldCalls() == 1);
        assertThat(node.cache().explain(KEY).load()).isEqualTo(Loading.BEGUN);
        node.near().release();
        load.awaitEntered();
        assertThat(node.cache().explain(KEY).load()).isEqualTo(Loading.RUNNING);
        load.release();
        World.result(read);
        assertThat(node.cache().explain(KEY).load()).isEqualTo(Loading.NONE);
    }

    @Test
    void explain_leavesNoTrace() {
        Node writer = loaded();
        Node node = node();
        world.poll();
        CacheStats before = node.cache().stats();
        node.near().answer(FakeTier.Mode.FAILING);
        for (int i = 0; i < 3 * Breaker.ROW; i++) {
            node.cache().explain(KEY);
            node.cache().async().explain(KEY).join();
        }
        node.near().answer(FakeTier.Mode.UP);
        assertThat(node.cache().explain(KEY).answeredBy()).isEqualTo("near");
        assertThat(node.cache().stats()).as("nothing counted, no breaker told").isEqualTo(before);
        assertThat(place(node, 0).verdict()).as("nothing copied").isEqualTo(Verdict.ABSENT);
        assertThat(node.near().puts).hasValue(0);
        assertThat(source.loads).hasValue(1);
        CacheStats heap = writer.cache().stats();
        writer.cache().explain(KEY);
        assertThat(writer.cache().stats()).isEqualTo(heap);
    }

    @Test
    void texts_quoteNoValue_andOnlyTheLongOneQuotesTheKey() {
        source.set("the value");
        Node node = loaded();
        Explanation explanation = node.cache().explain(KEY);
        assertThat(explanation.text()).contains("'key'", "'declared'").doesNotContain("the value");
        assertThat(explanation.toString())
                .doesNotContain("'key'", "declared", "the value")
                .isEqualTo(
                        "Explanation[cache=texts, answeredBy=heap, places=[heap BELIEVED, near BELIEVED, far BELIEVED]]");
    }

    @Test
    void keysAndNames_thatWouldForgeLines_areQuoted() {
        Cache<String, String> cache =
                world.alone().cache("c", String.class, String.class).build();
        String key = "a\n  log     fine\u2028\u202e";
        assertThat(cache.explain(key).text().lines()).hasSize(4);
        assertThat(cache.explain(key).text()).startsWith("key 'a\\u000a  log     fine\\u2028\\u202e' of cache c (");
        assertThat(cache.explain("x".repeat(900)).text())
                .contains("x".repeat(200) + "...'")
                .doesNotContain("x".repeat(201));
    }

    @Test
    void closedTerrace_isSaid() {
        Terrace terrace = world.alone();
        Cache<String, String> cache =
                terrace.cache("c", String.class, String.class).build();
        terrace.close();
        assertThatThrownBy(() -> cache.explain(KEY))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }
}
