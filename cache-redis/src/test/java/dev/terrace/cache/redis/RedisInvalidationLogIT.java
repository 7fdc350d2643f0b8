package dev.terrace.cache.redis;

import static dev.terrace.cache.redis.Backend.append;
import static dev.terrace.cache.redis.Backend.failure;
import static dev.terrace.cache.redis.Backend.read;
import static dev.terrace.cache.spi.Name.dependency;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.terrace.cache.spi.Append;
import dev.terrace.cache.spi.Appended;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Slice;
import dev.terrace.testkit.Proves;
import dev.terrace.testkit.RedisServer;
import dev.terrace.testkit.WithRedis;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@WithRedis
class RedisInvalidationLogIT {

    private final Backend backend = new Backend();
    private final RedisServer server;
    private final Redis redis;
    private final InvalidationLog log;

    RedisInvalidationLogIT(RedisServer server) {
        this.server = server;
        redis = backend.redis(server.uri());
        log = backend.log(redis);
    }

    @AfterEach
    void close() {
        backend.close();
    }

    /** What format 1 looks like, for good: nodes of two versions share a log. */
    @Test
    void layout_isThatOfFormatOne() {
        Appended appended = Backend.answer(log.append(new Append(
                "append-1",
                0,
                List.of(
                        dependency("brand:7"),
                        Name.key(new Digest(1, 2)),
                        Name.cache("products"),
                        Name.NAMESPACE,
                        dependency("brand:7")))));

        String replication = server.command("INFO", "replication");
        String server1 = replication.replaceAll("(?s).*master_replid:(\\w+).*", "$1");
        assertThat(hash("head"))
                .containsOnly(
                        "format=1",
                        "epoch=" + appended.epoch(),
                        "sequence=5",
                        "horizon=0",
                        "keyHorizon=0",
                        "server=" + server1,
                        "sizes=1 1 2");
        assertThat(sortedSet("dependencies")).containsExactly("dbrand:7", "5");
        assertThat(sortedSet("keys")).containsExactly("kAAAAAAAAAAEAAAAAAAAAAg", "2");
        assertThat(sortedSet("floors")).containsExactly("cproducts", "3", "n", "4");
        assertThat(sortedSet("appends")).containsExactly("append-1", "1");
        assertThat(server.command("KEYS", "*").lines()).hasSize(5);
    }

    private List<String> hash(String name) {
        List<String> lines =
                server.command("HGETALL", backend.logKey(name)).lines().toList();
        return IntStream.range(0, lines.size() / 2)
                .mapToObj(i -> lines.get(2 * i) + "=" + lines.get(2 * i + 1))
                .toList();
    }

    private List<String> sortedSet(String name) {
        return server.command("ZRANGE", backend.logKey(name), "0", "-1", "WITHSCORES")
                .lines()
                .toList();
    }

    @Test
    @Proves("CACHE-4")
    void read_afterASetWasEvicted_startsANewEpoch() {
        for (String part : List.of("dependencies", "keys", "floors", "head")) {
            Appended before = append(log, dependency("a"), Name.key(new Digest(1, 2)), Name.NAMESPACE);

            server.command("DEL", backend.logKey(part));

            Slice slice = read(log, before.position(2));
            assertThat(slice.reached().epoch()).as(part).isGreaterThan(before.epoch());
            assertThat(slice.reached().sequence()).as(part).isZero();
            assertThat(read(log, Position.NONE).records()).as(part).isEmpty();
        }
    }

    @Test
    @Proves("CACHE-4")
    void read_afterASetLostSomethingAndMoreWasAppended_startsANewEpoch() {
        Appended before = append(log, dependency("a"), dependency("b"));
        server.command("ZREM", backend.logKey("dependencies"), "da");

        // Whoever knows what was lost does not miss it, so an append need not look.
        Appended after = append(log, dependency("c"), Name.NAMESPACE);
        Slice slice = read(log, before.position(0));

        assertThat(after.epoch()).isEqualTo(before.epoch());
        assertThat(slice.reached().epoch()).isGreaterThan(before.epoch());
        assertThat(slice.reached().sequence()).isZero();
    }

    /** Somebody has edited it, or what he took for another key. */
    @ParameterizedTest
    @CsvSource({
        "epoch, of old",
        "epoch, -1",
        "epoch, 1",
        "epoch, 1e300",
        "sequence, x",
        "sequence, -5",
        "sequence, 2",
        "sequence, nan",
        "horizon, 4",
        "horizon, -1",
        "keyHorizon, 4",
        "keyHorizon, ''",
        "format, first",
        "format, ''",
        "server, another",
        "sizes, 1 1 2"
    })
    @Proves("CACHE-4")
    void read_ofAHeadThatWasTamperedWith_startsANewEpoch(String field, String value) {
        Appended before = append(log, dependency("a"), Name.key(new Digest(1, 2)), Name.NAMESPACE);

        server.command("HSET", backend.logKey("head"), field, value);

        Slice slice = read(log, before.position(2));
        assertThat(slice.reached().epoch()).isGreaterThan(before.epoch());
        assertThat(slice.reached().sequence()).isZero();
        assertThat(append(log, dependency("a")).epoch())
                .isEqualTo(slice.reached().epoch());
    }

    /** A replica that was promoted without the end of the log, and has issued nothing since. */
    @Test
    @Proves("CACHE-4")
    void read_fromAPositionBeyondTheEnd_startsANewEpoch() {
        Appended before = append(log, dependency("a"));

        Slice slice = read(log, new Position(before.epoch(), before.first() + 1));

        assertThat(slice.reached().epoch()).isGreaterThan(before.epoch());
        assertThat(slice.reached().sequence()).isZero();
    }

    /** A server that keeps its data may still have lost the end of them. */
    @Test
    @Proves("CACHE-4")
    void restart_ofAServerThatKeepsItsData_startsANewEpoch(
            @WithRedis(settings = {"appendonly yes", "appendfsync always"}) RedisServer durable) {
        InvalidationLog kept = backend.log(backend.redis(durable.uri()));
        Appended before = append(kept, dependency("a"));

        durable.command("SET", "witness", "kept");
        durable.restart();

        await().atMost(Duration.ofSeconds(5)).until(() -> Backend.works(kept));
        assertThat(durable.command("GET", "witness")).isEqualTo("kept");
        assertThat(read(kept, before.position(0)).reached().epoch()).isGreaterThan(before.epoch());
    }

    @Test
    void append_wakesOtherNodes() {
        AtomicInteger wakes = new AtomicInteger();
        backend.log(redis, wakes::incrementAndGet);
        await("the subscription").until(() -> wakes.get() > 0);

        for (int i = 0; i < 5; i++) {
            int before = wakes.get();
            append(log, dependency("a"));
            await().atMost(Duration.ofSeconds(1)).until(() -> wakes.get() > before);
        }
    }

    @Test
    void reconnect_ofEitherConnection_wakes() {
        AtomicInteger wakes = new AtomicInteger();
        backend.log(redis, wakes::incrementAndGet);
        await("the subscription").until(() -> wakes.get() > 0);

        for (String type : List.of("normal", "pubsub")) {
            int before = wakes.get();
            server.command("CLIENT", "KILL", "TYPE", type);
            await(type).atMost(Duration.ofSeconds(2)).until(() -> wakes.get() > before);
        }
    }

    @Test
    void read_ofALogThatIsLongerThanASlice_pagesThroughAllOfIt() {
        for (int i = 0; i < 9; i++) {
            Name[] names = new Name[1_000];
            for (int j = 0; j < names.length; j++) {
                names[j] = dependency(i + "/" + j);
            }
            append(log, names);
        }

        int records = 0;
        Slice slice = read(log, Position.NONE);
        while (slice.more()) {
            records += slice.records().size();
            slice = read(log, slice.reached());
        }

        assertThat(records + slice.records().size()).isEqualTo(9_000);
        assertThat(slice.reached().sequence()).isEqualTo(9_000);
    }

    @Test
    void epochsAndSequencesThatAreNotExactInADouble_areRefused() {
        assertThat(failure(log.read(new Position(1L << 53, 1), 1))).hasMessageContaining("2^53");
        assertThat(failure(log.append(new Append("id", 1L << 53, List.of(dependency("a"))))))
                .hasMessageContaining("2^53");
    }

    @Test
    void append_whenRedisIsFull_failsAndChangesNothing(@WithRedis(isolated = true) RedisServer small) {
        InvalidationLog full = backend.log(backend.redis(small.uri()));
        Appended before = append(full, dependency("a"));
        small.command("CONFIG", "SET", "maxmemory", "1");

        assertThat(failure(full.append(new Append("id", 0, List.of(dependency("b"))))))
                .hasMessageContaining("OOM");
        assertThat(read(full, before.position(0)).reached()).isEqualTo(before.position(0));

        small.command("CONFIG", "SET", "maxmemory", "0");
        assertThat(append(full, dependency("b")).first()).isEqualTo(before.first() + 1);
    }

    @Test
    void tierAndLog_workUnderTheLeastRights() {
        server.command(
                "ACL",
                "SETUSER",
                "least",
                "reset",
                "on",
                ">hidden",
                "~terrace:*",
                "resetchannels",
                "&terrace:*",
                "+evalsha",
                "+eval",
                "+get",
                "+pttl",
                "+ping",
                "+subscribe",
                "+getrange",
                "+set",
                "+hmget",
                "+hset",
                "+zcard",
                "+zadd",
                "+zscore",
                "+zrange",
                "+zrangebyscore",
                "+zremrangebyrank",
                "+unlink",
                "+time");
        Redis least = backend.redis(server.uri().replace("redis://", "redis://least:hidden@"));
        InvalidationLog other = backend.log(least);
        Digest key = Backend.anyKey();

        Backend.put(backend.tier(least), Backend.entry(key, 1, "value"));
        Appended appended = append(other, dependency("a"));

        assertThat(Backend.text(backend.tier(least), key)).isEqualTo("value");
        assertThat(read(other, Position.NONE).reached()).isEqualTo(appended.position(0));
        server.command("ACL", "DELUSER", "least");
    }

    @Test
    void open_withoutTheRightToRunScripts_isRefusedWithTheCure() {
        server.command("ACL", "SETUSER", "reader", "reset", "on", ">hidden", "~terrace:*", "+get", "+ping");
        Redis reader = backend.redis(server.uri().replace("redis://", "redis://reader:hidden@"));

        assertThatIllegalStateException()
                .isThrownBy(() -> backend.log(reader))
                .withMessageContaining("does not allow what Terrace needs")
                .withMessageContaining("EVAL")
                .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("hidden"));
        server.command("ACL", "DELUSER", "reader");
    }

    /** Several times: where the refusal comes in the middle of the driver's own steps differs. */
    @RepeatedTest(20)
    void open_withAWrongPassword_isRefusedWithTheCure(@WithRedis(settings = "requirepass right") RedisServer guarded) {
        String wrong = guarded.uri().replace("right", "hidden");
        Redis stranger = backend.redis(wrong);
        Redis unnamed = backend.redis("redis://127.0.0.1:" + guarded.port());

        for (Redis refused : List.of(stranger, unnamed)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> backend.log(refused))
                    .withMessageContaining("refuses the credentials of uri")
                    .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("hidden"));
            assertThatIllegalStateException().isThrownBy(() -> backend.tier(refused));
        }
    }

    @Test
    void open_withAPasswordOfSpecialCharacters_works() {
        server.command("ACL", "SETUSER", "special", "on", ">a:b@c/d%", "~*", "&*", "+@all");

        InvalidationLog special =
                backend.log(backend.redis(server.uri().replace("redis://", "redis://special:a%3Ab%40c%2Fd%25@")));

        append(special, dependency("a"));
        server.command("ACL", "DELUSER", "special");
    }

    @Test
    void open_withThePasswordAlone_works(@WithRedis(settings = "requirepass right") RedisServer guarded) {
        append(backend.log(backend.redis("redis://:right@127.0.0.1:" + guarded.port())), dependency("a"));
        append(backend.log(backend.redis("redis://right@127.0.0.1:" + guarded.port())), dependency("a"));
    }
}
