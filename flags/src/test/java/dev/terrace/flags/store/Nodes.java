package dev.terrace.flags.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.Ledger;
import dev.terrace.cache.spi.Position;
import dev.terrace.flags.Setting;
import dev.terrace.flags.source.FlagFeed;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;

/** Nodes of one namespace, and short words for tests. Closes what it has opened, the last first. */
abstract class Nodes {

    static final Duration PATIENCE = Duration.ofSeconds(30);
    static final Duration SELDOM = Duration.ofMinutes(10);

    final String namespace = "t-" + UUID.randomUUID();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    /** A new ledger of the backend. */
    abstract Ledger newLedger();

    /** A new log of the backend. */
    abstract InvalidationLog newLog();

    @AfterEach
    void closeNodes() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    <T extends AutoCloseable> T closing(T resource) {
        opened.push(resource);
        return resource;
    }

    FlagStoreBuilder builder() {
        return FlagStore.builder(namespace)
                .ledger(newLedger())
                .pollInterval(SELDOM)
                .awaitStore(PATIENCE);
    }

    FlagStore store() {
        return closing(builder().build());
    }

    FlagFeed feed(FlagStore store) {
        return closing(FlagFeed.builder(Setting.of("production"))
                .from(store.source())
                .startWithDefaults()
                .start());
    }

    static String boolFlag(String variant) {
        return "{\"type\":\"boolean\",\"default\":\"" + variant + "\"}";
    }

    static Edit flag(String key, String variant) {
        return Edit.flag(key, boolFlag(variant));
    }

    static Position version(FlagStore store) {
        return answer(store.read()).version();
    }

    static ChangeOutcome change(FlagStore store, Edit... edits) {
        return answer(store.change(FlagChange.of("ann", "a test", version(store), edits)));
    }

    static Position applied(ChangeOutcome outcome) {
        assertThat(outcome).isInstanceOf(ChangeOutcome.Applied.class);
        return ((ChangeOutcome.Applied) outcome).version();
    }

    static <T> T answer(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (Exception e) {
            throw new AssertionError("the call failed", e);
        }
    }

    static Throwable failure(CompletionStage<?> stage) {
        return answer(stage.handle((answer, failure) -> {
            assertThat(failure).as("the failure of what answered " + answer).isNotNull();
            Throwable cause = failure.getCause();
            return failure instanceof java.util.concurrent.CompletionException && cause != null ? cause : failure;
        }));
    }

    /** Runs a task on several threads at once. */
    void inParallel(int threads, java.util.function.IntConsumer task) throws Exception {
        var pool = java.util.concurrent.Executors.newFixedThreadPool(threads);
        try {
            List<java.util.concurrent.Future<?>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int number = i;
                running.add(pool.submit(() -> task.accept(number)));
            }
            for (var one : running) {
                one.get(100, TimeUnit.SECONDS);
            }
        } finally {
            pool.shutdownNow();
        }
    }
}
