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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@WithRedis
class RedisTierIT {

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
    void calls_onAKeyOfAnotherType_failAndLeaveTheOthersAlone() {
        Digest poisoned = anyKey();
        Digest sound = anyKey();
        server.command("LPUSH", backend.key(poisoned), "a list");

        assertThat(failure(tier.get(CACHE, List.of(sound, poisoned)))).hasMessageContaining("WRONGTYPE");
        assertThat(failure(tier.put(CACHE, List.of(entry(poisoned, 1, "a"), entry(sound, 1, "b")))))
                .hasMessageContaining("WRONGTYPE");

        assertThat(text(tier, sound)).isEqualTo("b");
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
