package dev.terrace.cache.redis;

import static dev.terrace.cache.redis.Backend.CACHE;
import static dev.terrace.cache.redis.Backend.anyKey;
import static dev.terrace.cache.redis.Backend.append;
import static dev.terrace.cache.redis.Backend.entry;
import static dev.terrace.cache.redis.Backend.put;
import static dev.terrace.cache.redis.Backend.read;
import static dev.terrace.cache.redis.Backend.text;
import static dev.terrace.cache.spi.Name.dependency;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.terrace.cache.spi.Appended;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.LogListener;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Pushed;
import dev.terrace.cache.spi.Slice;
import dev.terrace.cache.spi.Tier;
import dev.terrace.cache.spi.TierWrite;
import dev.terrace.testkit.Proves;
import dev.terrace.testkit.RedisCluster;
import dev.terrace.testkit.RedisServer;
import dev.terrace.testkit.WithRedis;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of calls while a cluster fails over and moves slots. */
class RedisClusterIT {

    private static final Duration HEALED = Duration.ofSeconds(10);

    private static RedisCluster cluster;

    private final Backend backend = new Backend();
    private final List<Pushed> pushed = new CopyOnWriteArrayList<>();
    private final AtomicInteger woken = new AtomicInteger();
    private Redis redis;
    private Tier tier;
    private InvalidationLog log;

    @BeforeAll
    static void launch() {
        cluster = RedisCluster.launch(1);
    }

    @AfterAll
    static void end() {
        cluster.close();
    }

    @BeforeEach
    void open() {
        cluster.awaitHealthy();
        redis = backend.redis(Redis.builder(cluster.uri()).commandTimeout(Duration.ofMillis(500)));
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
    void readsOfSingleKeys_areGatheredForEachNode() {
        await().untilAsserted(() -> assertThat(Stream.generate(Backend::anyKey)
                        .limit(200)
                        .map(key -> tier.gathering(CACHE, key))
                        .distinct())
                .hasSize(3)
                .allMatch(number -> number >= 0));
    }

    @Test
    void entries_spreadOverAllPrimaries_andAreFoundAgain() {
        List<Digest> keys = Stream.generate(Backend::anyKey).limit(300).toList();
        List<TierWrite> writes =
                keys.stream().map(key -> entry(key, 1, key.text())).toList();

        assertThat(put(tier, writes.toArray(TierWrite[]::new))).isEqualTo(300);

        assertThat(Backend.answer(tier.get(CACHE, keys))).hasSize(300).doesNotContainNull();
        assertThat(text(tier, keys.get(7))).isEqualTo(keys.get(7).text());
        assertThat(cluster.nodes())
                .filteredOn(node -> node.command("ROLE").startsWith("master"))
                .hasSize(3)
                .allSatisfy(node -> assertThat(node.command("DBSIZE")).isNotEqualTo("0"));
    }

    /** Their keys are in other slots than the log, where its scripts may not write. */
    @Test
    void entries_doNotTravelWithAppends() {
        assertThat(log.carries(tier)).isFalse();
    }

    @Test
    void append_wakesWhoeverListens_andIsPushed() {
        append(log, dependency("a"));

        await().until(() -> !pushed.isEmpty());
    }

    @Test
    void scripts_thatANodeHasForgotten_areSentToItAgain() {
        append(log, dependency("a"));
        cluster.nodes().forEach(node -> node.command("SCRIPT", "FLUSH"));

        append(log, dependency("b"));
        put(tier, Stream.generate(() -> entry(anyKey(), 1, "value")).limit(50).toArray(TierWrite[]::new));
    }

    @Test
    @Proves("CACHE-4")
    void killOfTheLogsPrimary_healsWithoutARestartUnderAnotherEpoch() {
        Appended before = append(log, dependency("a"));
        RedisServer primary = cluster.holder(backend.logKey("head"));

        primary.kill();

        await().atMost(HEALED).until(() -> Backend.works(log));
        Slice slice = read(log, before.position(0));
        assertThat(slice.reached().epoch()).isGreaterThan(before.epoch());
        assertThat(append(log, dependency("b")).epoch())
                .isEqualTo(slice.reached().epoch());
        assertThatAllWorks();
    }

    @Test
    void failOver_ofAPrimaryThatLivesOn_isFollowed() {
        Appended before = append(log, dependency("a"));

        cluster.failOver(cluster.holder(backend.logKey("head")));

        await().atMost(HEALED).until(() -> Backend.works(log));
        assertThat(append(log, dependency("b")).epoch()).isGreaterThan(before.epoch());
        assertThatAllWorks();
    }

    @Test
    void primaryThatHangs_isGivenUpAndReplaced() {
        RedisServer primary = cluster.holder(backend.logKey("head"));
        primary.pause();
        try {
            await().atMost(HEALED).until(() -> Backend.works(log));
            assertThatAllWorks();
        } finally {
            primary.resume();
        }
    }

    @Test
    void slotThatMoves_isFollowedWithoutAFailedCall() {
        Digest key = anyKey();
        put(tier, entry(key, 1, "value"));
        append(log, dependency("a"));
        for (String moved : List.of(backend.key(key), backend.logKey("head"))) {
            RedisServer from = cluster.holder(moved);
            cluster.moveSlot(
                    moved,
                    cluster.nodes().stream()
                            .filter(node -> node != from && node.command("ROLE").startsWith("master"))
                            .findFirst()
                            .orElseThrow());
        }

        assertThat(text(tier, key)).isEqualTo("value");
        assertThat(put(tier, entry(key, 2, "other"))).isEqualTo(1);
        assertThat(text(tier, key)).isEqualTo("other");
        Appended after = append(log, dependency("b"));
        assertThat(read(log, Position.NONE).reached()).isEqualTo(after.position(0));
        assertThatAllWorks();
    }

    @Test
    void open_whileOneOfTheNamedNodesIsAway_works() {
        try (Backend other = new Backend()) {
            append(other.log(other.redis(cluster.uri() + ",127.0.0.1:1")), dependency("a"));
        }
    }

    @Test
    @WithRedis
    void open_ofAServerThatIsNoCluster_isRefusedWithTheCure(RedisServer server) {
        Redis none = backend.redis(server.uri().replace("redis://", "redis-cluster://default:hidden@"));

        assertThatIllegalStateException()
                .isThrownBy(() -> backend.log(none))
                .withMessageContaining("write uri as redis://")
                .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("hidden"));
    }

    /** Entries of all primaries, and wake-ups. */
    private void assertThatAllWorks() {
        List<Digest> keys = Stream.generate(Backend::anyKey).limit(50).toList();
        await().atMost(HEALED).until(() -> Backend.succeeds(tier.get(CACHE, keys)));
        int before = pushed.size();
        await().atMost(HEALED).until(() -> {
            append(log, dependency("wake"));
            return pushed.size() > before;
        });
    }
}
