package dev.terrace.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.CacheEvent.Invalidated;
import dev.terrace.cache.fake.Ear;
import dev.terrace.cache.fake.Held;
import dev.terrace.cache.fake.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Listeners that are slow, block and throw. */
class ListenersTest {

    private final World world = new World();
    private final Ear ear = new Ear();

    @AfterEach
    void close() {
        world.close();
    }

    private static Invalidated of(int key) {
        return new Invalidated("c", key, false);
    }

    private static ListenerStats stats(Terrace terrace, int listener) {
        return terrace.listenerStats().get(listener);
    }

    @Test
    void listener_thatBlocks_holdsUpNobody() {
        Held held = new Held();
        Terrace terrace = world.alone();
        Cache<Integer, String> cache = terrace.cache("c", Integer.class, String.class)
                .listener(event -> held.pass(), settings -> settings.maximumWaiting(3))
                .listener(ear)
                .build();
        cache.invalidate(0);
        held.awaitEntered();

        for (int i = 1; i <= 10; i++) {
            cache.invalidate(i);
        }

        ear.awaits(of(10));
        assertThat(ear.heard()).hasSize(11);
        assertThat(stats(terrace, 0).waiting()).isEqualTo(3);
        assertThat(stats(terrace, 0).dropped()).isEqualTo(7);
        held.release();
        World.until(() -> stats(terrace, 0).told() == 4);
        cache.invalidate(11);
        World.until(() -> stats(terrace, 0).told() == 5);
        assertThat(stats(terrace, 0).dropped()).isEqualTo(7);
    }

    @Test
    void fullQueue_dropsWhatComes() {
        Held held = new Held();
        List<Object> told = new ArrayList<>();
        Terrace terrace = world.alone();
        Cache<Integer, String> cache = terrace.cache("c", Integer.class, String.class)
                .listener(
                        event -> {
                            held.pass();
                            told.add(event);
                        },
                        settings -> settings.maximumWaiting(2))
                .build();
        cache.invalidate(0);
        held.awaitEntered();
        for (int i = 1; i <= 5; i++) {
            cache.invalidate(i);
        }
        held.release();
        World.until(() -> stats(terrace, 0).told() == 3);
        assertThat(told).containsExactly(of(0), of(1), of(2));
    }

    @Test
    void listener_thatThrows_isToldFurtherAndCounted() {
        AtomicInteger calls = new AtomicInteger();
        Terrace terrace = world.alone();
        Cache<Integer, String> cache = terrace.cache("c", Integer.class, String.class)
                .listener(event -> {
                    if (calls.incrementAndGet() % 2 == 0) {
                        throw new IllegalStateException("planted");
                    }
                    throw new AssertionError("planted");
                })
                .listener(ear)
                .build();
        for (int i = 0; i < 10; i++) {
            cache.invalidate(i);
        }
        ear.awaits(of(9));
        World.until(() -> stats(terrace, 0).failed() == 10);
        assertThat(stats(terrace, 0).told()).isEqualTo(10);
        assertThat(stats(terrace, 1).failed()).isZero();
        assertThat(stats(terrace, 1).cache()).isEqualTo("c");
        assertThat(stats(terrace, 1).listener()).isEqualTo(Ear.class.getName());
    }

    @Test
    void events_ofOneThread_areToldInOrder() {
        Cache<Integer, String> cache = world.alone()
                .cache("c", Integer.class, String.class)
                .listener(ear)
                .build();
        for (int i = 0; i < 1_000; i++) {
            cache.invalidate(i);
        }
        ear.awaits(of(999));
        assertThat(ear.heard())
                .isEqualTo(IntStream.range(0, 1_000).mapToObj(ListenersTest::of).toList());
    }

    @Test
    void close_tellsWhatWaits() {
        Terrace terrace = world.alone();
        Cache<Integer, String> cache =
                terrace.cache("c", Integer.class, String.class).listener(ear).build();
        for (int i = 0; i < 1_000; i++) {
            cache.invalidate(i);
        }
        terrace.close();
        assertThat(ear.heard()).hasSize(1_000);
        assertThat(stats(terrace, 0).dropped()).isZero();
    }

    @Test
    @Timeout(20)
    void close_whileAListenerBlocks_interruptsItAndDropsTheRest() {
        AtomicBoolean interrupted = new AtomicBoolean();
        Held never = new Held();
        Terrace terrace = world.alone();
        Cache<Integer, String> cache = terrace.cache("c", Integer.class, String.class)
                .listener(event -> {
                    try {
                        never.pass();
                    } finally {
                        interrupted.set(Thread.currentThread().isInterrupted());
                    }
                })
                .build();
        cache.invalidate(0);
        never.awaitEntered();
        cache.invalidate(1);
        cache.invalidate(2);

        terrace.close(); // within Listeners.PATIENCE

        World.until(interrupted::get);
        assertThat(stats(terrace, 0).dropped()).isEqualTo(2);
        assertThat(stats(terrace, 0).waiting()).isZero();
    }

    @Test
    void listener_thatCallsItsCache_isToldOfThat() {
        List<Cache<Integer, String>> caches = new ArrayList<>();
        Terrace terrace = world.alone();
        caches.add(terrace.cache("c", Integer.class, String.class)
                .listener(event -> {
                    if (event instanceof Invalidated of && of.key() instanceof Integer key && key > 0) {
                        caches.get(0).invalidate(key - 1);
                    }
                })
                .listener(ear)
                .build());
        caches.get(0).invalidate(20);
        ear.awaits(of(0));
        assertThat(ear.heard()).hasSize(21);
    }

    @Test
    void listener_ofATerraceWithThreadsOfItsOwn_isTold() {
        try (Terrace terrace = Terrace.builder("test")
                .time(world.time)
                .executor(task -> world.start(() -> {
                    task.run();
                    return null;
                }))
                .listener(ear)
                .build()) {
            terrace.cache("c", Integer.class, String.class).build().invalidate(7);
            ear.awaits(of(7));
        }
    }

    @Test
    void mailbox_underManyThreads_losesAndForgetsNothing() {
        Terrace terrace = world.alone();
        AtomicInteger told = new AtomicInteger();
        Cache<Integer, String> cache = terrace.cache("c", Integer.class, String.class)
                .listener(event -> told.incrementAndGet(), settings -> settings.maximumWaiting(50))
                .build();
        List<Future<Object>> tellers = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            tellers.add(world.start(() -> {
                for (int i = 0; i < 20_000; i++) {
                    cache.invalidate(i);
                }
                return Duration.ZERO;
            }));
        }
        tellers.forEach(World::result);
        World.until(() -> stats(terrace, 0).told() + stats(terrace, 0).dropped() == 80_000);
        assertThat(stats(terrace, 0).told()).isEqualTo(told.get()).isPositive();
        assertThat(stats(terrace, 0).waiting()).isZero();
    }
}
