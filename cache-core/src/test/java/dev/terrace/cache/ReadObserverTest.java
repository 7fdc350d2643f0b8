package dev.terrace.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.fake.World;
import dev.terrace.cache.fake.World.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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

    @Test
    void hits_whileTheObserverRests_areNeitherAskedNorTold() {
        Cache<String, String> cache = node().cache();
        cache.get(KEY);
        hits().ask(false);
        cache.get(KEY);
        cache.getAll(List.of(KEY));
        assertThat(notes.asked).hasValue(0);
        hits().ask(true);
        cache.get(KEY);
        assertThat(notes.asked).hasValue(1);
        hits().ask(false);
        cache.get("other");
        assertThat(notes.told).as("misses are always told").containsExactly("missed key", "hit key", "missed other");
    }

    @Test
    void observerThatRests_isNotWokenByAnother() {
        Notes second = new Notes();
        Cache<String, String> cache = world.node(
                        built -> built.loader(source).observer(notes).observer(second))
                .cache();
        hits().ask(false);
        cache.get(KEY);
        cache.get(KEY);
        assertThat(notes.asked).hasValue(0);
        assertThat(second.told).containsExactly("missed key", "hit key");
    }

    @Test
    void hitThatIsDrawn_isToldAsSuch_alsoIfItIsNotChosen() {
        Cache<String, String> cache = node().cache();
        cache.get(KEY);
        notes.samples = false;
        hits().draw(1);
        cache.get(KEY);
        notes.samples = true;
        cache.get(KEY);
        hits().ask(false);
        cache.get(KEY);
        hits().draw(0);
        cache.get(KEY);
        assertThat(notes.told).containsExactly("missed key", "drawn key", "drawn key", "drawn key");
    }

    @Test
    void eachObserver_hasAsManyDrawn_asItWants() {
        Notes second = new Notes();
        Notes third = new Notes();
        Cache<String, String> cache = world.node(built ->
                        built.loader(source).observer(notes).observer(second).observer(third))
                .cache();
        cache.get(KEY);
        List.of(notes, second, third).forEach(one -> {
            one.told.clear();
            hits(one).ask(false);
        });
        hits().draw(2);
        hits(second).draw(6);
        for (int i = 0; i < 60_000; i++) {
            cache.get(KEY);
        }
        assertThat(notes.told).hasSizeBetween(29_000, 31_000).containsOnly("drawn key");
        assertThat(second.told).hasSizeBetween(9_000, 11_000).containsOnly("drawn key");
        assertThat(third.told).isEmpty();
    }

    @Test
    void manyObservers_areAllTold_andOneThatRestsIsNot() {
        List<Notes> many = Stream.generate(Notes::new).limit(70).toList();
        Cache<String, String> cache = world.node(built -> {
                    built.loader(source);
                    many.forEach(built::observer);
                    return built;
                })
                .cache();
        cache.get(KEY);
        hits(many.get(69)).ask(false);
        cache.get(KEY);
        assertThat(many.subList(0, 69))
                .allSatisfy(one -> assertThat(one.told).containsExactly("missed key", "hit key"));
        assertThat(many.get(69).told).containsExactly("missed key");
    }

    @Test
    void interval_outOfBounds_isNamed() {
        node();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> hits().draw(-1))
                .withMessageContaining("0 to 16777216: -1");
        assertThatIllegalArgumentException().isThrownBy(() -> hits().draw(ObservedHits.LONGEST + 1));
        hits().draw(ObservedHits.LONGEST);
    }

    @Test
    void observerThatRefusesACache_failsIt_andItsNameStaysFree() {
        Notes refuses = new Notes() {
            @Override
            public void begins(ObservedHits hits) {
                throw new IllegalStateException("planted");
            }
        };
        Terrace terrace = world.alone();
        assertThatThrownBy(() -> terrace.cache("refused", String.class, String.class)
                        .observer(refuses)
                        .build())
                .hasMessage("planted");
        terrace.cache("refused", String.class, String.class).observer(notes).build();
    }

    private ObservedHits hits() {
        return hits(notes);
    }

    private static ObservedHits hits(Notes of) {
        return Objects.requireNonNull(of.hits);
    }

    private static class Notes implements ReadObserver<String> {

        final List<String> told = new ArrayList<>();
        final AtomicInteger asked = new AtomicInteger();

        @Nullable
        ObservedHits hits;

        boolean samples = true;
        long ageNanos;

        @Override
        public void begins(ObservedHits lent) {
            hits = lent;
        }

        @Override
        public boolean samples(String key) {
            asked.incrementAndGet();
            return samples;
        }

        @Override
        public void hit(String key, long ageNanos, boolean drawn) {
            this.ageNanos = ageNanos;
            told.add((drawn ? "drawn " : "hit ") + key);
        }

        @Override
        public void missed(String key) {
            told.add("missed " + key);
        }
    }
}
