package dev.terrace.testkit.contract;

import static dev.terrace.testkit.contract.BackendContract.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.spi.Change;
import dev.terrace.cache.spi.Ledger;
import dev.terrace.cache.spi.LedgerRecord;
import dev.terrace.cache.spi.LedgerState;
import dev.terrace.cache.spi.LedgerWrite;
import dev.terrace.cache.spi.Limits;
import dev.terrace.cache.spi.Outcome;
import dev.terrace.cache.spi.Trail;
import dev.terrace.cache.spi.TrailRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The words in which {@link LedgerContract} speaks to a ledger. Stateless. */
final class Ledgers {

    static final String FLAGS = "flags";

    /** Neither a lease nor a collection may be called so. */
    static final List<String> NO_NAMES = List.of("", " ", ":a", "a b", "\u00e4", "a\u0000", "{a}", "a".repeat(129));

    /** No key, source or holder may be called so. */
    static final List<String> NO_TEXTS =
            List.of("", "a".repeat(Limits.MAXIMUM_KEY_BYTES + 1), "\u00e9".repeat(129), "\uD83D");

    private Ledgers() {}

    /** Texts that stores like to mistake for each other, as long as a key may be. */
    static List<String> hostileTexts() {
        List<String> texts = new ArrayList<>(List.of("5", "1 2 3", "0r", " "));
        for (String text : Logs.hostileTexts()) {
            if (text.getBytes(StandardCharsets.UTF_8).length <= Limits.MAXIMUM_KEY_BYTES) {
                texts.add(text);
            }
        }
        texts.add("z".repeat(Limits.MAXIMUM_KEY_BYTES));
        return texts;
    }

    static LedgerWrite set(String key, long expected, String content) {
        return new LedgerWrite(key, expected, bytes(content));
    }

    static LedgerWrite remove(String key, long expected) {
        return LedgerWrite.removal(key, expected);
    }

    static Change change(long epoch, String trail, LedgerWrite... writes) {
        return new Change(UUID.randomUUID().toString(), FLAGS, epoch, List.of(writes), bytes(trail));
    }

    static Outcome write(Ledger ledger, String trail, LedgerWrite... writes) {
        return answer(ledger.write(change(epoch(ledger), trail, writes)));
    }

    static Outcome.Committed committed(Ledger ledger, String trail, LedgerWrite... writes) {
        return committed(write(ledger, trail, writes));
    }

    static Outcome.Committed committed(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Committed.class);
        return (Outcome.Committed) outcome;
    }

    static Outcome.Conflict conflict(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Conflict.class);
        return (Outcome.Conflict) outcome;
    }

    static long epoch(Ledger ledger) {
        return answer(ledger.read(FLAGS, "any")).at().epoch();
    }

    static LedgerRecord record(Ledger ledger, String key) {
        List<LedgerRecord> records = answer(ledger.read(FLAGS, key)).records();
        assertThat(records).hasSize(1);
        assertThat(records.get(0).key()).isEqualTo(key);
        return records.get(0);
    }

    /** Each record as {@code key=version:content}, in order. */
    static List<String> texts(LedgerState state) {
        return state.records().stream().map(Ledgers::text).sorted().toList();
    }

    static String text(LedgerRecord record) {
        return record.key() + "=" + record.version() + ":" + text(record.bytes());
    }

    static @Nullable String text(byte @Nullable [] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    /** The whole trail in pieces, each record as its text; checks that it has no holes. */
    static List<String> trail(Ledger ledger, int limit) {
        List<String> texts = new ArrayList<>();
        boolean more = true;
        while (more) {
            Trail trail = answer(ledger.trail(FLAGS, texts.size(), limit));
            for (TrailRecord record : trail.records()) {
                assertThat(record.sequence()).isEqualTo(texts.size() + 1L);
                texts.add(new String(record.bytes(), StandardCharsets.UTF_8));
            }
            assertThat(trail.records()).hasSizeLessThanOrEqualTo(limit);
            assertThat(trail.reached().sequence()).isEqualTo(texts.size());
            more = trail.more();
            assertThat(more && trail.records().isEmpty())
                    .as("more, but nothing read")
                    .isFalse();
        }
        return texts;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
