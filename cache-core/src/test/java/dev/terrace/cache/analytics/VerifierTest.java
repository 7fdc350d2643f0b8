package dev.terrace.cache.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheEvent;
import dev.terrace.cache.Inspection;
import dev.terrace.cache.Terrace;
import dev.terrace.cache.fake.FakeLog;
import dev.terrace.cache.fake.FakeTier;
import dev.terrace.cache.fake.Held;
import dev.terrace.cache.fake.TextCodec;
import dev.terrace.cache.fake.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VerifierTest {

    private static final String KEY = "key";
    private static final Duration ALL = Duration.ofSeconds(70);

    private final World world = new World();
    private final Map<String, String> data = new ConcurrentHashMap<>(Map.of(KEY, "old"));
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
        world.close();
    }

    /** A process whose cache is verified. */
    private final class Node {

        final FakeTier near = world.near.another();
        final Set<String> asked = new ConcurrentSkipListSet<>();
        final Terrace terrace;
        final CacheAnalytics<String> analytics;
        final Cache<String, String> cache;

        Node(@Nullable Executor executor, Consumer<VerifierSettings<String>> settings) {
            Hearing hearing = new Hearing();
            Terrace.Builder builder = Terrace.builder("test")
                    .log(world.log.another())
                    .time(world.time)
                    .awaitLog(Duration.ofMillis(1))
                    .listener(hearing, Hearing::settings);
            terrace = (executor == null ? builder : builder.executor(executor)).build();
            analytics = CacheAnalytics.<String>builder(terrace)
                    .hearing(hearing)
                    .verify(verifier -> verifier.source(this::source).share(1).maximumPerSecond(1_000))
                    .verify(settings)
                    .build();
            cache = analytics.watch(terrace.cache(World.CACHE, String.class, String.class)
                    .heap(heap -> {})
                    .tier(near)
                    .codec(new TextCodec())
                    .loader((key, load) -> {
                        load.dependsOn("dependency");
                        return data.getOrDefault(key, "none");
                    }));
            open.add(0, terrace);
            open.add(0, analytics);
        }

        @Nullable
        String source(String key) {
            asked.add(key);
            return data.get(key);
        }

        Consistency of(String place, int delay) {
            return analytics.snapshot().consistency().stream()
                    .filter(one -> one.place().equals(place) && one.delay().equals(Verifier.DELAYS.get(delay)))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private Node node(Consumer<VerifierSettings<String>> settings) {
        return new Node(Runnable::run, settings); // so that nothing is left to wait for
    }

    private Node node() {
        return node(verifier -> {});
    }

    private static Consistency found(
            String place, int delay, long checked, long inconsistent, long undecided, long nothing) {
        return new Consistency(place, Verifier.DELAYS.get(delay), checked, inconsistent, undecided, nothing);
    }

    private void pass(Duration duration) {
        world.time.advance(duration);
    }

    @Test
    void whatIsServed_asTheSourceHasIt_isConsistent() {
        Node node = node();
        node.cache.get(KEY);
        data.put(KEY, "new");
        node.cache.invalidate(KEY);
        node.cache.get(KEY);
        long hits = node.cache.stats().hits();
        pass(ALL);
        for (int delay = 0; delay < 3; delay++) {
            assertThat(node.of("heap", delay)).isEqualTo(found("heap", delay, 1, 0, 0, 0));
            assertThat(node.of("near", delay)).isEqualTo(found("near", delay, 1, 0, 0, 0));
        }
        assertThat(node.analytics.snapshot().consistency()).hasSize(6);
        assertThat(node.analytics.inconsistencies()).isEmpty();
        assertThat(node.cache.stats().hits()).as("nothing is counted").isEqualTo(hits);
        assertThat(node.cache.stats().loads()).isEqualTo(2);
    }

    @Test
    void dataThatChangesWithoutAnInvalidation_isFoundInEachPlace() {
        Node node = node();
        node.cache.invalidate(KEY);
        node.cache.get(KEY);
        pass(Duration.ofSeconds(3));
        data.put(KEY, "new");
        pass(ALL);
        assertThat(node.of("heap", 0)).isEqualTo(found("heap", 0, 1, 0, 0, 0));
        for (int delay = 1; delay < 3; delay++) {
            assertThat(node.of("heap", delay)).isEqualTo(found("heap", delay, 1, 1, 0, 0));
            assertThat(node.of("near", delay)).isEqualTo(found("near", delay, 1, 1, 0, 0));
        }
        List<Inconsistency<String>> finds = node.analytics.inconsistencies();
        assertThat(finds).hasSize(4).extracting(Inconsistency::key).containsOnly(KEY);
        assertThat(finds.get(0).age()).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(11));
        assertThat(finds.get(0).toString()).doesNotContain(KEY).contains("heap");
    }

    @Test
    void placeThatHasNothing_isNoFind() {
        Node node = node();
        node.cache.get(KEY);
        node.cache.invalidate(KEY);
        pass(ALL);
        assertThat(node.of("heap", 2)).isEqualTo(found("heap", 2, 0, 0, 0, 1));
        assertThat(node.of("near", 0)).isEqualTo(found("near", 0, 0, 0, 0, 1));
    }

    @Test
    void sourceThatChangesMeanwhile_decidesNothing() {
        int[] count = {0};
        Node node = node(verifier -> verifier.source(key -> "state " + count[0]++));
        node.cache.invalidate(KEY);
        node.cache.get(KEY);
        pass(ALL);
        assertThat(node.of("heap", 0)).isEqualTo(found("heap", 0, 0, 0, 1, 0));
        assertThat(node.of("near", 2)).isEqualTo(found("near", 2, 0, 0, 1, 0));
    }

    @Test
    void sourceThatChangesBeforeTheConfirmation_decidesNothing() {
        Node node = node();
        node.cache.invalidate(KEY);
        node.cache.get(KEY);
        pass(Duration.ofMillis(900));
        data.put(KEY, "new");
        pass(Duration.ofMillis(500));
        data.put(KEY, "newer");
        pass(Duration.ofSeconds(2));
        assertThat(node.of("heap", 0)).isEqualTo(found("heap", 0, 0, 0, 1, 0));
    }

    @Test
    void sourceThatFails_decidesNothing_andIsAskedAgainLater() {
        boolean[] fails = {true};
        Node node = node(verifier -> verifier.source(key -> {
            if (fails[0]) {
                throw new java.io.IOException("planted");
            }
            return data.get(key);
        }));
        node.cache.invalidate(KEY);
        node.cache.get(KEY);
        pass(Duration.ofSeconds(2));
        fails[0] = false;
        pass(ALL);
        assertThat(node.of("heap", 0)).isEqualTo(found("heap", 0, 0, 0, 1, 0));
        assertThat(node.of("heap", 1)).isEqualTo(found("heap", 1, 1, 0, 0, 0));
    }

    @Test
    void tierThatDoesNotAnswer_isUndecidedAlone() {
        Node node = node();
        node.cache.invalidate(KEY);
        node.cache.get(KEY);
        node.near.answerReads(FakeTier.Mode.FAILING);
        pass(Duration.ofSeconds(2));
        assertThat(node.of("heap", 0)).isEqualTo(found("heap", 0, 1, 0, 0, 0));
        assertThat(node.of("near", 0)).isEqualTo(found("near", 0, 0, 0, 1, 0));
    }

    @Test
    void newerInvalidation_takesThePlaceOfTheOlder() {
        Node node = node();
        node.cache.invalidate(KEY);
        pass(Duration.ofMillis(500));
        node.cache.invalidate(KEY);
        node.cache.get(KEY);
        pass(ALL);
        for (int delay = 0; delay < 3; delay++) {
            assertThat(node.of("heap", delay)).isEqualTo(found("heap", delay, 1, 0, 1, 0));
        }
    }

    @Test
    void changeWhoseInvalidationIsOnItsWay_isNoFind() {
        Node node = node();
        node.cache.invalidate(KEY);
        node.cache.get(KEY);
        pass(Duration.ofMillis(900));
        data.put(KEY, "new");
        pass(Duration.ofMillis(200)); // the look falls in between
        node.cache.invalidate(KEY);
        pass(Duration.ofSeconds(3));
        assertThat(node.of("heap", 0).undecided()).isEqualTo(1);
        assertThat(node.of("near", 0).undecided()).isEqualTo(1);
        assertThat(node.analytics.inconsistencies()).isEmpty();
    }

    @Test
    void changeWhoseDependencyIsInvalidatedThen_isNoFind() {
        Node node = node();
        node.cache.invalidate(KEY);
        node.cache.get(KEY);
        pass(Duration.ofMillis(900));
        data.put(KEY, "new");
        pass(Duration.ofMillis(200));
        node.terrace.invalidateDependency("dependency");
        pass(Duration.ofSeconds(3));
        assertThat(node.of("heap", 0)).isEqualTo(found("heap", 0, 0, 0, 1, 0));
        assertThat(node.of("near", 0)).isEqualTo(found("near", 0, 0, 0, 1, 0));
    }

    @Test
    void changeWhoseWholeCacheIsInvalidatedThen_isNoFind() {
        Node node = node();
        node.cache.invalidate(KEY);
        node.cache.get(KEY);
        pass(Duration.ofMillis(900));
        data.put(KEY, "new");
        pass(Duration.ofMillis(200));
        node.cache.invalidateAll();
        pass(Duration.ofSeconds(3));
        assertThat(node.of("heap", 0)).isEqualTo(found("heap", 0, 0, 0, 1, 0));
    }

    @Test
    void otherInvalidations_explainNothing() {
        Node node = node();
        node.cache.invalidate(KEY);
        node.cache.get(KEY);
        pass(Duration.ofMillis(900));
        data.put(KEY, "new");
        pass(Duration.ofMillis(200));
        node.terrace.invalidateDependency("another");
        node.cache.invalidate("another");
        pass(Duration.ofSeconds(3));
        assertThat(node.of("heap", 0)).isEqualTo(found("heap", 0, 1, 1, 0, 1));
    }

    @Test
    void invalidationByAnotherNode_isCheckedWhereTheKeyIsKnown() {
        Node one = node();
        Node other = node();
        Node third = node();
        pass(Duration.ofSeconds(2)); // nothing is read: from then on every read is looked at
        other.cache.get(KEY);
        pass(Duration.ofSeconds(1));
        data.put(KEY, "new");
        one.cache.invalidate(KEY);
        pass(FakeLog.POLL);
        other.cache.get(KEY);
        pass(ALL);
        assertThat(other.of("heap", 2)).isEqualTo(found("heap", 2, 1, 0, 0, 0));
        assertThat(one.of("heap", 2)).isEqualTo(found("heap", 2, 0, 0, 0, 1));
        assertThat(third.asked).isEmpty();
    }

    @Test
    void share_isOfTheSameKeysOnAllNodes() {
        Node one = node(verifier -> verifier.share(0.3));
        Node other = node(verifier -> verifier.share(0.3));
        Set<String> keys = new TreeSet<>();
        for (int i = 0; i < 200; i++) {
            keys.add("key " + i);
        }
        keys.forEach(one.cache::invalidate);
        pass(Duration.ofSeconds(2));
        keys.forEach(other.cache::invalidate);
        pass(ALL);
        assertThat(one.asked).isEqualTo(other.asked);
        assertThat(one.asked.size()).isBetween(40, 80);
        assertThat(one.analytics.snapshot().verifierSkipped()).isZero();
    }

    @Test
    void invalidationsAboveTheRate_areSkippedAndCounted() {
        Node node = node(verifier -> verifier.maximumPerSecond(2));
        for (int i = 0; i < 10; i++) {
            node.cache.invalidate("key " + i);
        }
        assertThat(node.analytics.snapshot().verifierSkipped()).isEqualTo(8);
        pass(Duration.ofSeconds(1));
        node.cache.invalidate("later");
        pass(ALL);
        assertThat(node.asked).hasSize(3);
        assertThat(node.analytics.snapshot().verifierSkipped()).isEqualTo(8);
    }

    @Test
    void sourceThatHangs_isInNobodysWay() {
        Held held = new Held();
        Node node = new Node(
                null,
                verifier -> verifier.source(key -> {
                    held.pass();
                    return data.get(key);
                }));
        node.cache.invalidate(KEY);
        World.until(() -> node.analytics.snapshot().verifierSkipped() == 0
                && node.terrace.listenerStats().get(0).told() > 0);
        pass(Duration.ofSeconds(2));
        held.awaitEntered();
        node.cache.invalidate(KEY);
        assertThat(node.cache.get(KEY)).isEqualTo("old");
        assertThat(node.analytics.snapshot().consistency()).hasSize(6);
        held.release();
        World.until(() -> node.of("heap", 0).undecided() + node.of("heap", 0).checked() > 0);
    }

    @Test
    void eventsThatWereDropped_leaveItUndecided() {
        Node node = node();
        node.cache.get(KEY);
        long[] dropped = {0};
        VerifierSettings<String> settings = new VerifierSettings<String>().share(1);
        Verifier<String> verifier = new Verifier<>(
                World.CACHE,
                List.of("heap", "near"),
                Inspection.of(node.cache),
                settings,
                key -> "other",
                node.terrace.host(),
                () -> dropped[0]);
        verifier.heard(new CacheEvent.Invalidated(World.CACHE, KEY, false));
        pass(Duration.ofMillis(1_100));
        dropped[0]++;
        pass(Duration.ofSeconds(2));
        assertThat(verifier.report().get(0)).isEqualTo(found("heap", 0, 0, 0, 1, 0));
        pass(Duration.ofSeconds(10));
        assertThat(verifier.report().get(1)).isEqualTo(found("heap", 1, 1, 1, 0, 0));
        verifier.close();
        pass(ALL);
        assertThat(verifier.report().get(2)).as("after it was closed").isEqualTo(found("heap", 2, 0, 0, 0, 0));
    }

    @Test
    void invalidations_thatWereForgotten_mayHaveBeen() {
        Invalidations invalidations = new Invalidations(0);
        for (long name = 0; name < Invalidations.MOST; name++) {
            invalidations.add(name, name + 1);
        }
        assertThat(invalidations.mayBeAfter(5, 5)).isTrue();
        assertThat(invalidations.mayBeAfter(5, 6)).isFalse();
        assertThat(invalidations.mayBeAfter(-1, 0)).isFalse();
        invalidations.add(0, 1 + Invalidations.MOST);
        assertThat(invalidations.mayBeAfter(-1, 0))
                .as("nothing is forgotten yet")
                .isFalse();
        invalidations.add(-2, 2 + Invalidations.MOST);
        assertThat(invalidations.mayBeAfter(-1, 0)).isTrue();
        assertThat(invalidations.mayBeAfter(-1, 2)).isFalse();
        invalidations.addAll(30_000);
        assertThat(invalidations.mayBeAfter(77, 29_999)).isTrue();
        assertThat(invalidations.mayBeAfter(77, 30_000)).isFalse();
    }

    @Test
    void nines_areOfWhatWasChecked() {
        assertThat(found("heap", 0, 1_000, 1, 5, 5).nines()).isEqualTo(3);
        assertThat(found("heap", 0, 1_000, 0, 0, 0).nines()).isEqualTo(3);
        assertThat(found("heap", 0, 10, 10, 0, 0).nines()).isZero();
        assertThat(found("heap", 0, 0, 0, 9, 9).nines()).isZero();
    }

    @Test
    void finds_areKeptUpToABound() {
        Tallies<Integer> tallies = new Tallies<>(List.of("heap"), Verifier.DELAYS);
        for (int i = 0; i < 3 * Tallies.MOST_FOUND; i++) {
            tallies.found(new Inconsistency<>(i, "heap", Duration.ofSeconds(1), Duration.ZERO));
        }
        assertThat(tallies.found())
                .hasSize(Tallies.MOST_FOUND)
                .extracting(Inconsistency::key)
                .contains(299);
    }
}
