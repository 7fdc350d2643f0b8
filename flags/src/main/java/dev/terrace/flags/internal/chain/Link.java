package dev.terrace.flags.internal.chain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/*
 * The bytes of a record are one line of JSON, its properties in the order below. Nobody ever makes these bytes a second time: what is
 * hashed is what is stored, so that no rule for writing numbers or texts takes part in whether a chain is whole.
 */
/**
 * One record of a chain. Immutable.
 *
 * @param sequence its place, 1 for the first
 * @param previous the hash of the record before it, or that of the chain's start
 * @param change the id of the change that it tells of
 * @param time milliseconds since 1970 UTC, never before that of the record before it
 * @param actor who
 * @param reason why
 * @param edits what
 */
public record Link(
        long sequence, String previous, String change, long time, String actor, String reason, List<Edited> edits) {

    static final int FORMAT = 1;

    /**
     * What became of one record.
     *
     * @param key the record's key
     * @param before JSON in one line; null where there was none
     * @param after JSON in one line; null where it was removed
     */
    public record Edited(
            String key, @Nullable String before, @Nullable String after) {}

    /** Copies the edits. */
    public Link {
        edits = List.copyOf(edits);
    }

    /** The record that goes behind a tip. */
    public static Link behind(Tip tip, String change, long now, String actor, String reason, List<Edited> edits) {
        return new Link(tip.sequence() + 1, tip.hash(), change, Math.max(now, tip.time()), actor, reason, edits);
    }

    /** As it is stored and hashed. */
    public byte[] bytes() {
        ObjectNode link = Json.object();
        link.put("format", FORMAT);
        link.put("sequence", sequence);
        link.put("previous", previous);
        link.put("change", change);
        link.put("time", Instant.ofEpochMilli(time).toString());
        link.put("actor", actor);
        link.put("reason", reason);
        ArrayNode list = link.putArray("edits");
        for (Edited edit : edits) {
            ObjectNode one = list.addObject();
            one.put("key", edit.key());
            put(one, "before", edit.before());
            put(one, "after", edit.after());
        }
        return Json.bytes(link);
    }

    private static void put(ObjectNode edit, String name, @Nullable String json) {
        if (json == null) {
            edit.putNull(name);
        } else {
            edit.set(name, Json.read(json));
        }
    }

    /**
     * Reads what {@link #bytes} has written.
     *
     * @throws RuntimeException of any kind if it is something else
     */
    public static Link of(byte[] bytes) {
        JsonNode link = Json.read(bytes);
        checkFormat(link);
        List<Edited> edits = new ArrayList<>();
        for (JsonNode edit : link.required("edits")) {
            edits.add(new Edited(edit.required("key").stringValue(), json(edit, "before"), json(edit, "after")));
        }
        return new Link(
                link.required("sequence").longValue(),
                link.required("previous").stringValue(),
                link.required("change").stringValue(),
                Instant.parse(link.required("time").stringValue()).toEpochMilli(),
                link.required("actor").stringValue(),
                link.required("reason").stringValue(),
                edits);
    }

    private static @Nullable String json(JsonNode edit, String name) {
        JsonNode value = edit.required(name);
        return value.isNull() ? null : Json.text(value);
    }

    static void checkFormat(JsonNode node) {
        long format = node.required("format").longValue();
        if (format != FORMAT) {
            throw new IllegalStateException(
                    "an audit record of format " + format + ": it was written by a newer version; upgrade this one");
        }
    }
}
