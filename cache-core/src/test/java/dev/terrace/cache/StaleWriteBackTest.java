package dev.terrace.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.fake.FakeTier;
import dev.terrace.cache.fake.Held;
import dev.terrace.cache.fake.World;
import dev.terrace.cache.fake.World.Node;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way in which an old value can arrive late, against every way to invalidate it meanwhile. */
@Tag("proves:CACHE-1")
class StaleWriteBackTest {

    private static final String KEY = "key";
    private static final String OLD = "old";
    private static final String NEW = "new";

    private final World world = new World();
    private final Source source = new Source(OLD);

    /** An operation that is under way with the old value in its hands, and how to let it end. */
    record UnderWay(Runnable release, Future<?> end) {}

    enum Operation {
        LOAD {
            @Override
            UnderWay begin(StaleWriteBackTest test, Node node) {
                return test.loading(() -> node.cache().get(KEY));
            }
        },
        GET_ALL {
            @Override
            UnderWay begin(StaleWriteBackTest test, Node node) {
                return test.loading(() -> node.cache().getAll(List.of(KEY, "other")));
            }
        },
        ASYNC_LOAD {
            @Override
            UnderWay begin(StaleWriteBackTest test, Node node) {
                return test.loading(() -> node.cache().async().get(KEY).get());
            }
        },
        PROMOTION {
            @Override
            UnderWay begin(StaleWriteBackTest test, Node node) {
                return test.reading(node, () -> node.cache().get(KEY));
            }
        },
        LOOKUP {
            @Override
            UnderWay begin(StaleWriteBackTest test, Node node) {
                return test.reading(node, () -> node.cache().getIfPresent(KEY));
            }
        },
        WARMED_BY_THE_LOADER {
            @Override
            UnderWay begin(StaleWriteBackTest test, Node node) {
                return test.loading(() -> node.cache()
                        .async()
                        .warm(List.of(KEY, "other"), WarmFrom.LOADER)
                        .get());
            }
        },
        WARMED_FROM_A_FAR_TIER {
            @Override
            UnderWay begin(StaleWriteBackTest test, Node node) {
                return test.reading(
                        node,
                        () -> node.cache()
                                .async()
                                .warm(List.of(KEY), WarmFrom.FAR_TIERS)
                                .get());
            }
        },
        FAR_WRITE_OF_A_LOAD {
            @Override
            UnderWay begin(StaleWriteBackTest test, Node node) {
                node.far().holdPut();
                node.cache().get(KEY);
                World.until(() -> node.far().heldCalls() == 1);
                return new UnderWay(() -> node.far().release(), CompletableFuture.completedFuture(null));
            }
        },
        STAMPED_PUT {
            @Override
            UnderWay begin(StaleWriteBackTest test, Node node) {
                Stamp stamp = node.terrace().stamp();
                return new UnderWay(() -> node.cache().put(KEY, OLD, stamp), CompletableFuture.completedFuture(null));
            }
        },
        FAR_WRITE_OF_A_STAMPED_PUT {
            @Override
            UnderWay begin(StaleWriteBackTest test, Node node) {
                node.far().holdPut();
                Future<?> put =
                        node.cache().async().put(KEY, OLD, node.terrace().stamp());
                World.until(() -> node.far().heldCalls() == 1);
                return new UnderWay(() -> node.far().release(), put);
            }
        };

        abstract UnderWay begin(StaleWriteBackTest test, Node node);
    }

    enum Invalidation {
        KEY_ITSELF {
            @Override
            void make(Node node) {
                node.cache().invalidate(KEY);
            }
        },
        FIXED_DEPENDENCY {
            @Override
            void make(Node node) {
                node.terrace().invalidateDependency("fixed");
            }
        },
        COMPUTED_DEPENDENCY {
            @Override
            void make(Node node) {
                node.terrace().invalidateDependency("computed:" + KEY);
            }
        },
        DECLARED_DEPENDENCY {
            @Override
            void make(Node node) {
                node.terrace().invalidateDependency("declared");
            }
        },
        WHOLE_CACHE {
            @Override
            void make(Node node) {
                node.cache().invalidateAll();
            }
        },
        PUT {
            @Override
            void make(Node node) {
                node.cache().put(KEY, NEW);
            }
        };

        abstract void make(Node node);
    }

    static Stream<Arguments> everyCase() {
        return Stream.of(Operation.values())
                .flatMap(operation -> Stream.of(Invalidation.values())
                        .filter(invalidation -> applies(operation, invalidation))
                        .map(invalidation -> Arguments.of(operation, invalidation)));
    }

    /** A value that was put rests on nothing that a loader declares. */
    private static boolean applies(Operation operation, Invalidation invalidation) {
        boolean put = operation == Operation.STAMPED_PUT || operation == Operation.FAR_WRITE_OF_A_STAMPED_PUT;
        return !put || invalidation != Invalidation.DECLARED_DEPENDENCY;
    }

    @AfterEach
    void close() {
        world.close();
    }

    @ParameterizedTest
    @MethodSource("everyCase")
    void read_afterAnInvalidationDuringAnOperation_neverAnswersTheOldValue(
            Operation operation, Invalidation invalidation) {
        Node here = node();
        Node there = node();
        UnderWay underWay = operation.begin(this, here);
        source.set(NEW);

        invalidation.make(here);
        underWay.release.run();
        World.result(underWay.end);

        assertThat(here.cache().getIfPresent(KEY).orElse(NEW)).isEqualTo(NEW);
        assertThat(here.cache().get(KEY)).isEqualTo(NEW);
        world.poll();
        assertThat(there.cache().get(KEY)).isEqualTo(NEW);
        Node late = node();
        assertThat(late.cache().getAll(List.of(KEY))).containsEntry(KEY, NEW);
        world.heal();
        assertThat(here.cache().get(KEY)).isEqualTo(NEW);
        assertThat(there.cache().get(KEY)).isEqualTo(NEW);
    }

    @ParameterizedTest
    @MethodSource("everyCase")
    void read_whileEveryStoreIsDown_neverAnswersTheOldValue(Operation operation, Invalidation invalidation) {
        Node here = node();
        Node there = node();
        UnderWay underWay = operation.begin(this, here);
        source.set(NEW);

        here.reaches(false);
        invalidation.make(here);
        underWay.release.run();
        World.result(underWay.end);

        assertThat(here.cache().getIfPresent(KEY).orElse(NEW)).isEqualTo(NEW);
        assertThat(here.cache().get(KEY)).isEqualTo(NEW);
        here.reaches(true);
        assertThat(here.cache().get(KEY)).isEqualTo(NEW);
        world.heal();
        assertThat(here.cache().get(KEY)).isEqualTo(NEW);
        assertThat(there.cache().get(KEY)).isEqualTo(NEW);
        assertThat(node().cache().get(KEY)).isEqualTo(NEW);
    }

    private Node node() {
        return world.node(
                cache -> cache.loader(source).dependsOn("fixed").dependsOn((key, value) -> List.of("computed:" + key)));
    }

    private UnderWay loading(Callable<?> read) {
        Held held = source.hold();
        Future<?> end = world.start(read);
        held.awaitEntered();
        return new UnderWay(held::release, end);
    }

    /** Another node has stored the old value; this one has been answered by the far tier, and does not know yet. */
    private UnderWay reading(Node node, Callable<?> read) {
        Node writer = node();
        writer.cache().get(KEY);
        World.until(() -> writer.far().position(World.CACHE, World.digest(KEY)) != null);
        node.near().answerReads(FakeTier.Mode.FAILING);
        node.far().holdGet();
        Future<?> end = world.start(read);
        World.until(() -> node.far().heldCalls() == 1);
        node.near().answerReads(FakeTier.Mode.UP);
        return new UnderWay(() -> node.far().release(), end);
    }
}
