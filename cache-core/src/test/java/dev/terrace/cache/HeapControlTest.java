package dev.terrace.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.terrace.cache.fake.World;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeapControlTest {

    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    private Cache<String, String> cache(long maximum) {
        return world.node(cache -> cache.loader((key, load) -> key).heap(heap -> heap.maximumSize(maximum)))
                .cache();
    }

    private static HeapControl<String> heap(Cache<String, String> cache) {
        return Objects.requireNonNull(cache.heap());
    }

    @Test
    void heap_thatIsMadeSmaller_givesUpTheRest() {
        Cache<String, String> cache = cache(100);
        for (int i = 0; i < 100; i++) {
            cache.get("key" + i);
        }
        heap(cache).maximum(10);
        assertThat(heap(cache).maximum()).isEqualTo(10);
        World.until(() -> heap(cache).weight() <= 10);
    }

    @Test
    void heap_thatIsMadeBigger_holdsMore() {
        Cache<String, String> cache = cache(10);
        heap(cache).maximum(100);
        for (int i = 0; i < 100; i++) {
            cache.get("key" + i);
        }
        World.until(() -> heap(cache).weight() == 100);
    }

    @Test
    void weight_isInTheUnitOfTheBound() {
        Cache<String, String> cache = world.node(built ->
                        built.loader((key, load) -> key).heap(heap -> heap.maximumWeight(1_000, (key, value) -> 7)))
                .cache();
        cache.get("one");
        assertThat(heap(cache).maximum()).isEqualTo(1_000);
        World.until(() -> heap(cache).weight() == 7);
    }

    @Test
    void hottest_areThoseThatAreReadMost() {
        Cache<String, String> cache = cache(100);
        for (int i = 0; i < 95; i++) {
            cache.get("cold" + i);
        }
        for (int round = 0; round < 10; round++) {
            for (int i = 0; i < 5; i++) {
                cache.get("hot" + i);
            }
            heap(cache).hottest(1); // it takes notice of the reads so far
        }
        for (int i = 0; i < 50; i++) {
            cache.get("late" + i);
        }
        assertThat(heap(cache).hottest(4)).hasSize(4).allMatch(key -> key.startsWith("hot"));
    }

    @Test
    void favoured_areGivenUpLast() {
        Cache<String, String> cache = cache(100);
        for (int i = 0; i < 100; i++) {
            cache.get("key" + i);
        }
        heap(cache).hottest(1); // what came has been taken notice of, however slow the machine is
        List<String> first = IntStream.range(0, 30).mapToObj(i -> "key" + i).toList();
        long hits = cache.stats().hits();
        heap(cache).favour(first);
        heap(cache).favour(List.of("absent"));
        assertThat(cache.stats().hits()).isEqualTo(hits);
        heap(cache).maximum(40);
        World.until(() -> heap(cache).weight() <= 40);
        assertThat(heap(cache).hottest(40)).containsAll(first);
    }

    @Test
    void bound_mustBePositive() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> heap(cache(10)).maximum(0))
                .withMessageContaining("the heap's maximum must be positive: 0");
    }

    @Test
    void cacheWithoutHeap_hasNone() {
        try (Terrace terrace =
                Terrace.builder("farOnly").log(world.log.another()).build()) {
            assertThat(terrace.cache("far", String.class, String.class)
                            .tier(world.near.another())
                            .build()
                            .heap())
                    .isNull();
        }
    }
}
