package dev.terrace.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.fake.FakeLog;
import dev.terrace.cache.fake.FakeTier;
import dev.terrace.cache.fake.FakeTime;
import dev.terrace.cache.fake.TextCodec;
import dev.terrace.cache.fake.World;
import dev.terrace.cache.spi.Tier;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallObserverTest {

    private final FakeTime time = new FakeTime();
    private final FakeLog log = new FakeLog();
    private final FakeTier tier = new FakeTier("near", time);
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final List<Terrace> opened = new ArrayList<>();

    private final CallObserver recorder = call -> {
        String what = call.operation() + " " + call.cache() + " " + call.tier() + " " + call.keys();
        told.add("begins " + what);
        Thread thread = Thread.currentThread();
        return new CallObserver.Watch() {
            @Override
            public void left() {
                told.add((thread.equals(Thread.currentThread()) ? "left " : "left elsewhere ") + what);
            }

            @Override
            public void ended(@Nullable Throwable failure) {
                told.add("ended " + what
                        + (failure == null ? "" : " " + failure.getClass().getSimpleName()));
            }

            @Override
            public void passedOn() {
                told.add("passed on " + what);
            }
        };
    };

    @AfterEach
    void close() {
        opened.forEach(Terrace::close);
    }

    private Cache<String, String> cache(CallObserver observer, Tier client) {
        Terrace terrace = Terrace.builder("test")
                .log(log.another())
                .time(time)
                .awaitLog(Duration.ofMillis(1))
                .executor(Runnable::run)
                .calls(observer)
                .build();
        opened.add(terrace);
        time.advance(FakeLog.POLL);
        return terrace.cache("texts", String.class, String.class)
                .heap(heap -> {})
                .tier(client, settings -> settings.claimLoads(Duration.ZERO))
                .codec(new TextCodec())
                .loader((key, load) -> {
                    if (key.equals("bad")) {
                        throw new IllegalStateException("no such text");
                    }
                    return "text of " + key;
                })
                .build();
    }

    @Test
    void load_isToldAroundIt_withTheReadBeforeAndTheWriteAfterIt() {
        Cache<String, String> cache = cache(recorder, tier);

        cache.get("a");

        World.until(() -> told.contains("ended PUT texts near 1"));
        assertThat(told)
                .containsSubsequence(
                        "begins GET texts near 1",
                        "begins LOAD texts loader 1",
                        "left LOAD texts loader 1",
                        "ended LOAD texts loader 1",
                        "begins PUT texts near 1",
                        "ended PUT texts near 1")
                .contains("left GET texts near 1", "ended GET texts near 1", "left PUT texts near 1")
                .hasSize(9);
    }

    @Test
    void heapHit_isNotTold() {
        Cache<String, String> cache = cache(recorder, tier);
        cache.get("a");
        World.until(() -> told.contains("ended PUT texts near 1"));
        told.clear();

        cache.get("a");

        assertThat(told).isEmpty();
    }

    @Test
    void loader_thatFails_endsWithItsFailure() {
        Cache<String, String> cache = cache(recorder, tier);

        assertThatThrownBy(() -> cache.get("bad")).hasMessage("no such text");

        assertThat(told).contains("ended LOAD texts loader 1 IllegalStateException");
    }

    @Test
    void tier_thatFailsOrThrows_endsWithItsFailure() {
        Cache<String, String> cache = cache(recorder, tier);
        tier.answer(FakeTier.Mode.FAILING);
        cache.get("a");
        assertThat(told).anyMatch(line -> line.startsWith("ended GET texts near 1 "));
        told.clear();

        tier.answer(FakeTier.Mode.THROWING);
        cache.get("b");

        assertThat(told).anyMatch(line -> line.startsWith("ended GET texts near 1 "));
        assertThat(told.stream().filter(line -> line.startsWith("begins")).count())
                .isEqualTo(
                        told.stream().filter(line -> line.startsWith("ended")).count())
                .isEqualTo(told.stream().filter(line -> line.startsWith("left")).count());
    }

    @Test
    void readOnTheCallersThread_isOneCall() {
        cache(recorder, tier).put("a", "stored");
        FakeTier client = tier.another();
        client.readHere();
        Cache<String, String> cache = cache(recorder, client);
        told.clear();

        assertThat(cache.get("a")).isEqualTo("stored");

        assertThat(told).containsExactly("begins GET texts near 1", "left GET texts near 1", "ended GET texts near 1");
    }

    @Test
    void readOfATierThatNeverReadsOnACallersThread_isOneCall() {
        cache(recorder, tier).put("a", "stored");
        FakeTier client = tier.another();
        client.gather();
        Cache<String, String> cache = cache(recorder, client);
        told.clear();

        assertThat(cache.get("a")).isEqualTo("stored");

        assertThat(told).containsExactly("begins GET texts near 1", "left GET texts near 1", "ended GET texts near 1");
    }

    private static Tier saying(boolean readsHere, Tier client) {
        return (Tier) Proxy.newProxyInstance(
                Tier.class.getClassLoader(),
                new Class<?>[] {Tier.class},
                (proxy, method, arguments) ->
                        method.getName().equals("readsHere") ? (Object) readsHere : method.invoke(client, arguments));
    }

    @Test
    void readOnTheCallersThread_thatWasNotExpected_isToldAllTheSame() {
        cache(recorder, tier).put("a", "stored");
        FakeTier client = tier.another();
        client.readHere();
        Cache<String, String> cache = cache(recorder, saying(false, client));
        told.clear();

        assertThat(cache.get("a")).isEqualTo("stored");

        assertThat(client.here).hasSize(1);
        assertThat(told).containsExactly("begins GET texts near 1", "left GET texts near 1", "ended GET texts near 1");
    }

    @Test
    void readThatTheTierPassesOn_isToldAgain() {
        cache(recorder, tier).put("a", "stored");
        FakeTier client = tier.another();
        client.gather();
        Tier busy = saying(true, client);
        Cache<String, String> cache = cache(recorder, busy);
        told.clear();

        assertThat(cache.get("a")).isEqualTo("stored");

        assertThat(told)
                .containsExactly(
                        "begins GET texts near 1",
                        "passed on GET texts near 1",
                        "left GET texts near 1",
                        "begins GET texts near 1",
                        "left GET texts near 1",
                        "ended GET texts near 1");
    }

    @Test
    void observer_thatThrowsOrIsNotInterested_isNoneOfTheReadersBusiness() {
        assertThat(cache(
                                call -> {
                                    throw new IllegalStateException("broken");
                                },
                                tier)
                        .get("a"))
                .isEqualTo("text of a");
        assertThat(cache(call -> null, tier.another()).get("b")).isEqualTo("text of b");
        assertThat(cache(call -> new BrokenWatch(), tier.another()).get("c")).isEqualTo("text of c");
    }

    private static final class BrokenWatch implements CallObserver.Watch {
        @Override
        public void left() {
            throw new IllegalStateException("broken");
        }

        @Override
        public void ended(@Nullable Throwable failure) {
            throw new IllegalStateException("broken");
        }

        @Override
        public void passedOn() {
            throw new IllegalStateException("broken");
        }
    }

    @Test
    void onCache_tellsOfThoseThatAreThereAndOfLaterOnes_untilItIsEnded() {
        Terrace terrace = Terrace.builder("alone").time(time).build();
        opened.add(terrace);
        terrace.cache("first", String.class, String.class).build();
        List<String> names = new ArrayList<>();

        Runnable end = terrace.onCache(cache -> {
            names.add(cache.name());
            throw new IllegalStateException("broken");
        });
        Cache<String, String> second =
                terrace.cache("second", String.class, String.class).build();
        end.run();
        terrace.cache("third", String.class, String.class).build();

        assertThat(names).containsExactly("first", "second");
        assertThat(terrace.caches()).contains(second).hasSize(3);
    }
}
