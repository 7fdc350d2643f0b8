package dev.terrace.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.terrace.cache.spi.Change;
import dev.terrace.cache.spi.Grant;
import dev.terrace.cache.spi.Lease;
import dev.terrace.cache.spi.Ledger;
import dev.terrace.cache.spi.LedgerState;
import dev.terrace.cache.spi.LedgerWrite;
import dev.terrace.cache.spi.Outcome;
import dev.terrace.cache.spi.Position;
import dev.terrace.testkit.RedisServer;
import dev.terrace.testkit.TestHost;
import dev.terrace.testkit.WithRedis;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is particular to Redis in leases and ledgers: the stored form, and what is left after a loss. */
@WithRedis
class RedisLedgerIT {

    private final RedisServer server;
    private final Backend backend = new Backend();
    private final TestHost host = TestHost.of(backend.namespace);
    private final Redis redis;
    private final Ledger ledger;

    RedisLedgerIT(RedisServer server) {
        this.server = server;
        redis = backend.redis(server.uri());
        ledger = redis.ledger();
        ledger.open(host);
    }

    @AfterEach
    void close() {
        ledger.close();
        backend.close();
        host.close();
    }

    /** Other versions of Terrace read this: what is here changes with the format only. */
    @Test
    void write_storesTheFormThatIsWrittenDown() {
        Outcome.Committed done = committed(write(ledger, "c-1", 0, set("a", 0, "one"), set("b", 0, "1 l")));
        committed(write(ledger, "c-2", done.at().epoch(), LedgerWrite.removal("a", 1)));
        Backend.answer(ledger.merge("flags", "k", "s", 7, bytes("x y")));

        assertThat(command("HGETALL", "records:flags").lines()).containsExactlyInAnyOrder("a", "2r", "b", "1l1 l");
        assertThat(server.command("LRANGE", key("trail:flags"), "0", "-1").lines())
                .containsExactly("c-1 1,1 said c-1", "c-2 2 said c-2");
        assertThat(command("HGETALL", "changes:flags").lines()).containsExactlyInAnyOrder("c-1", "1", "c-2", "2");
        assertThat(server.command("HMGET", key("head:flags"), "format", "epoch", "bytes", "sizes")
                        .lines())
                .containsExactly("1", "" + done.at().epoch(), "3", "2 2 2");
        assertThat(server.command("HGET", key("evidence:5:flags:k"), "s")).matches("7 \\d{13} x y");
        assertThat(server.command("KEYS", "*").lines()).hasSize(5);
    }

    @Test
    void lease_storesTheFormThatIsWrittenDown() {
        Lease lease = redis.lease();
        lease.open(host);
        Grant grant = Backend.answer(lease.acquire("roll:outs", "me and you", Duration.ofHours(1)))
                .orElseThrow();

        assertThat(server.command("GET", key("lease:roll:outs"))).isEqualTo(grant.token() + " me and you");
        assertThat(server.command("HGET", key("tokens"), "roll:outs")).isEqualTo("" + grant.token());
        assertThat(Long.parseLong(server.command("PTTL", key("lease:roll:outs"))))
                .isBetween(3_500_000L, 3_600_000L);
        lease.close();
    }

    @Test
    void read_afterAKeyWasEvicted_startsANewEpochOverWhatIsLeft() {
        long epoch = 0;
        int version = 0;
        for (String part : List.of("head", "changes", "trail")) {
            Outcome.Committed before = committed(write(ledger, "of-" + part, epoch, set("a", version++, part)));

            server.command("DEL", key(part + ":flags"));

            LedgerState state = Backend.answer(ledger.read("flags"));
            assertThat(state.at().epoch()).as(part).isNotEqualTo(before.at().epoch());
            assertThat(state.records()).as(part).hasSize(1);
            assertThat(state.records().get(0).version()).as(part).isEqualTo(version);
            assertThat(write(ledger, "late-" + part, before.at().epoch(), set("a", version, "late")))
                    .as(part)
                    .isInstanceOf(Outcome.Conflict.class);
            epoch = state.at().epoch();
        }
        assertThat(server.command("HGET", key("head:flags"), "bytes")).isEqualTo("5");
    }

    @Test
    void write_repeatedAfterItsTrailWasLost_isAConflict() {
        Change change = change("c-1", epoch(), set("a", 0, "one"));
        committed(Backend.answer(ledger.write(change)));

        server.command("DEL", key("trail:flags"));
        committed(write(ledger, "c-2", epoch(), set("b", 0, "in the place of the first")));

        assertThat(Backend.answer(ledger.write(change))).isInstanceOf(Outcome.Conflict.class);
    }

    @Test
    void restart_ofAServerThatKeepsItsData_startsANewEpochAndKeepsEverything(
            @WithRedis(settings = {"appendonly yes", "appendfsync always"}) RedisServer durable) {
        Ledger kept = backend.redis(durable.uri()).ledger();
        kept.open(host);
        Outcome.Committed before = committed(write(kept, "c-1", 0, set("a", 0, "one")));

        durable.restart();

        await().atMost(Duration.ofSeconds(5)).until(() -> Backend.succeeds(kept.read("flags")));
        LedgerState state = Backend.answer(kept.read("flags"));
        assertThat(state.at().epoch()).isGreaterThan(before.at().epoch());
        assertThat(state.at().sequence()).isOne();
        assertThat(state.records()).hasSize(1);
        assertThat(write(kept, "c-1", 0, set("a", 0, "one")))
                .as("repeated")
                .isEqualTo(new Outcome.Committed(new Position(state.at().epoch(), 1), List.of(1L)));
        kept.close();
    }

    @Test
    void write_whereAKeyHasAWrongType_changesNothing() {
        server.command("SET", key("changes:flags"), "not ours");

        Throwable failure = Backend.failure(ledger.write(change("c-1", 0, set("a", 0, "one"))));

        assertThat(failure).hasMessageContaining("WRONGTYPE");
        assertThat(server.command("KEYS", "*").lines()).hasSize(1);
    }

    private long epoch() {
        return Backend.answer(ledger.read("flags")).at().epoch();
    }

    private static LedgerWrite set(String key, long expected, String content) {
        return new LedgerWrite(key, expected, bytes(content));
    }

    private static Change change(String id, long epoch, LedgerWrite... writes) {
        return new Change(id, "flags", epoch, List.of(writes), bytes("said " + id));
    }

    private static Outcome write(Ledger ledger, String id, long epoch, LedgerWrite... writes) {
        return Backend.answer(ledger.write(change(id, epoch, writes)));
    }

    private static Outcome.Committed committed(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Committed.class);
        return (Outcome.Committed) outcome;
    }

    private String key(String name) {
        return "terrace:{" + backend.namespace + "}:" + name;
    }

    private String command(String command, String name) {
        return server.command(command, key(name));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
