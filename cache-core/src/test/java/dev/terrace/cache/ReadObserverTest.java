package dev.terrace.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.fake.World;
import dev.terrace.cache.fake.World.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadObserverTest {

    private static final String KEY = "key";
    private final World world = new World();
    private final Source source = new Source("text");
    private final Notes notes = new Notes();

    @AfterEach
    void close() {
        world.close();
    }

    private Node node() {
        return world.node(cache -> cache.loader(source).observer(notes));
    }

    @Test
    void eachRead_isToldOnce_howeverItIsMade() {
        Cache<String, String> cache = node().cache();
        cache.get(KEY);
        cache.get(KEY);
        cache.getIfPresent(KEY);
        cache.getIfPresent("absent");
        cache.getAll(List.of(KEY, "other"));
        cache.answer(KEY);
        cache.answer("third");
        cache.async().get(KEY).join();
        cache.async().getIfPresent("absent").join();

        assertThat(notes.told)
                .containsExactly(
                        "missed key",
                        "hit key",
                        "hit key",
                        "missed absent",
                        "hit key",
                        "missed other",
                        "hit key",
                        "missed third",
                        "hit key",
                        "missed absent");
    }

    @Test
    void hits_outsideTheSample_areNotTold() {
        Cache<String, String> cache = node().cache();
        notes.samples = false;
        cache.get(KEY);
        cache.get(KEY);
        assertThat(notes.told).containsExactly("missed key");
    }

    @Test
    void hit_comesWithTheAgeOfTheEntry() {
        Cache<String, String> cache = node().cache();
        cache.get(KEY);
        world.time.advance(Duration.ofSeconds(30));
        cache.get(KEY);
        assertThat(Duration.ofNanos(notes.ageNanos)).isBetween(Duration.ofSeconds(29), Duration.ofSeconds(30));
    }

    @Test
    void refresh_isNotARead() {
        Cache<String, String> cache = world.node(built -> built.loader(source)
                        .heap(heap -> heap.expireAfterWrite(Duration.ofMinutes(5)))
                        .refreshAfterWrite(Duration.ofMinutes(1))
                        .observer(notes))
                .cache();
        cache.get(KEY);
        World.until(() -> world.near.position(World.CACHE, World.digest(KEY)) != null
                && world.far.position(World.CACHE, World.digest(KEY)) != null);
        world.time.advance(Duration.ofMinutes(2));
        cache.get(KEY);
        World.until(() -> source.loads.get() == 2);
        assertThat(notes.told).containsExactly("missed key", "hit key");
    }

    @Test
    void observerThatThrows_isInNobodysWay() {
        Cache<String, String> cache = world.node(built -> built.loader(source).observer(new Notes() {
                    @Override
                    public boolean samples(String key) {
                        throw new IllegalStateException("planted");
                    }
                }))
                .cache();
        cache.get(KEY);
        assertThat(cache.get(KEY)).isEqualTo("text");
    }

    @Test
    void severalObservers_areAllTold() {
        Notes second = new Notes();
        Cache<String, String> cache = world.node(
                        built -> built.loader(source).observer(notes).observer(second))
                .cache();
        cache.get(KEY);
        cache.get(KEY);
        assertThat(notes.told).containsExactly("missed key", "hit key");
        assertThat(second.told).isEqualTo(notes.told);
    }

    private static class Notes implements ReadObserver<String> {

        final List<String> told = new ArrayList<>();
        boolean samples = true;
        long ageNanos;

        @Override
        public boolean samples(String key) {
            return samples;
        }

        @Override
        public void hit(String key, long ageNanos) {
            this.ageNanos = ageNanos;
            told.add("hit " + key);
        }

        @Override
        public void missed(String key) {
            told.add("missed " + key);
        }
    }
}
