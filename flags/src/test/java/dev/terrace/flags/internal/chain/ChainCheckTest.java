package dev.terrace.flags.internal.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.spi.LedgerRecord;
import dev.terrace.cache.spi.LedgerState;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.TrailRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Every single edit, deletion, insertion and swap at each place of a trail of 10,000 records. A check from the start to a place says the
 * same each time, so it is made once: what stands before the place is a tip.
 */
@Tag("proves:FLAG-5")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChainCheckTest {

    private static final String CHAIN = "shop/flags";
    private static final int RECORDS = 10_000;
    private static final int FLAGS = 50;

    private final List<TrailRecord> trail = new ArrayList<>();
    private final List<Tip> tips = new ArrayList<>();
    private final Map<String, String> contents = new HashMap<>();

    ChainCheckTest() {
        Tip tip = Tip.start(CHAIN);
        tips.add(tip);
        for (int i = 1; i <= RECORDS; i++) {
            String key = "flag/f" + i % FLAGS;
            String after = i % 7 == 0 ? null : "{\"type\":\"boolean\",\"default\":\"on\",\"version\":" + i + "}";
            String before = contents.get(key);
            Link link = Link.behind(
                    tip, "c-" + i, i * 10L, "actor " + i % 5, "reason", List.of(new Link.Edited(key, before, after)));
            byte[] bytes = link.bytes();
            trail.add(new TrailRecord(i, bytes));
            tip = tip.then(link, bytes);
            tips.add(tip);
            if (after == null) {
                contents.remove(key);
            } else {
                contents.put(key, after);
            }
        }
    }

    private LedgerState state() {
        List<LedgerRecord> records = new ArrayList<>();
        contents.forEach((key, json) -> records.add(new LedgerRecord(key, 1, json.getBytes(StandardCharsets.UTF_8))));
        records.add(new LedgerRecord(Tip.KEY, RECORDS, tips.get(RECORDS).bytes()));
        return new LedgerState(new Position(1, RECORDS), records);
    }

    private static ChainCheck check(List<TrailRecord> trail, LedgerState state, Map<Long, String> anchors) {
        ChainCheck check = new ChainCheck(CHAIN, anchors);
        trail.forEach(check::accept);
        check.finish(state);
        return check;
    }

    /** Whether the records from a place on are found not to follow from what is before it; the head is behind the last. */
    private boolean isFound(int place, List<TrailRecord> then) {
        Tip tip = tips.get(place);
        for (TrailRecord record : then) {
            Link link = ChainCheck.read(record);
            if (ChainCheck.fault(tip, record, link) != null) {
                return true;
            }
            assertThat(link).isNotNull();
            tip = tip.then(link, record.bytes());
        }
        return !tip.equals(tips.get(RECORDS));
    }

    private List<TrailRecord> from(int place, int most) {
        return trail.subList(place, Math.min(place + most, RECORDS));
    }

    private static TrailRecord at(long sequence, TrailRecord record) {
        return new TrailRecord(sequence, record.bytes());
    }

    @Test
    void accept_untouched_findsNothing() {
        ChainCheck check = check(
                trail,
                state(),
                Map.of(0L, tips.get(0).hash(), 5_000L, tips.get(5_000).hash()));

        assertThat(check.faults()).isEmpty();
        assertThat(check.records()).isEqualTo(RECORDS);
        assertThat(check.contents()).isEqualTo(contents);
        assertThat(check.tip()).isEqualTo(tips.get(RECORDS));
    }

    @Test
    void fault_oneBitOfAnyRecordChanged_isFound() {
        for (int i = 0; i < RECORDS; i++) {
            byte[] bytes = trail.get(i).bytes().clone();
            bytes[(i * 31) % bytes.length] ^= (byte) (1 << i % 8);
            assertFound(i, List.of(new TrailRecord(i + 1, bytes)), from(i + 1, 1));
        }
    }

    @Test
    void fault_anyByteOfARecordChanged_isFound() {
        for (int i : new int[] {0, 1, 5_000, RECORDS - 2, RECORDS - 1}) {
            int length = trail.get(i).bytes().length;
            for (int at = 0; at < length; at++) {
                byte[] bytes = trail.get(i).bytes().clone();
                bytes[at]++;
                assertFound(i, List.of(new TrailRecord(i + 1, bytes)), from(i + 1, 1));
            }
        }
    }

    /** The worst edit: another actor, all else as it was, and still a record that can be read. */
    @Test
    void fault_anyRecordRewritten_isFound() {
        for (int i = 0; i < RECORDS; i++) {
            Link link = Link.of(trail.get(i).bytes());
            Link forged = new Link(
                    link.sequence(),
                    link.previous(),
                    link.change(),
                    link.time(),
                    "nobody",
                    link.reason(),
                    link.edits());
            assertFound(i, List.of(new TrailRecord(i + 1, forged.bytes())), from(i + 1, 1));
        }
    }

    @Test
    void fault_anyRecordDeleted_isFound() {
        for (int i = 0; i < RECORDS; i++) {
            assertFound(i, List.of(), from(i + 1, 1));
        }
    }

    /** The records behind it are moved, so that no number is missing. */
    @Test
    void fault_anyRecordDeletedAndTheRestMoved_isFound() {
        for (int i = 0; i < RECORDS - 1; i++) {
            assertFound(i, List.of(at(i + 1, trail.get(i + 1))), List.of());
        }
    }

    @Test
    void fault_aRecordInsertedAnywhere_isFound() {
        for (int i = 0; i <= RECORDS; i++) {
            Link forged = Link.behind(tips.get(i), "forged", 0, "nobody", "none", List.of());
            TrailRecord inserted = new TrailRecord(i + 1, forged.bytes());
            List<TrailRecord> moved = new ArrayList<>();
            for (TrailRecord next : from(i, 1)) {
                moved.add(at(i + 2, next));
            }
            assertFound(i, List.of(inserted), moved);
        }
    }

    @Test
    void fault_anyTwoNeighboursSwapped_isFound() {
        for (int i = 0; i < RECORDS - 1; i++) {
            assertFound(i, List.of(at(i + 1, trail.get(i + 1)), at(i + 2, trail.get(i))), List.of());
        }
    }

    @Test
    void fault_anyTwoDistantRecordsSwapped_isFound() {
        for (int i = 0; i < RECORDS; i++) {
            int other = (i * 7_919 + 13) % RECORDS;
            if (other != i) {
                assertFound(i, List.of(at(i + 1, trail.get(other))), List.of());
            }
        }
    }

    private void assertFound(int place, List<TrailRecord> first, List<TrailRecord> second) {
        List<TrailRecord> then = new ArrayList<>(first);
        then.addAll(second);
        if (!isFound(place, then)) {
            assertThat(place).as("the place of what was not found").isNegative();
        }
    }

    @Test
    void finish_lastRecordMissing_isFoundByTheHead() {
        assertThat(check(trail.subList(0, RECORDS - 1), state(), Map.of()).faults())
                .isNotEmpty();
    }

    @Test
    void finish_aStoredFlagChangedBesideTheDoor_isFound() {
        LedgerState state = state();
        List<LedgerRecord> records = new ArrayList<>(state.records());
        String key = contents.keySet().iterator().next();
        records.removeIf(record -> record.key().equals(key));
        assertThat(faults(state, records)).anyMatch(text -> text.startsWith(key + " is not stored"));

        records.add(new LedgerRecord(key, 9, "{\"type\":\"boolean\"}".getBytes(StandardCharsets.UTF_8)));
        assertThat(faults(state, records)).anyMatch(text -> text.startsWith(key + " is stored otherwise"));
    }

    @Test
    void finish_aStoredFlagAddedBesideTheDoor_isFound() {
        LedgerState state = state();
        List<LedgerRecord> records = new ArrayList<>(state.records());
        records.add(new LedgerRecord("flag/new", 1, "{}".getBytes(StandardCharsets.UTF_8)));

        assertThat(faults(state, records)).anyMatch(text -> text.startsWith("flag/new is stored otherwise"));
    }

    @Test
    void finish_headRemoved_isFound() {
        LedgerState state = state();
        List<LedgerRecord> records = new ArrayList<>(state.records());
        records.removeIf(record -> record.key().equals(Tip.KEY));

        assertThat(faults(state, records)).hasSize(1);
    }

    private List<String> faults(LedgerState state, List<LedgerRecord> records) {
        return check(trail, new LedgerState(state.at(), records), Map.of()).faults().stream()
                .map(ChainCheck.Fault::message)
                .toList();
    }

    /** Somebody who may write everything makes all of it anew, and consistent. Only an anchor tells. */
    @Test
    void accept_wholeHistoryRewritten_isFoundByAnAnchor() {
        int forgedAt = 3_000;
        List<TrailRecord> forged = new ArrayList<>(trail.subList(0, forgedAt));
        Tip tip = tips.get(forgedAt);
        for (int i = forgedAt; i < RECORDS; i++) {
            Link link = Link.of(trail.get(i).bytes());
            Link again = Link.behind(tip, link.change(), link.time(), "nobody", link.reason(), link.edits());
            byte[] bytes = again.bytes();
            forged.add(new TrailRecord(i + 1, bytes));
            tip = tip.then(again, bytes);
        }
        List<LedgerRecord> records = new ArrayList<>(state().records());
        records.removeIf(record -> record.key().equals(Tip.KEY));
        records.add(new LedgerRecord(Tip.KEY, RECORDS, tip.bytes()));
        LedgerState state = new LedgerState(new Position(1, RECORDS), records);

        assertThat(check(forged, state, Map.of()).faults()).isEmpty();
        assertThat(check(forged, state, Map.of(2_999L, tips.get(2_999).hash())).faults())
                .as("before the forged part")
                .isEmpty();
        assertThat(check(forged, state, Map.of(3_001L, tips.get(3_001).hash())).faults())
                .hasSize(1);
        assertThat(check(forged, state, Map.of(10_001L, tips.get(3_001).hash())).faults())
                .as("an anchor of what is gone")
                .hasSize(1);
    }

    @Test
    void start_ofAnotherChain_isAnotherTip() {
        assertThat(Tip.start("shop/flags")).isNotEqualTo(Tip.start("shop2/flags"));
        assertThat(isFound(0, List.of(new TrailRecord(1, behind(Tip.start("other/flags"))))))
                .isTrue();
    }

    private static byte[] behind(Tip tip) {
        return Link.behind(tip, "c", 0, "a", "r", List.of()).bytes();
    }

    @Test
    void behind_clockThatGoesBack_keepsTheTimeOfTheRecordBefore() {
        Tip tip = new Tip(3, "hash", 1_000);

        assertThat(Link.behind(tip, "c", 400, "a", "r", List.of()).time()).isEqualTo(1_000);
        assertThat(Link.behind(tip, "c", 1_400, "a", "r", List.of()).time()).isEqualTo(1_400);
    }

    /** Other versions read this: it changes with the format only. */
    @Test
    void bytes_areTheFormThatIsWrittenDown() {
        Link link = new Link(
                2, "ab", "c-1", 1_000, "ann", "be\"cause", List.of(new Link.Edited("flag/a", null, "{\"x\":1.50}")));
        String text =
                "{\"format\":1,\"sequence\":2,\"previous\":\"ab\",\"change\":\"c-1\",\"time\":\"1970-01-01T00:00:01Z\","
                        + "\"actor\":\"ann\",\"reason\":\"be\\\"cause\",\"edits\":[{\"key\":\"flag/a\",\"before\":null,\"after\":{\"x\":1.50}}]}";

        assertThat(new String(link.bytes(), StandardCharsets.UTF_8)).isEqualTo(text);
        assertThat(Link.of(link.bytes())).isEqualTo(link);
        assertThat(Tip.hash("{}".getBytes(StandardCharsets.UTF_8))).isEqualTo(sha256("terrace.audit/1\0{}"));
        assertThat(new String(new Tip(2, "cd", 1_000).bytes(), StandardCharsets.UTF_8))
                .isEqualTo("{\"format\":1,\"sequence\":2,\"hash\":\"cd\",\"time\":\"1970-01-01T00:00:01Z\"}");
    }

    private static @Nullable String sha256(String text) {
        try {
            return java.util.HexFormat.of()
                    .formatHex(java.security.MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.NoSuchAlgorithmException e) {
            return null;
        }
    }
}
