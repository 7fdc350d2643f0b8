package dev.terrace.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.fake.FakeTier;
import dev.terrace.cache.fake.World;
import dev.terrace.cache.fake.World.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Reads that the thread which waits for them makes itself, where the tier can do with it. */
class OwnReadsTest {

    private static final String KEY = "key";

    private final World world = new World();
    private final Source source = new Source("loaded");

    @BeforeEach
    void store() {
        world.node(cache -> cache).cache().put(KEY, "stored");
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void get_byAThreadThatWaits_isMadeByThatThread() {
        Node node = node();

        assertThat(node.cache().get(KEY)).isEqualTo("stored");

        assertThat(node.near().here).containsExactly(Thread.currentThread());
        assertThat(node.near().gets).hasValue(0);
        assertThat(stats(node).hits()).isEqualTo(1);
    }

    @Test
    void get_ofWhatIsNotThere_loads() {
        Node node = node();

        assertThat(node.cache().get("absent")).isEqualTo("loaded");

        assertThat(node.near().here).hasSize(1);
        assertThat(stats(node).misses()).isEqualTo(1);
    }

    @Test
    void get_ofATierThatCannotDoWithThatThread_goesTheOrdinaryWay() {
        Node node = world.node(cache -> cache.loader(source));
        node.near().gather();
        world.poll();

        assertThat(node.cache().get(KEY)).isEqualTo("stored");

        assertThat(node.near().here).isEmpty();
        assertThat(node.near().gets).hasValue(1);
        assertThat(stats(node).hits()).isEqualTo(1);
    }

    @Test
    void get_ofAnAsynchronousCaller_isMadeElsewhere() {
        Node node = node();

        assertThat(World.result(node.cache().async().get(KEY))).isEqualTo("stored");

        assertThat(node.near().here).isEmpty();
    }

    @Test
    void answer_ofACallerWhoMayLeaveEarly_isMadeElsewhere() {
        Node node = node();

        Answer<String> answer = node.cache().answer(KEY, Freshness.strict().deadline(Duration.ofSeconds(10)));

        assertThat(answer.value()).isEqualTo("stored");
        assertThat(node.near().here).isEmpty();
    }

    /** Its steps run on its own thread, but it may have its answer before the tier's. */
    @Test
    void answer_ofALoaderThatIsBoundInTime_isMadeElsewhere() {
        List<Cache<String, String>> itself = new ArrayList<>();
        Node node = world.node(cache -> cache.loader((key, load) -> itself.get(0)
                .answer(KEY, Freshness.strict().deadline(Duration.ofSeconds(10)))
                .value()));
        itself.add(node.cache());
        node.near().readHere();
        world.poll();

        assertThat(node.cache().get("outer")).isEqualTo("stored");

        assertThat(node.near().here).as("the read of the outer key").hasSize(1);
        assertThat(stats(node).hits()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"FAILING", "THROWING", "HANGING"})
    @Tag("proves:CACHE-7")
    void get_ofATierThatFails_loadsAndIsNotMadeAgainAndAgain(FakeTier.Mode mode) {
        Node node = node();
        node.near().answerReads(mode);

        for (int i = 1; i < 2 * Breaker.ROW; i++) {
            assertThat(node.cache().getIfPresent(KEY + i).isFound())
                    .isFalse(); // nothing is loaded, and nothing written
        }
        assertThat(node.cache().get("last")).isEqualTo("loaded");

        assertThat(node.near().here).hasSize(Breaker.ROW);
        assertThat(node.near().gets).hasValue(0);
        assertThat(stats(node).failures()).isEqualTo(Breaker.ROW);
        assertThat(stats(node).skipped()).isEqualTo(Breaker.ROW);
    }

    @Test
    @Tag("proves:CACHE-7")
    void get_asAProbe_isMadeElsewhere() {
        Node node = node();
        node.near().answerReads(FakeTier.Mode.FAILING);
        for (int i = 0; i < Breaker.ROW; i++) {
            node.cache().getIfPresent(KEY + i);
        }
        node.near().answerReads(FakeTier.Mode.UP);
        world.time.advance(Breaker.FIRST);

        for (int i = 0; i < Breaker.PROBES; i++) {
            node.cache().getIfPresent("probe" + i);
            assertThat(node.near().here).hasSize(Breaker.ROW);
            assertThat(node.near().gets).hasValue(i + 1);
        }

        node.cache().getIfPresent("closed");
        assertThat(node.near().here).hasSize(Breaker.ROW + 1);
    }

    @Test
    void get_whileAsManyCallsAreUnderWayAsAreAllowed_isNotMade() {
        Node node = world.node(cache -> cache.loader(source), 1);
        node.near().readHere();
        node.near().holdGet();
        world.poll();
        Future<String> held = node.cache().async().get(KEY);
        World.until(() -> node.near().heldCalls() == 1);

        assertThat(node.cache().get("other")).isEqualTo("loaded");
        assertThat(node.near().here).isEmpty();

        node.near().release();
        assertThat(World.result(held)).isEqualTo("stored");
        AtomicInteger others = new AtomicInteger();
        World.until(
                () -> { // the call gives its place back after it has answered
                    assertThat(node.cache().get("another" + others.incrementAndGet()))
                            .isEqualTo("loaded");
                    return !node.near().here.isEmpty();
                });
    }

    /** A batch is the better bargain then. */
    @Test
    void get_whileManyWaitForABatch_joinsThem() {
        Node node = node();
        waitForABatch(node, GatheredReads.CROWD);
        Thread reader = Thread.currentThread();
        world.start(() -> {
            World.until(() -> reader.getState() == Thread.State.WAITING);
            node.near().release();
            return null;
        });

        assertThat(node.cache().get(KEY)).isEqualTo("stored");

        assertThat(node.near().here).isEmpty();
    }

    /** Else reads that have gathered once would never go by themselves again. */
    @Test
    void get_whileFewWaitForABatch_isMadeHere() {
        Node node = node();
        waitForABatch(node, GatheredReads.CROWD - 1);

        assertThat(node.cache().get(KEY)).isEqualTo("stored");

        assertThat(node.near().here).hasSize(1);
        node.near().release();
    }

    private static void waitForABatch(Node node, int readers) {
        for (int i = 0; i < GatheredReads.DIRECT + readers; i++) {
            if (i < GatheredReads.DIRECT) {
                node.near().holdGet();
            }
            node.cache().async().get(KEY + i);
        }
        assertThat(node.near().gets).hasValue(GatheredReads.DIRECT);
    }

    private Node node() {
        Node node = world.node(cache -> cache.loader(source));
        node.near().readHere();
        world.poll();
        return node;
    }

    private static TierStats stats(Node node) {
        return node.cache().stats().tiers().get(1);
    }
}
