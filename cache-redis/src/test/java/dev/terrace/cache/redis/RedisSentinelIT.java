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
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.terrace.cache.spi.Append;
import dev.terrace.cache.spi.Appended;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.LogListener;
import dev.terrace.cache.spi.Pushed;
import dev.terrace.cache.spi.Slice;
import dev.terrace.cache.spi.Tier;
import dev.terrace.testkit.Proves;
import dev.terrace.testkit.RedisSentinels;
import dev.terrace.testkit.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of calls while Sentinels fail over. */
class RedisSentinelIT {

    private static final Duration HEALED = Duration.ofSeconds(10);

    private static RedisSentinels sentinels;

    private final Backend backend = new Backend();
    private final List<Pushed> pushed = new CopyOnWriteArrayList<>();
    private final AtomicInteger woken = new AtomicInteger();
    private Tier tier;
    private InvalidationLog log;

    @BeforeAll
    static void launch() {
        sentinels = RedisSentinels.launch(1);
    }

    @AfterAll
    static void end() {
        sentinels.close();
    }

    @BeforeEach
    void open() {
        sentinels.awaitHealthy();
        Redis redis = backend.redis(Redis.builder(sentinels.uri()).commandTimeout(Duration.ofMillis(500)));
        tier = backend.tier(redis);
        log = backend.log(redis, new LogListener() {
            @Override
            public void wake() {
                woken.incrementAndGet();
            }

            @Override
            public void pushed(Pushed what) {
                pushed.add(what);
            }
        });
        await().until(() -> woken.get() > 0);
    }

    @AfterEach
    void close() {
        backend.close();
    }

    @Test
    void calls_reachThePrimary() {
        Digest key = anyKey();

        put(tier, entry(key, 1, "value"));
        append(log, dependency("a"));

        assertThat(text(tier, key)).isEqualTo("value");
        assertThat(sentinels.primary().command("EXISTS", backend.key(key))).isEqualTo("1");
        await().until(() -> !pushed.isEmpty());
    }

    @Test
    @Proves("CACHE-4")
    void killOfThePrimary_healsWithoutARestartUnderAnotherEpoch() {
        Appended before = append(log, dependency("a"));
        RedisServer primary = sentinels.primary();

        primary.kill();

        await().atMost(HEALED).until(() -> Backend.works(log));
        Slice slice = read(log, before.position(0));
        assertThat(slice.reached().epoch()).isGreaterThan(before.epoch());
        assertThat(append(log, dependency("b")).epoch())
                .isEqualTo(slice.reached().epoch());
        assertThatAllWorks();
    }

    @Test
    void demotionOfThePrimary_isFollowedAndNoRefusalOfWritesStays() {
        Appended before = append(log, dependency("a"));

        sentinels.demote(sentinels.failOver());

        awaitEpochAfter(before);
        assertThatAllWorks();
    }

    @Test
    void primaryThatWasReplacedAndNotTold_isLeftAllTheSame() {
        Appended before = append(log, dependency("a"));

        RedisServer old = sentinels.failOver();

        awaitEpochAfter(before);
        assertThatAllWorks();
        sentinels.demote(old);
    }

    @Test
    void replica_isNoServerOfItsOwn() {
        RedisServer replica = sentinels.servers().stream()
                .filter(server -> server != sentinels.primary())
                .findFirst()
                .orElseThrow();
        Tier misled = backend.tier(backend.redis(replica.uri()));

        assertThat(failure(misled.get(CACHE, List.of(anyKey())))).hasMessageContaining("no connection");
    }

    @Test
    void open_underANameThatNoSentinelKnows_isRefusedWithTheCure() {
        Redis unknown =
                backend.redis(sentinels.uri().replace("//", "//default:hidden@").replace("#main", "#other"));

        assertThatIllegalStateException()
                .isThrownBy(() -> backend.log(unknown))
                .withMessageContaining("no primary called other")
                .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("hidden"));
    }

    private void awaitEpochAfter(Appended before) {
        await().atMost(HEALED).until(() -> {
            Appended appended = log.append(new Append("id", 0, List.of(dependency("b"))))
                    .handle((done, refused) -> refused == null ? done : before)
                    .toCompletableFuture()
                    .join();
            return appended.epoch() > before.epoch();
        });
    }

    private void assertThatAllWorks() {
        await().atMost(HEALED).until(() -> Backend.works(tier));
        int before = pushed.size();
        await().atMost(HEALED).until(() -> {
            append(log, dependency("wake"));
            return pushed.size() > before;
        });
    }
}
