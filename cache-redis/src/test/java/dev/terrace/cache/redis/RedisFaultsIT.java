package dev.terrace.cache.redis;

import static dev.terrace.cache.redis.Backend.CACHE;
import static dev.terrace.cache.redis.Backend.anyKey;
import static dev.terrace.cache.redis.Backend.append;
import static dev.terrace.cache.redis.Backend.entry;
import static dev.terrace.cache.redis.Backend.failure;
import static dev.terrace.cache.redis.Backend.put;
import static dev.terrace.cache.redis.Backend.read;
import static dev.terrace.cache.redis.Backend.text;
import static dev.terrace.cache.spi.Name.dependency;
import static dev.terrace.testkit.FaultProxy.Direction.TO_CLIENT;
import static dev.terrace.testkit.FaultProxy.Direction.TO_SERVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.terrace.cache.spi.Append;
import dev.terrace.cache.spi.Appended;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.LogListener;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Slice;
import dev.terrace.cache.spi.Tier;
import dev.terrace.testkit.FaultProxy;
import dev.terrace.testkit.RedisServer;
import dev.terrace.testkit.WithRedis;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of calls when the server or the network fails, and afterwards. */
@WithRedis(isolated = true)
class RedisFaultsIT {

    private static final Duration TIMEOUT = Duration.ofMillis(500);
    private static final Duration SECOND = Duration.ofSeconds(1);
    /** Connecting while the network swallows everything takes a whole timeout before the next attempt. */
    private static final Duration AFTER_SILENCE = Duration.ofSeconds(5);

    private final Backend backend = new Backend();
    private final RedisServer server;
    private final FaultProxy proxy;
    private final Redis redis;

    RedisFaultsIT(RedisServer server) {
        this.server = server;
        proxy = FaultProxy.to(server.uri());
        redis = backend.redis(Redis.builder(proxy.uri()).commandTimeout(TIMEOUT).connectTimeout(SECOND));
    }

    @AfterEach
    void close() {
        backend.close();
        proxy.close();
    }

    @Test
    void open_whileTheServerIsAway_worksAsSoonAsItComes() {
        server.kill();
        Tier tier = backend.tier(redis);
        InvalidationLog log = backend.log(redis);
        assertThat(failedAtOnce(tier)).hasMessageContaining("no connection to Redis at 127.0.0.1:" + proxy.port());
        assertThat(failure(log.read(Position.NONE, 1))).hasMessageContaining("no connection");

        server.start();

        await().atMost(SECOND).until(() -> Backend.works(tier));
        await().atMost(SECOND).until(() -> Backend.works(log));
    }

    @Test
    void calls_afterTheServerWasKilled_failAtOnceAndWorkWithinASecondOfItsReturn() {
        Tier tier = tier(redis);
        InvalidationLog log = log(redis, () -> {});
        Appended before = append(log, dependency("a"));
        put(tier, entry(anyKey(), 1, "value"));

        server.kill();
        await("the loss is noticed")
                .atMost(SECOND)
                .until(() ->
                        tier.get(CACHE, List.of(anyKey())).toCompletableFuture().isCompletedExceptionally());
        assertThat(failedAtOnce(tier)).isNotNull();

        server.start();
        await().atMost(SECOND).until(() -> Backend.works(tier));

        Slice slice = read(log, before.position(0));
        assertThat(slice.reached().epoch()).isGreaterThan(before.epoch());
        assertThat(append(log, dependency("b")).epoch())
                .isEqualTo(slice.reached().epoch());
    }

    @Test
    void callsUnderWay_whenTheServerIsKilled_allFailSoon() {
        Tier tier = tier(redis);
        InvalidationLog log = log(redis, () -> {});
        server.pause();
        List<CompletionStage<?>> calls = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            calls.add(tier.put(CACHE, List.of(entry(anyKey(), 1, "value"))));
            calls.add(tier.get(CACHE, List.of(anyKey())));
            calls.add(log.append(new Append("id" + i, 0, List.of(dependency("a")))));
        }

        server.kill();

        calls.forEach(Backend::failure);
    }

    @Test
    void connectionThatIsHalfOpen_isGivenUpAndReplaced() {
        AtomicInteger wakes = new AtomicInteger();
        Tier tier = tier(redis);
        InvalidationLog log = log(redis, wakes::incrementAndGet);
        await().until(() -> wakes.get() > 0);

        for (FaultProxy.Direction direction : FaultProxy.Direction.values()) {
            proxy.swallow(direction);
            assertThat(failure(tier.get(CACHE, List.of(anyKey())))).hasMessageContaining("timed out");
            await("the connection is given up")
                    .atMost(Duration.ofSeconds(3))
                    .untilAsserted(() -> assertThat(failure(tier.get(CACHE, List.of(anyKey()))))
                            .hasMessageContaining("no connection"));

            proxy.heal();
            await().atMost(AFTER_SILENCE).until(() -> Backend.works(tier));
            int before = wakes.get();
            await("appends wake again, not only the reconnect")
                    .atMost(AFTER_SILENCE)
                    .until(() -> {
                        append(log, dependency("a"));
                        return wakes.get() > before + 3;
                    });
        }
    }

    @Test
    void serverThatHangs_isWaitedForNoLongerThanTheTimeout() {
        Tier tier = tier(redis);
        InvalidationLog log = log(redis, () -> {});
        server.pause();

        assertThat(tier.get(CACHE, List.of(anyKey()))).failsWithin(TIMEOUT.plus(SECOND));
        assertThat(log.read(Position.NONE, 1)).failsWithin(TIMEOUT.plus(SECOND));

        server.resume();
        await().atMost(AFTER_SILENCE).until(() -> Backend.works(tier) && Backend.works(log));
    }

    @Test
    void serverThatBecomesAReplica_isNotUsedUntilItIsPrimaryAgain() {
        Tier tier = tier(redis);
        InvalidationLog log = log(redis, () -> {});
        Appended before = append(log, dependency("a"));

        server.command("REPLICAOF", "127.0.0.1", "1");
        assertThat(failure(log.append(new Append("id", 0, List.of(dependency("b"))))))
                .hasMessageContaining("READONLY");
        await().atMost(SECOND)
                .untilAsserted(() ->
                        assertThat(failure(tier.get(CACHE, List.of(anyKey())))).hasMessageContaining("no connection"));

        server.command("REPLICAOF", "NO", "ONE");
        await().atMost(AFTER_SILENCE).until(() -> Backend.works(tier) && Backend.works(log));
        assertThat(append(log, dependency("b")).epoch()).isGreaterThan(before.epoch());
    }

    /** Lettuce's defaults keep a command that was given up, and write it over a newer value after the reconnect. */
    @Test
    void writeThatWasRejected_isNeverAppliedLater() {
        Digest key = anyKey();
        Tier cut = tier(redis);
        Tier other = tier(backend.redis(server.uri()));
        put(cut, entry(key, 1, "first"));

        proxy.refuseConnections();
        proxy.resetConnections();
        assertThat(failure(cut.put(CACHE, List.of(entry(key, 2, "given up"))))).isNotNull();
        put(other, entry(key, 3, "newer"));
        server.command("DEL", backend.key(key)); // Not even the order of positions is needed.
        proxy.acceptConnections();

        await().atMost(SECOND).until(() -> Backend.works(cut));
        assertThat(text(cut, key)).isNull();
    }

    @Test
    void writeOnAHalfOpenConnection_isNeverSentASecondTime() {
        Digest key = anyKey();
        Tier cut = tier(redis);
        put(cut, entry(key, 1, "first"));

        proxy.swallow(TO_SERVER);
        for (int i = 0; i < 20; i++) {
            cut.put(CACHE, List.of(entry(key, 2, "given up")));
        }
        assertThat(failure(cut.put(CACHE, List.of(entry(key, 2, "given up"))))).hasMessageContaining("timed out");
        server.command("DEL", backend.key(key));
        proxy.heal();

        await().atMost(AFTER_SILENCE).until(() -> Backend.works(cut));
        assertThat(text(cut, key)).isNull();
    }

    /** The network delivers what the caller gave up, after another node has written something newer. */
    @Test
    void writeThatArrivesLate_doesNotReplaceANewerOne() {
        Digest key = anyKey();
        Tier slow = tier(redis);
        Tier other = tier(backend.redis(server.uri()));
        put(slow, entry(key, 1, "first"));

        proxy.stall(TO_SERVER);
        assertThat(failure(slow.put(CACHE, List.of(entry(key, 2, "given up"))))).hasMessageContaining("timed out");
        put(other, entry(key, 3, "newer"));
        long delivered = proxy.delivered(TO_SERVER);
        proxy.heal();

        await("the late write arrives").until(() -> proxy.delivered(TO_SERVER) > delivered);
        await().atMost(AFTER_SILENCE).until(() -> Backend.works(slow));
        assertThat(text(slow, key)).isEqualTo("newer");
    }

    @Test
    void appendWhoseAnswerWasLost_answersTheSameSequenceWhenRepeated() {
        InvalidationLog log = log(redis, () -> {});
        Appended before = append(log, dependency("a"));
        Append append = new Append("the id", before.epoch(), List.of(dependency("b"), dependency("c")));

        proxy.swallow(TO_CLIENT);
        assertThat(failure(log.append(append))).hasMessageContaining("timed out");
        InvalidationLog direct = log(backend.redis(server.uri()), () -> {});
        await("it was applied")
                .until(() -> !read(direct, before.position(0)).records().isEmpty());
        proxy.heal();

        await().atMost(AFTER_SILENCE).until(() -> Backend.works(log));
        assertThat(Backend.answer(log.append(append))).isEqualTo(new Appended(before.epoch(), before.first() + 1));
        assertThat(read(log, before.position(0)).reached().sequence()).isEqualTo(before.first() + 2);
    }

    @Test
    void requestQueueThatIsFull_refusesAtOnceAndEmptiesAgain() {
        Tier narrow = tier(backend.redis(
                Redis.builder(proxy.uri()).requestQueueSize(1_024).commandTimeout(Duration.ofSeconds(10))));
        Backend.get(narrow, anyKey());
        proxy.stall(TO_SERVER);
        List<CompletableFuture<?>> calls = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            calls.add(narrow.put(CACHE, List.of(entry(anyKey(), 1, "value"))).toCompletableFuture());
        }

        await().atMost(SECOND)
                .until(() -> calls.stream()
                                .filter(CompletableFuture::isCompletedExceptionally)
                                .count()
                        >= 2_000 - 1_024);
        proxy.heal();

        await().atMost(AFTER_SILENCE).until(() -> calls.stream().allMatch(CompletableFuture::isDone));
        assertThat(Backend.works(narrow)).isTrue();
    }

    @Test
    void outage_isReportedOnceWithTheCureAndWithoutSecrets() {
        PrintStream before = System.err;
        ByteArrayOutputStream captured = new ByteArrayOutputStream();
        System.setErr(new PrintStream(captured, true, StandardCharsets.UTF_8));
        try {
            Redis named = backend.redis(proxy.uri().replace("redis://", "redis://default:hidden@"));
            server.kill();
            Tier tier = backend.tier(named);
            backend.log(named);
            proxy.refuseConnections();
            await().pollDelay(SECOND).until(() -> !Backend.works(tier));
            server.start();
            proxy.acceptConnections();
            await().atMost(AFTER_SILENCE).until(() -> Backend.works(tier));
        } finally {
            System.setErr(before);
        }

        String said = captured.toString(StandardCharsets.UTF_8);
        assertThat(said.lines().filter(line -> line.contains("WARN")))
                .singleElement()
                .asString()
                .contains("No connection to Redis at 127.0.0.1:" + proxy.port())
                .contains("check that it runs");
        assertThat(said).doesNotContain("hidden").doesNotContain("\tat ");
    }

    private Tier tier(Redis on) {
        Tier tier = backend.tier(on);
        await().until(() -> Backend.works(tier));
        return tier;
    }

    private InvalidationLog log(Redis on, LogListener listener) {
        InvalidationLog log = backend.log(on, listener);
        await().until(() -> Backend.works(log));
        return log;
    }

    private static Throwable failedAtOnce(Tier tier) {
        CompletableFuture<?> call = tier.get(CACHE, List.of(anyKey())).toCompletableFuture();
        assertThat(call).isCompletedExceptionally();
        return failure(call);
    }
}
