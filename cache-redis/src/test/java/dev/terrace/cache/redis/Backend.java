package dev.terrace.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.spi.Append;
import dev.terrace.cache.spi.Appended;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.LogListener;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Slice;
import dev.terrace.cache.spi.Tier;
import dev.terrace.cache.spi.TierEntry;
import dev.terrace.cache.spi.TierWrite;
import dev.terrace.testkit.TestHost;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** One node of a namespace, and short words for tests. Closes what it has opened, the last first. */
final class Backend implements AutoCloseable {

    static final String CACHE = "products";

    final String namespace = "t-" + UUID.randomUUID();
    private final TestHost host = TestHost.of(namespace);
    private final Deque<Runnable> opened = new ArrayDeque<>();

    Redis redis(RedisBuilder builder) {
        Redis redis = builder.build();
        opened.push(redis::close);
        return redis;
    }

    Redis redis(String uri) {
        return redis(patient(uri));
    }

    /** A machine that is busy with other tests must not make these fail. */
    static RedisBuilder patient(String uri) {
        return Redis.builder(uri).commandTimeout(Duration.ofSeconds(2));
    }

    Tier tier(Redis redis) {
        Tier tier = redis.tier();
        tier.open(host);
        opened.push(tier::close);
        return tier;
    }

    InvalidationLog log(Redis redis, LogListener listener) {
        InvalidationLog log = redis.log();
        log.open(host, listener);
        opened.push(log::close);
        return log;
    }

    InvalidationLog log(Redis redis) {
        return log(redis, () -> {});
    }

    String key(Digest key) {
        return new String(new Keys("terrace", namespace).entry(CACHE, key), StandardCharsets.UTF_8);
    }

    String logKey(String name) {
        return "terrace:{" + namespace + "}:log:" + name;
    }

    static Digest anyKey() {
        return new Digest(
                ThreadLocalRandom.current().nextLong(),
                ThreadLocalRandom.current().nextLong());
    }

    static TierWrite entry(Digest key, long sequence, String text) {
        return new TierWrite(
                key, new Position(1, sequence), false, text.getBytes(StandardCharsets.UTF_8), Duration.ofHours(1));
    }

    static int put(Tier tier, TierWrite... writes) {
        return answer(tier.put(CACHE, List.of(writes)));
    }

    static @Nullable TierEntry get(Tier tier, Digest key) {
        return answer(tier.get(CACHE, List.of(key))).get(0);
    }

    static @Nullable String text(Tier tier, Digest key) {
        TierEntry entry = get(tier, key);
        return entry == null ? null : new String(entry.envelope(), StandardCharsets.UTF_8);
    }

    static Appended append(InvalidationLog log, Name... names) {
        return answer(log.append(new Append(UUID.randomUUID().toString(), 0, List.of(names))));
    }

    static Slice read(InvalidationLog log, Position after) {
        return answer(log.read(after, 10_000));
    }

    static <T> T answer(CompletionStage<T> stage) {
        CompletableFuture<T> future = stage.toCompletableFuture();
        assertThat(future).succeedsWithin(Duration.ofSeconds(10));
        return future.join();
    }

    /** The failure of a call that must fail, and soon. */
    static Throwable failure(CompletionStage<?> stage) {
        return answer(stage.handle((answer, failure) -> Optional.<Throwable>ofNullable(failure)))
                .orElseThrow(() -> new AssertionError("the call should have failed"));
    }

    static boolean works(Tier tier) {
        return succeeds(tier.get(CACHE, List.of(anyKey())));
    }

    static boolean works(InvalidationLog log) {
        return succeeds(log.read(Position.NONE, 1));
    }

    static boolean succeeds(CompletionStage<?> stage) {
        return answer(stage.handle((answer, failure) -> failure == null));
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            opened.pop().run();
        }
        host.close();
    }
}
