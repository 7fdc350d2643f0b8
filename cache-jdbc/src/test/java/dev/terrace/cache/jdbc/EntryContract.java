package dev.terrace.cache.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.spi.Claim;
import dev.terrace.cache.spi.Claims;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Tier;
import dev.terrace.cache.spi.TierWrite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the tier does under contention and by and by, on any database. */
abstract class EntryContract extends Scene {

    private Jdbc jdbc;

    /** Connections to the test's database, behind Terrace's back. */
    abstract DataSource dataSource();

    /** A partner on the test's database. */
    abstract JdbcBuilder builder();

    /** The plan of a statement, as text. */
    abstract String plan(String sql) throws Exception;

    @BeforeEach
    void open() {
        jdbc = closing(builder().statementTimeout(GENEROUS).build());
    }

    @Test
    void put_bySixThreadsOfOneKey_endsWithTheHighest() throws Exception {
        List<Tier> nodes = List.of(tier(jdbc), tier(jdbc), tier(jdbc));
        for (int round = 0; round < 5; round++) {
            Digest key = key();
            int writes = 40;
            inParallel(6, number -> {
                Random own = new Random(seed + number);
                for (int i = 0; i < writes; i++) {
                    put(nodes.get(number % 3), entry(key, at(1, own.nextInt(10_000)), HOUR));
                }
                put(nodes.get(number % 3), entry(key, at(2, number), HOUR));
            });
            assertThat(text(nodes.get(0), key)).as(seeded()).isEqualTo("2/5");
        }
    }

    @Test
    void put_ofOverlappingBatchesInAnyOrder_neverDeadlocksAndEndsWithTheHighest() throws Exception {
        List<Digest> keys = keys(40);
        Map<Digest, Position> highest = new ConcurrentHashMap<>();
        Tier tier = tier(jdbc);
        inParallel(6, number -> {
            Random own = new Random(seed + number);
            Tier mine = tier(jdbc);
            for (int i = 0; i < 25; i++) {
                List<Digest> shuffled = new ArrayList<>(keys);
                Collections.shuffle(shuffled, own);
                List<TierWrite> batch = new ArrayList<>();
                for (Digest key : shuffled.subList(0, 20)) {
                    Position position = at(1, own.nextInt(100_000));
                    highest.merge(key, position, (a, b) -> a.compareTo(b) > 0 ? a : b);
                    batch.add(entry(key, position, HOUR));
                }
                answer(mine.put(CACHE, batch));
                if (i % 5 == number % 5) {
                    answer(mine.purge(CACHE, at(1, 10), 100));
                }
            }
        });
        highest.forEach((key, position) -> {
            if (position.compareTo(at(1, 10)) >= 0) {
                assertThat(text(tier, key)).as(seeded()).isEqualTo(position.toString());
            }
        });
    }

    @Test
    void purge_inSteps_removesWhatHasExpiredAndWhatLiesBelowTheFloorAndNothingElse() throws Exception {
        Tier tier = tier(jdbc);
        List<Digest> expired = keys(7);
        List<Digest> oldEpoch = keys(6);
        List<Digest> below = keys(5);
        List<Digest> current = keys(4);
        List<Digest> foreign = keys(3);
        putAll(tier, CACHE, oldEpoch, at(1, 999), HOUR);
        putAll(tier, CACHE, below, at(2, 9), HOUR);
        putAll(tier, CACHE, current, at(2, 10), HOUR);
        putAll(tier, "others", foreign, at(1, 1), HOUR);
        putAll(tier, CACHE, expired, at(2, 50), HOUR);
        Rows.execute(dataSource(), "UPDATE terrace_entry SET expires_at = 1 WHERE sequence = 50");

        assertThat(answer(tier.purge(CACHE, at(2, 10), 4))).isEqualTo(4);
        assertThat(count()).isEqualTo(21);
        assertThat(answer(tier.purge(CACHE, Position.NONE, 100))).isEqualTo(3);
        assertThat(answer(tier.purge(CACHE, at(2, 10), 100))).isEqualTo(11);
        assertThat(answer(tier.purge(CACHE, at(2, 10), 100))).isZero();

        assertThat(answer(tier.get(CACHE, current))).doesNotContainNull();
        assertThat(answer(tier.get("others", foreign))).doesNotContainNull();
        assertThat(count()).isEqualTo(7);
    }

    @Test
    void purge_ofMoreThanAStep_removesAllUpToTheLimit() throws Exception {
        Tier tier = tier(jdbc);
        putAll(tier, CACHE, keys(1_000), at(1, 1), HOUR);

        assertThat(answer(tier.purge(CACHE, at(1, 2), 750))).isEqualTo(750);

        assertThat(count()).isEqualTo(250);
    }

    /** Services come and go; what belonged to a cache that nobody has any more must not stay for ever. */
    @Test
    void purge_byAnotherCache_removesWhatHasExpiredInThisOne() throws Exception {
        Tier tier = tier(jdbc);
        putAll(tier, "gone", keys(3), at(1, 1), HOUR);
        Rows.execute(dataSource(), "UPDATE terrace_entry SET expires_at = 1");

        assertThat(answer(tier.purge(CACHE, Position.NONE, 100))).isEqualTo(3);
    }

    /** What processes leave behind that die while they load. */
    @Test
    void purge_ofClaimsThatAreOver_removesThoseAndNoOthers() throws Exception {
        Tier tier = tier(jdbc);
        Claims claims = Objects.requireNonNull(tier.claims());
        for (Digest key : keys(3)) {
            answer(claims.claim(CACHE, new Claim(key, 1, at(1, 1)), HOUR, 0, false));
            answer(claims.claim(CACHE, new Claim(keys(1).get(0), 2, at(1, 1)), HOUR, 0, false));
        }
        Rows.execute(dataSource(), "UPDATE terrace_claim SET expires_at = 1 WHERE token = 1");

        assertThat(answer(tier.purge("others", Position.NONE, 2))).isZero();
        assertThat(Rows.number(dataSource(), "SELECT COUNT(*) FROM terrace_claim"))
                .isEqualTo(4);
        answer(tier.purge("others", Position.NONE, 100));

        assertThat(Rows.number(dataSource(), "SELECT SUM(token) FROM terrace_claim"))
                .isEqualTo(6);
    }

    @Test
    void purge_byTwoNodesAtOnce_countsEachRowOnce() throws Exception {
        List<Tier> nodes = List.of(tier(jdbc), tier(jdbc));
        putAll(nodes.get(0), CACHE, keys(600), at(1, 1), HOUR);
        AtomicInteger removed = new AtomicInteger();

        inParallel(2, number -> {
            int step;
            do {
                step = answer(nodes.get(number).purge(CACHE, at(1, 2), 100));
                removed.addAndGet(step);
            } while (step > 0);
        });
        removed.addAndGet(answer(nodes.get(0).purge(CACHE, at(1, 2), 1_000)));

        assertThat(removed).hasValue(600);
        assertThat(count()).isZero();
    }

    @Test
    void readsAndPurges_ofAFullTable_useItsIndexes() throws Exception {
        Tier tier = tier(jdbc);
        for (int i = 0; i < 4; i++) {
            putAll(tier, CACHE + i, keys(500), at(1, i), Duration.ofDays(1 + i));
        }
        analyse();
        EntrySql sql =
                new EntrySql(Objects.requireNonNull(Dialect.of(product())), new Tables(null, Tables.DEFAULT_PREFIX));

        assertThat(plan(bound(sql.read(2)))).as("read").containsIgnoringCase(primaryKey());
        assertThat(plan(bound(sql.expired))).as("expired").containsIgnoringCase("ix_terrace_entry_expires_at");
        assertThat(plan(bound(sql.belowSequence))).as("below").containsIgnoringCase("ix_terrace_entry_position");
        assertThat(plan(bound(sql.belowEpoch))).as("epoch").containsIgnoringCase("ix_terrace_entry_position");
    }

    /** What the plan calls the primary key. */
    abstract String primaryKey();

    /** A binary literal. */
    abstract String binary(byte[] bytes);

    void analyse() throws Exception {
        Rows.execute(dataSource(), "ANALYZE");
    }

    private String bound(String sql) {
        String ids = binary(Ids.cache(namespace, CACHE + 1));
        String others = binary(Ids.cache(namespace, CACHE + 2));
        return sql.replace("entry_id IN (?, ?)", "entry_id IN (" + ids + ", " + others + ")")
                .replace("cache_id = ?", "cache_id = " + ids)
                .replace("epoch < ?", "epoch < 1")
                .replace("epoch = ?", "epoch = 1")
                .replace("sequence < ?", "sequence < 1")
                .replace("LIMIT ?", "LIMIT 10");
    }

    private String product() throws Exception {
        try (var connection = dataSource().getConnection()) {
            return connection.getMetaData().getDatabaseProductName();
        }
    }

    private void putAll(Tier tier, String cache, List<Digest> keys, Position position, Duration life) {
        answer(tier.put(
                cache, keys.stream().map(key -> entry(key, position, life)).toList()));
    }

    private long count() throws Exception {
        return Rows.number(dataSource(), "SELECT COUNT(*) FROM terrace_entry");
    }
}
