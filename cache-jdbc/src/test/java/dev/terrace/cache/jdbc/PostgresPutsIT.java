package dev.terrace.cache.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.Cache;
import dev.terrace.cache.Receipt;
import dev.terrace.cache.Terrace;
import dev.terrace.cache.TierStats;
import dev.terrace.cache.spi.Append;
import dev.terrace.cache.spi.Appended;
import dev.terrace.cache.spi.Cargo;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.LogRecord;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Tier;
import dev.terrace.cache.spi.TierEntry;
import dev.terrace.cache.spi.TierWrite;
import dev.terrace.testkit.PostgresServer;
import dev.terrace.testkit.Proves;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Puts of several nodes at once, whose values travel with the log. */
class PostgresPutsIT extends Scene implements OneDatabase.OfPostgres {

    private static final int WRITERS = 6;
    private static final int PUTS = 60;

    private final PostgresServer server;

    PostgresPutsIT(PostgresServer server) {
        this.server = server;
    }

    private Jdbc partner() {
        return closing(Jdbc.builder(server.jdbcUrl(), "", "")
                .statementTimeout(GENEROUS)
                .build());
    }

    /** A client of the log and of the tier. */
    private record Client(InvalidationLog log, Tier tier) {}

    /** What was put under a key, and what of it was seen, by sequences. */
    private record Story(Digest key, NavigableMap<Long, String> issued, Map<Long, String> seen) {

        static Story of(Digest key) {
            return new Story(key, new ConcurrentSkipListMap<>(), new ConcurrentHashMap<>());
        }
    }

    /** Some of the senders know less of the log than they could, as those do whose appends are late. */
    @Test
    @Proves("CACHE-1")
    void put_ofTwoKeysByManyThreads_endsWithTheLastInTheLogAndNeverGoesBack() throws Exception {
        Jdbc one = partner();
        Jdbc other = partner();
        List<Client> clients = List.of(new Client(log(one), tier(one)), new Client(log(other), tier(other)));
        List<Story> stories = keys(2).stream().map(Story::of).toList();
        Position start = append(clients.get(0).log, Name.dependency("first")).position(0);
        AtomicInteger left = new AtomicInteger(WRITERS);
        AtomicInteger carried = new AtomicInteger();

        inParallel(WRITERS + 1, number -> {
            if (number == WRITERS) {
                watch(clients.get(1), stories, left);
                return;
            }
            Random own = new Random(seed + number);
            Position known = start;
            try {
                for (int i = 0; i < PUTS; i++) {
                    Story story = stories.get(own.nextInt(2));
                    String text = number + "/" + i;
                    Appended appended = put(clients.get(number % 2), story.key, known, text, carried);
                    story.issued.put(appended.first(), text);
                    known = own.nextInt(4) == 0 ? start : appended.position(0);
                }
            } finally {
                left.decrementAndGet();
            }
        });

        for (Story story : stories) {
            TierEntry last = Objects.requireNonNull(
                    answer(clients.get(0).tier.get(CACHE, List.of(story.key))).get(0), seeded());
            long expected = story.issued.lastKey();
            assertThat(last.position()).as(seeded()).isEqualTo(at(start.epoch(), expected));
            assertThat(text(last)).as(seeded()).isEqualTo(story.issued.get(expected));
            assertThat(story.issued).as(seeded()).containsAllEntriesOf(story.seen);
        }
        assertThat(carried.get()).as("values that travelled").isPositive();
    }

    private static Appended put(Client client, Digest key, Position known, String text, AtomicInteger carried) {
        Cargo cargo = new Cargo(CACHE, key, false, bytes(text), HOUR);
        Appended appended = answer(client.log.append(
                new Append(UUID.randomUUID().toString(), known, List.of(Name.key(key)), Map.of(0, cargo))));
        if (appended.carried()) {
            carried.incrementAndGet();
        } else {
            put(client.tier, new TierWrite(key, appended.position(0), false, bytes(text), HOUR));
        }
        return appended;
    }

    /** Whoever has read the name finds nothing that stands below it. */
    private static void watch(Client client, List<Story> stories, AtomicInteger left) {
        Map<Name, Long> heard = new HashMap<>();
        while (left.get() > 0) {
            for (LogRecord record : answer(client.log.read(Position.NONE, 100)).records()) {
                heard.put(record.name(), record.sequence());
            }
            for (Story story : stories) {
                Name name = Name.key(story.key);
                TierEntry found =
                        answer(client.tier.get(CACHE, List.of(story.key))).get(0);
                if (found != null) {
                    long sequence = found.position().sequence();
                    assertThat(sequence).isGreaterThanOrEqualTo(heard.getOrDefault(name, 0L));
                    heard.put(name, sequence);
                    story.seen.put(sequence, text(found));
                }
            }
        }
    }

    private static String text(TierEntry entry) {
        return new String(entry.envelope(), StandardCharsets.UTF_8);
    }

    /** Nothing loads what is not there: a session that is put again must not vanish for anybody meanwhile. */
    @Test
    void put_againAndAgain_isNeverAbsentOnAnotherNode() throws Exception {
        Cache<String, Integer> writer = sessions();
        Cache<String, Integer> reader = sessions();
        int puts = 300;
        writer.put("session", 0);
        eventuallyFound(reader);
        AtomicInteger last = new AtomicInteger();

        inParallel(2, number -> {
            if (number == 0) {
                for (int i = 1; i <= puts; i++) {
                    assertThat(writer.put("session", i)).isEqualTo(Receipt.LOGGED);
                    last.set(i);
                }
            } else {
                int before = 0;
                int read = 0;
                while (last.get() < puts || read < puts) {
                    int found = reader.getIfPresent("session").orElse(-1);
                    assertThat(found).as("after " + before).isGreaterThanOrEqualTo(before);
                    before = found;
                    read++;
                }
            }
        });

        TierStats far = writer.stats().tiers().get(1);
        assertThat(far.puts()).isEqualTo(puts + 1);
        assertThat(far.writes().count()).as("writes in a second step").isZero();
        Nodes.eventually(
                () -> assertThat(reader.getIfPresent("session").orElse(-1)).isEqualTo(puts));
    }

    @Test
    void put_thatHasReturned_isFoundByANodeThatComesLater() throws Exception {
        Cache<String, Integer> writer = sessions();
        for (int i = 1; i <= 5; i++) {
            writer.put("session", i);
            assertThat(sessions().getIfPresent("session").orElse(-1)).isEqualTo(i);
        }
        writer.invalidate("session");

        assertThat(sessions().getIfPresent("session").isFound()).isFalse();
    }

    private static void eventuallyFound(Cache<String, Integer> cache) {
        Nodes.eventually(
                () -> assertThat(cache.getIfPresent("session").isFound()).isTrue());
    }

    /** A node's cache without a loader. */
    private Cache<String, Integer> sessions() {
        Jdbc jdbc = partner();
        Terrace terrace = closing(
                Terrace.builder(namespace).log(jdbc.log()).awaitLog(GENEROUS).build());
        return terrace.cache("sessions", String.class, Integer.class)
                .heap(heap -> heap.maximumSize(100))
                .tier(jdbc.tier(), settings -> settings.timeout(GENEROUS))
                .build();
    }
}
