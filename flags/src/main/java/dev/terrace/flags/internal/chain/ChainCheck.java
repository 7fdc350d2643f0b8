package dev.terrace.flags.internal.chain;

import dev.terrace.cache.spi.LedgerRecord;
import dev.terrace.cache.spi.LedgerState;
import dev.terrace.cache.spi.TrailRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/*
 * Walks a chain from its start. It knows the tip, and what all records must be by now (the replay). Each record must follow from
 * the tip, and what it says of the state before it must be the replay's; at the end the tip must be the stored head, and the replay the
 * stored records. So not only the trail cannot be edited unnoticed, but neither what it speaks of. Who rewrites the whole chain and the
 * head makes another one that is whole; that is what anchors are for.
 */
/** Checks a chain, record by record, and replays it. Not thread-safe. */
public final class ChainCheck {

    /** Records with such keys are no definitions, and stand in no trail. */
    public static final String INDEX = "index/";

    /** What has such keys is told in the trail alone. */
    public static final String OBSERVED = "observed/";

    private static final int MOST_FAULTS = 100;

    private final Map<Long, String> anchors;
    private final Map<String, String> contents = new TreeMap<>();
    private final List<Fault> faults = new ArrayList<>();
    private Tip tip;
    private long records;

    /**
     * Something that is not as it was written.
     *
     * @param sequence where it shows; 0 where it shows in no record of the trail
     * @param message what is wrong
     */
    public record Fault(long sequence, String message) {}

    /** From a chain's start; hashes by sequence that are known from elsewhere must stand in it. */
    public ChainCheck(String chain, Map<Long, String> anchors) {
        this.tip = Tip.start(chain);
        this.anchors = Map.copyOf(anchors);
    }

    /** The last record's sequence. */
    public long reached() {
        return tip.sequence();
    }

    /** How many records there were. */
    public long records() {
        return records;
    }

    /** Where the chain ends. */
    public Tip tip() {
        return tip;
    }

    /** What is wrong, the first hundred. */
    public List<Fault> faults() {
        return List.copyOf(faults);
    }

    /** What the records are after what was accepted. */
    public Map<String, String> contents() {
        return contents;
    }

    /** Takes the next record. */
    public void accept(TrailRecord record) {
        records++;
        Link link = read(record);
        String broken = fault(tip, record, link);
        if (broken != null) {
            fault(record.sequence(), broken);
        }
        if (link != null) {
            replay(record.sequence(), link);
        }
        tip = new Tip(record.sequence(), Tip.hash(record.bytes()), link == null ? tip.time() : link.time());
        String known = anchors.get(tip.sequence());
        if (known != null && !known.equals(tip.hash())) {
            fault(tip.sequence(), "is not the record that the anchor names: history up to here was rewritten");
        }
    }

    /** Why a record does not follow from a tip, or null if it does. */
    static @Nullable String fault(Tip tip, TrailRecord record, @Nullable Link link) {
        if (record.sequence() > tip.sequence() + 1) {
            return "is there, and not the one before it: records were deleted";
        }
        if (record.sequence() <= tip.sequence()) {
            return "stands behind record " + tip.sequence() + ": records were inserted";
        }
        if (link == null) {
            return "cannot be read: it was changed";
        }
        if (link.sequence() != record.sequence()) {
            return "says that it is record " + link.sequence() + ": records were moved";
        }
        if (!link.previous().equals(tip.hash())) {
            return "does not follow from the record before it: one of the two was changed";
        }
        return link.time() < tip.time() ? "is older than the record before it" : null;
    }

    static @Nullable Link read(TrailRecord record) {
        try {
            return Link.of(record.bytes());
        } catch (RuntimeException unreadable) {
            return null;
        }
    }

    private void replay(long sequence, Link link) {
        for (Link.Edited edit : link.edits()) {
            if (edit.key().startsWith(OBSERVED)) {
                continue;
            }
            String held = contents.get(edit.key());
            if (!same(held, edit.before())) {
                fault(sequence, "says of " + edit.key() + " what the records before it do not");
            }
            if (edit.after() == null) {
                contents.remove(edit.key());
            } else {
                contents.put(edit.key(), edit.after());
            }
        }
    }

    /** Compares the end with what is stored beside the trail, of the same moment. */
    public void finish(LedgerState state) {
        if (state.at().sequence() != tip.sequence()) {
            fault(
                    0,
                    "the ledger counts " + state.at().sequence() + " changes, the trail ends with record "
                            + tip.sequence());
        }
        Map<String, String> stored = new TreeMap<>();
        Tip head = null;
        for (LedgerRecord record : state.records()) {
            byte[] bytes = record.bytes();
            if (bytes == null || record.key().startsWith(INDEX)) {
                continue;
            }
            if (record.key().equals(Tip.KEY)) {
                head = head(bytes);
            } else {
                stored.put(record.key(), new String(bytes, StandardCharsets.UTF_8));
            }
        }
        if (head == null ? records > 0 : !head.equals(tip)) {
            fault(0, "the head is not the end of the trail: the last record, or the head, was changed or removed");
        }
        compare(stored);
        anchors.keySet().stream()
                .filter(sequence -> sequence > tip.sequence())
                .sorted()
                .forEach(sequence -> fault(sequence, "is named by an anchor, and the trail ends before it"));
    }

    private static @Nullable Tip head(byte[] bytes) {
        try {
            return Tip.of(bytes);
        } catch (RuntimeException unreadable) {
            return null;
        }
    }

    private void compare(Map<String, String> stored) {
        stored.forEach((key, content) -> {
            if (!same(contents.get(key), content)) {
                fault(0, key + " is stored otherwise than the trail says: it was changed beside the door");
            }
        });
        for (String key : contents.keySet()) {
            if (!stored.containsKey(key)) {
                fault(0, key + " is not stored, and the trail says that it is: it was removed beside the door");
            }
        }
    }

    private static boolean same(@Nullable String one, @Nullable String other) {
        return one == null ? other == null : one.equals(other);
    }

    private void fault(long sequence, String message) {
        if (faults.size() < MOST_FAULTS) {
            faults.add(new Fault(sequence, message));
        }
    }
}
