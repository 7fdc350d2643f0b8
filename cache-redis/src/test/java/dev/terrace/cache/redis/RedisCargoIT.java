package dev.terrace.cache.redis;

import static dev.terrace.cache.redis.Backend.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.spi.Append;
import dev.terrace.cache.spi.Appended;
import dev.terrace.cache.spi.Cargo;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Tier;
import dev.terrace.cache.spi.TierEntry;
import dev.terrace.cache.spi.TierWrite;
import dev.terrace.testkit.RedisServer;
import dev.terrace.testkit.WithRedis;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Entries that travel with appends. */
@WithRedis
class RedisCargoIT {

    private static final String CACHE = "sessions";
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Digest A = new Digest(1, 1);
    private static final Digest B = new Digest(2, 2);

    private final Backend backend = new Backend();
    private final RedisServer server;
    private final InvalidationLog log;
    private final Tier tier;

    RedisCargoIT(RedisServer server) {
        this.server = server;
        Redis redis = backend.redis(server.uri());
        log = backend.log(redis);
        tier = backend.tier(redis);
        assertThat(log.carries(tier)).isTrue();
        assertThat(log.carries(backend.tier(backend.redis(server.uri())))).isFalse();
    }

    @AfterEach
    void close() {
        backend.close();
    }

    @Test
    void append_storesEachEntryUnderThePositionOfItsName() {
        Appended appended = append(
                List.of(Name.key(A), Name.dependency("x"), Name.key(B), Name.key(A)),
                Map.of(0, value(A, "first"), 2, value(B, "of b"), 3, value(A, "second")));

        assertThat(text(A)).isEqualTo("second");
        assertThat(stored(A).position()).isEqualTo(appended.position(3));
        assertThat(stored(A).remaining()).isBetween(Duration.ofMinutes(59), HOUR);
        assertThat(text(B)).isEqualTo("of b");
        assertThat(stored(B).position()).isEqualTo(appended.position(2));
    }

    @Test
    void append_ofARemoval_leavesATombstoneThatYieldsToTheNextEntry() {
        append(List.of(Name.key(A)), Map.of(0, value(A, "text")));
        Appended removed = append(List.of(Name.key(A)), Map.of(0, removal(A)));

        assertThat(put(A, below(removed.position(0)), "late")).isZero();
        assertThat(text(A)).isEqualTo("gone");
        assertThat(put(A, above(removed.position(0)), "new")).isOne();
    }

    @Test
    void append_repeated_writesNothingAgain() {
        Append append = new Append(
                UUID.randomUUID().toString(), known(), List.of(Name.key(A)), Map.of(0, value(A, "of the append")));
        Appended first = answer(log.append(append));
        put(A, above(first.position(0)), "newer");

        Appended again = answer(log.append(append));

        assertThat(again.position(0)).isEqualTo(first.position(0));
        assertThat(first.carried()).isTrue();
        assertThat(again.carried())
                .as("what became of it is not known any more")
                .isFalse();
        assertThat(text(A)).isEqualTo("newer");
    }

    /** Given up by its sender, who has gone on, and then it arrives after all. */
    @Test
    void append_thatArrivesLate_removesWhatItsNamesSupersede() {
        Append late = new Append(
                UUID.randomUUID().toString(),
                known(),
                List.of(Name.key(A), Name.key(B)),
                Map.of(0, value(A, "old"), 1, removal(B)));
        append(List.of(Name.key(A), Name.key(B)), Map.of(0, value(A, "young"), 1, value(B, "young b")));

        Appended appended = answer(log.append(late));

        assertThat(appended.carried()).isFalse();
        assertThat(answer(tier.get(CACHE, List.of(A)))).containsOnlyNulls();
        assertThat(text(B)).isEqualTo("gone");
        assertThat(put(A, below(appended.position(0)), "younger, but superseded"))
                .isZero();
        assertThat(put(A, appended.position(0), "the second step of a sender who is still there"))
                .isOne();
    }

    /** What it has stored itself must not make its other values look as if they came next. */
    @Test
    void append_thatArrivesLateWithKeysTwice_storesNoValue() {
        Append late = new Append(
                UUID.randomUUID().toString(),
                known(),
                List.of(Name.key(A), Name.key(A), Name.key(B), Name.key(B)),
                Map.of(0, value(A, "old"), 1, value(A, "less old"), 2, removal(B), 3, value(B, "old b")));
        append(List.of(Name.key(A), Name.key(B)), Map.of(0, value(A, "young"), 1, value(B, "young b")));

        Appended appended = answer(log.append(late));

        assertThat(appended.carried()).isFalse();
        assertThat(answer(tier.get(CACHE, List.of(A, B)))).containsOnlyNulls();
    }

    @Test
    void append_sentUnderAnotherEpoch_leavesRemovals() {
        Append late = new Append(
                UUID.randomUUID().toString(),
                known(),
                List.of(Name.key(A), Name.key(B)),
                Map.of(0, value(A, "of the lost log"), 1, removal(B)));
        server.command("DEL", backend.logKey("head"));

        Appended appended = answer(log.append(late));

        assertThat(appended.carried()).isFalse();
        assertThat(answer(tier.get(CACHE, List.of(A)))).containsOnlyNulls();
        assertThat(text(B)).isEqualTo("gone");
        assertThat(put(A, below(appended.position(0)), "of the new log, before"))
                .isZero();
    }

    @Test
    void append_ofARemovalSentUnderAnotherEpoch_hasArrived() {
        Append late = new Append(UUID.randomUUID().toString(), known(), List.of(Name.key(B)), Map.of(0, removal(B)));
        server.command("DEL", backend.logKey("head"));

        assertThat(answer(log.append(late)).carried()).isTrue();
    }

    @Test
    void append_whereSomethingNewerStands_leavesThat() {
        long epoch = append(List.of(Name.key(B)), Map.of()).epoch();
        answer(tier.put(CACHE, List.of(new TierWrite(A, new Position(epoch + 1, 1), false, bytes("newer"), HOUR))));

        append(List.of(Name.key(A)), Map.of(0, value(A, "older")));

        assertThat(text(A)).isEqualTo("newer");
    }

    @Test
    void append_whereAForeignKeyStands_leavesItAlone() {
        String foreign = backend.key(A).replace(Backend.CACHE, CACHE);
        server.command("HSET", foreign, "field", "value");

        append(List.of(Name.key(A), Name.key(B)), Map.of(0, value(A, "text"), 1, value(B, "of b")));

        assertThat(server.command("HGET", foreign, "field")).isEqualTo("value");
        assertThat(text(B)).isEqualTo("of b");
    }

    @Test
    void append_ofTheMostEntries_storesAll() {
        Map<Integer, Cargo> cargo = new HashMap<>();
        List<Name> names = IntStream.range(0, Append.MAXIMUM_NAMES)
                .mapToObj(i -> {
                    Digest key = new Digest(7, i);
                    cargo.put(i, value(key, "x".repeat(1_000) + i));
                    return Name.key(key);
                })
                .toList();

        append(names, cargo);

        assertThat(text(new Digest(7, 999))).endsWith("x999");
        assertThat(text(new Digest(7, 0))).endsWith("x0");
    }

    private Appended append(List<Name> names, Map<Integer, Cargo> cargo) {
        return answer(log.append(new Append(UUID.randomUUID().toString(), known(), names, cargo)));
    }

    private Position known() {
        return Backend.read(log, Position.NONE).reached();
    }

    private int put(Digest key, Position position, String text) {
        return answer(tier.put(CACHE, List.of(new TierWrite(key, position, false, bytes(text), HOUR))));
    }

    private static Position below(Position position) {
        return new Position(position.epoch(), position.sequence() - 1);
    }

    private static Position above(Position position) {
        return new Position(position.epoch(), position.sequence() + 1);
    }

    private TierEntry stored(Digest key) {
        @Nullable TierEntry found = answer(tier.get(CACHE, List.of(key))).get(0);
        if (found == null) {
            throw new AssertionError("nothing is stored");
        }
        return found;
    }

    private String text(Digest key) {
        return new String(stored(key).envelope(), StandardCharsets.UTF_8);
    }

    private static Cargo value(Digest key, String text) {
        return new Cargo(CACHE, key, false, bytes(text), HOUR);
    }

    private static Cargo removal(Digest key) {
        return new Cargo(CACHE, key, true, bytes("gone"), HOUR);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
