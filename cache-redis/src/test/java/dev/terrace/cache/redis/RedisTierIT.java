package dev.terrace.cache.redis;

import static dev.terrace.cache.redis.Backend.CACHE;
import static dev.terrace.cache.redis.Backend.anyKey;
import static dev.terrace.cache.redis.Backend.entry;
import static dev.terrace.cache.redis.Backend.failure;
import static dev.terrace.cache.redis.Backend.get;
import static dev.terrace.cache.redis.Backend.put;
import static dev.terrace.cache.redis.Backend.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.Tier;
import dev.terrace.cache.spi.TierEntry;
import dev.terrace.testkit.RedisServer;
import dev.terrace.testkit.WithRedis;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@WithRedis
class RedisTierIT {

    private static final String STRIP_ENDS =
            "local v = redis.call('GET', KEYS[1]) return redis.call('SET', KEYS[1], v:sub(1, 1) .. '\\0' .. v:sub(3, 18) .. v:sub(27), 'KEEPTTL')";

    private final Backend backend = new Backend();
    private final RedisServer server;
    private final Redis redis;
    private final Tier tier;

    RedisTierIT(RedisServer server) {
        this.server = server;
        redis = backend.redis(server.uri());
        tier = backend.tier(redis);
    }

    @AfterEach
    void close() {
        backend.close();
    }

    @Test
    void put_writesUnderTheDocumentedKeyAndLetsRedisExpireIt() {
        Digest key = anyKey();

        put(tier, entry(key, 1, "value"));

        String name = "terrace:" + backend.namespace + ":" + CACHE + ":" + key.text();
        assertThat(server.command("KEYS", "*")).isEqualTo(name);
        assertThat(Long.parseLong(server.command("PTTL", name)))
                .isBetween(3_500_000L, Duration.ofHours(1).toMillis());
    }

    @Test
    void get_ofAForeignValue_handsItOutWithoutLife() {
        Digest key = anyKey();
        server.command("SET", backend.key(key), "somebody else's value, without an end");

        TierEntry found = Objects.requireNonNull(get(tier, key));

        assertThat(new String(found.envelope(), StandardCharsets.UTF_8)).startsWith("somebody else's");
        assertThat(found.remaining()).isZero();
    }

    @Test
    void put_overAForeignValue_replacesIt() {
        Digest key = anyKey();
        server.command("SET", backend.key(key), "somebody else's value, without an end");

        assertThat(put(tier, entry(key, 1, "value"))).isEqualTo(1);

        assertThat(text(tier, key)).isEqualTo("value");
    }

    @Test
    void calls_onAKeyOfAnotherType_leaveTheOthersAlone() {
        Digest poisoned = anyKey();
        Digest sound = anyKey();
        server.command("LPUSH", backend.key(poisoned), "a list");

        assertThat(failure(tier.put(CACHE, List.of(entry(poisoned, 1, "a"), entry(sound, 1, "b")))))
                .hasMessageContaining("WRONGTYPE");

        assertThat(text(tier, sound)).isEqualTo("b");
        await("the server's clock").until(() -> Backend.succeeds(tier.get(CACHE, List.of(sound, poisoned))));
        assertThat(Backend.answer(tier.get(CACHE, List.of(sound, poisoned))).get(1))
                .isNull();
    }

    /** One MGET, and now and then a TIME; what an older version has stored, which does not say when it ends, is asked for its life. */
    @Test
    void get_ofSeveral_isOneCommand() {
        Digest key = anyKey();
        Digest older = anyKey();
        put(tier, entry(key, 1, "value"));
        put(tier, entry(older, 1, "older"));
        await().until(() -> {
            server.command("CONFIG", "RESETSTAT");
            text(tier, key);
            return !server.command("INFO", "commandstats").contains("cmdstat_pttl");
        });
        server.command("EVAL", STRIP_ENDS, "1", backend.key(older));
        server.command("CONFIG", "RESETSTAT");

        for (int i = 0; i < 10; i++) {
            List<@Nullable TierEntry> found = Backend.answer(tier.get(CACHE, List.of(key, anyKey())));
            TierEntry there = Objects.requireNonNull(found.get(0));
            assertThat(there.remaining()).isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
            assertThat(found.get(1)).isNull();
        }
        String stats = server.command("INFO", "commandstats");
        assertThat(stats)
                .contains("cmdstat_mget:calls=10,")
                .doesNotContain("cmdstat_pttl")
                .doesNotContain("cmdstat_get:");

        List<@Nullable TierEntry> both = Backend.answer(tier.get(CACHE, List.of(key, older)));
        TierEntry undated = Objects.requireNonNull(both.get(1));
        assertThat(both.get(0)).isNotNull();
        assertThat(new String(undated.envelope(), StandardCharsets.UTF_8)).isEqualTo("older");
        assertThat(undated.remaining()).isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
    }

    /** The life that is told must not be longer than Redis keeps it. */
    @Test
    void remaining_isNeverMoreThanRedisSays() {
        Digest key = anyKey();
        put(tier, entry(key, 1, "value"));
        for (int i = 0; i < 200; i++) {
            long before = Long.parseLong(server.command("PTTL", backend.key(key)));
            assertThat(Objects.requireNonNull(get(tier, key)).remaining().toMillis())
                    .isLessThanOrEqualTo(before + 2) // a millisecond has two ends
                    .isGreaterThan(before - 10_000);
        }
    }

    @Test
    void put_afterTheScriptsWereFlushed_bringsItsOwn() {
        Digest key = anyKey();
        put(tier, entry(key, 1, "first"));
        server.command("SCRIPT", "FLUSH");

        assertThat(put(tier, entry(key, 2, "second"), entry(anyKey(), 2, "other")))
                .isEqualTo(2);

        assertThat(text(tier, key)).isEqualTo("second");
    }

    @Test
    void batchLargerThanTheRequestQueue_goesInChunks() {
        Tier narrow = backend.tier(backend.redis(Backend.patient(server.uri()).requestQueueSize(1_024)));
        List<Digest> keys = Stream.generate(Backend::anyKey).limit(2_000).toList();

        assertThat(Backend.answer(narrow.put(
                        CACHE, keys.stream().map(key -> entry(key, 1, "v")).toList())))
                .isEqualTo(2_000);
        assertThat(Backend.answer(narrow.get(CACHE, keys))).hasSize(2_000).doesNotContainNull();
    }

    @Test
    void close_ofARedisWithSharedResources_leavesThemToTheirOwner() {
        Redis guest = backend.redis(
                Backend.patient(server.uri()).clientResources(redis.client().getResources()));
        Digest key = anyKey();
        put(backend.tier(guest), entry(key, 1, "value"));

        guest.close();

        assertThat(text(backend.tier(redis), key)).isEqualTo("value");
    }

    @Test
    void close_ofTheLastUser_closesItsConnection() {
        long before = connections();
        Backend other = new Backend();
        Tier one = other.tier(redis);
        Tier two = other.tier(redis);
        assertThat(connections()).isEqualTo(before + 1);

        one.close();
        two.close();

        await().until(() -> connections() == before);
        other.close();
    }

    private long connections() {
        return server.command("CLIENT", "LIST")
                .lines()
                .filter(line -> line.contains("name=terrace"))
                .count();
    }
}
