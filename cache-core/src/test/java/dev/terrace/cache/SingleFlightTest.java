package dev.terrace.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.fake.FakeTier;
import dev.terrace.cache.fake.Held;
import dev.terrace.cache.fake.TextCodec;
import dev.terrace.cache.fake.World;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Between the end of a load and the moment when it can be found, nobody loads once more. */
class SingleFlightTest {

    private final World world = new World();
    private final Source source = new Source("text");

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    @Tag("proves:CACHE-6")
    void get_thatMissedTheHeapJustBeforeALoadLanded_doesNotLoadAgain() {
        AtomicReference<@Nullable Held> afterTheMiss = new AtomicReference<>();
        Cache<String, String> cache = world.alone()
                .cache("heap", String.class, String.class)
                .keyParts(key -> {
                    Held here = afterTheMiss.getAndSet(null);
                    if (here != null) {
                        here.pass();
                    }
                    return List.of(key);
                })
                .loader(source)
                .build();
        for (boolean batch : new boolean[] {false, true}) {
            String key = "key of a batch: " + batch;
            int before = source.loads.get();
            Held held = new Held();
            afterTheMiss.set(held);
            Future<String> late = world.start(
                    () -> batch ? String.valueOf(cache.getAll(List.of(key)).get(key)) : cache.get(key));
            held.awaitEntered();
            cache.get(key);

            held.release();

            assertThat(World.result(late)).isEqualTo("text");
            assertThat(source.loads).hasValue(before + 1);
        }
    }

    @Test
    @Tag("proves:CACHE-6")
    void get_whereThereIsNoHeap_findsALoadThatTheFarTierDoesNotHaveYet() {
        FakeTier tier = world.near.another();
        Cache<String, String> cache = farOnly(tier);
        tier.holdPut();

        assertThat(cache.get("key")).isEqualTo("text");
        World.until(() -> tier.heldCalls() == 1);
        assertThat(cache.get("key")).isEqualTo("text");
        assertThat(source.loads).hasValue(1);

        tier.release();
        World.until(() -> tier.bytes(World.CACHE, World.digest("key")) != null);
        assertThat(cache.get("key")).isEqualTo("text");
        assertThat(source.loads).hasValue(1);
    }

    @Test
    @Tag("proves:CACHE-1")
    void get_whereThereIsNoHeap_doesNotJoinALoadThatIsInvalidated() {
        FakeTier tier = world.near.another();
        Terrace terrace = world.terrace(world.log.another());
        Cache<String, String> cache = farOnly(terrace, tier);
        tier.holdPut();
        cache.get("key");
        World.until(() -> tier.heldCalls() == 1);
        source.set("new");

        terrace.invalidateDependency("declared");

        assertThat(cache.get("key")).isEqualTo("new");
        tier.release();
        assertThat(cache.get("key")).isEqualTo("new");
    }

    private Cache<String, String> farOnly(FakeTier tier) {
        return farOnly(world.terrace(world.log.another()), tier);
    }

    private Cache<String, String> farOnly(Terrace terrace, FakeTier tier) {
        return terrace.cache(World.CACHE, String.class, String.class)
                .tier(tier)
                .codec(new TextCodec())
                .loader(source)
                .build();
    }
}
