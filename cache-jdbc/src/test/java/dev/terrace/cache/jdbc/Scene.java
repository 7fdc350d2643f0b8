package dev.terrace.cache.jdbc;

import dev.terrace.cache.spi.Append;
import dev.terrace.cache.spi.Appended;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Tier;
import dev.terrace.cache.spi.TierEntry;
import dev.terrace.cache.spi.TierWrite;
import dev.terrace.testkit.TestHost;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** Nodes of a namespace of its own for each test, and the words in which tests speak to them. */
abstract class Scene {

    static final String CACHE = "products";
    static final Duration HOUR = Duration.ofHours(1);
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Where a test is not about timeouts, a busy machine must not meet one. */
    static final Duration GENEROUS = Duration.ofSeconds(10);

    final String namespace = "t-" + UUID.randomUUID();
    final long seed = Long.getLong("terrace.seed", new Random().nextLong());
    final Random random = new Random(seed);
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    @AfterEach
    void closeAll() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    final <T extends AutoCloseable> T closing(T resource) {
        opened.push(resource);
        return resource;
    }

    final TestHost node() {
        return closing(TestHost.of(namespace));
    }

    final Tier tier(Jdbc jdbc) {
        Tier tier = jdbc.tier();
        tier.open(node());
        closing(tier::close);
        return tier;
    }

    final InvalidationLog log(Jdbc jdbc) {
        InvalidationLog log = jdbc.log();
        log.open(node(), () -> {});
        closing(log::close);
        return log;
    }

    static <T> T answer(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("the call failed: " + e.getCause(), e.getCause());
        } catch (TimeoutException | InterruptedException e) {
            throw new AssertionError("no answer within " + PATIENCE, e);
        }
    }

    static Throwable failure(CompletionStage<?> stage) {
        try {
            Object answer = stage.toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            throw new AssertionError("should have failed, but answered " + answer);
        } catch (ExecutionException e) {
            return Objects.requireNonNull(e.getCause());
        } catch (TimeoutException | InterruptedException e) {
            throw new AssertionError("neither answered nor failed within " + PATIENCE, e);
        }
    }

    static Position at(long epoch, long sequence) {
        return new Position(epoch, sequence);
    }

    static TierWrite entry(Digest key, Position position, Duration life) {
        return new TierWrite(key, position, false, bytes(position.toString()), life);
    }

    static int put(Tier tier, TierWrite... writes) {
        return answer(tier.put(CACHE, List.of(writes)));
    }

    static @Nullable String text(Tier tier, Digest key) {
        TierEntry found = answer(tier.get(CACHE, List.of(key))).get(0);
        return found == null ? null : new String(found.envelope(), StandardCharsets.UTF_8);
    }

    static Append appendOf(Name... names) {
        return new Append(UUID.randomUUID().toString(), 0, List.of(names));
    }

    static Appended append(InvalidationLog log, Name... names) {
        return answer(log.append(appendOf(names)));
    }

    final Digest key() {
        return new Digest(random.nextLong(), random.nextLong());
    }

    final List<Digest> keys(int count) {
        List<Digest> keys = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            keys.add(key());
        }
        return keys;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    final String seeded() {
        return "-Dterrace.seed=" + seed;
    }

    /** A task with its number that may throw. */
    interface Numbered {
        void run(int number) throws Exception;
    }

    /** Runs a task on several threads at once, and rethrows what any of them threw. */
    static void inParallel(int threads, Numbered task) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int number = i;
                running.add(executor.submit(() -> {
                    task.run(number);
                    return null;
                }));
            }
            for (Future<?> each : running) {
                each.get(100, TimeUnit.SECONDS);
            }
        } finally {
            executor.shutdownNow();
        }
    }
}
