package dev.terrace.flags.store;

import dev.terrace.cache.spi.LedgerRecord;
import dev.terrace.cache.spi.LedgerState;
import dev.terrace.cache.spi.Position;
import dev.terrace.flags.Definitions;
import dev.terrace.flags.Format;
import dev.terrace.flags.OperatorOverride;
import dev.terrace.flags.internal.chain.ChainCheck;
import dev.terrace.flags.internal.chain.Json;
import dev.terrace.flags.internal.chain.Tip;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a store holds at one moment: definitions, and what operators have set.
 *
 * <p>Immutable and thread-safe.
 *
 * @since 0.1.0
 */
public final class StoredFlags {

    private final Position version;
    private final SortedMap<String, String> contents;

    StoredFlags(Position version, Map<String, String> contents) {
        this.version = version;
        this.contents = new TreeMap<>(contents);
    }

    static StoredFlags of(LedgerState state) {
        Map<String, String> contents = new TreeMap<>();
        for (LedgerRecord record : state.records()) {
            byte[] bytes = record.bytes();
            if (bytes != null && !record.key().equals(Tip.KEY) && !record.key().startsWith(ChainCheck.INDEX)) {
                contents.put(record.key(), new String(bytes, StandardCharsets.UTF_8));
            }
        }
        return new StoredFlags(state.at(), contents);
    }

    /**
     * Which version it is.
     *
     * @return the ledger's epoch, and the sequence of the last change
     */
    public Position version() {
        return version;
    }

    /**
     * All that is stored.
     *
     * @return JSON by key, such as {@code flag/new_checkout}; unmodifiable
     */
    public Map<String, String> contents() {
        return Collections.unmodifiableSortedMap(contents);
    }

    /**
     * The definitions as one document. Its version is the sequence of the last change.
     *
     * @return JSON
     */
    public String document() {
        StringBuilder document = new StringBuilder("{\"version\":").append(version.sequence());
        section(document, Edit.ENVIRONMENTS);
        sections(document, "segments", Edit.SEGMENT);
        section(document, Edit.SWITCHES);
        sections(document, "flags", Edit.FLAG);
        return document.append('}').toString();
    }

    private void section(StringBuilder document, String key) {
        String json = contents.get(key);
        if (json != null) {
            document.append(",\"").append(key).append("\":").append(json);
        }
    }

    private void sections(StringBuilder document, String name, String prefix) {
        document.append(",\"").append(name).append("\":{");
        String comma = "";
        for (Map.Entry<String, String> entry : under(prefix).entrySet()) {
            document.append(comma)
                    .append(Json.quoted(entry.getKey().substring(prefix.length())))
                    .append(':')
                    .append(entry.getValue());
            comma = ",";
        }
        document.append('}');
    }

    private SortedMap<String, String> under(String prefix) {
        return contents.subMap(prefix, prefix + Character.MAX_VALUE);
    }

    /**
     * The definitions, read and checked.
     *
     * @return new ones
     * @throws dev.terrace.flags.DefinitionsException if somebody has stored beside the door what cannot be used
     */
    public Definitions definitions() {
        return Definitions.parse(document(), Format.JSON);
    }

    /**
     * What operators have set, also what has ended.
     *
     * @param environment where; null asks for what holds everywhere
     * @return those of the environment, then those of everywhere
     */
    public List<OperatorOverride> overrides(@Nullable String environment) {
        List<OperatorOverride> overrides = new ArrayList<>();
        if (environment != null) {
            addOverrides(environment, overrides);
        }
        addOverrides(Edit.EVERYWHERE, overrides);
        return overrides;
    }

    private void addOverrides(String environment, List<OperatorOverride> overrides) {
        String prefix = Edit.OVERRIDE + environment + "/";
        under(prefix).forEach((key, json) -> overrides.add(override(key.substring(prefix.length()), json)));
    }

    private static OperatorOverride override(String flag, String json) {
        JsonNode override = Json.read(json);
        JsonNode until = override.get("until");
        return new OperatorOverride(
                flag,
                override.required("variant").stringValue(),
                until == null ? null : Instant.parse(until.stringValue()));
    }

    /** Flags and environments of all overrides; an environment may be that of everywhere. */
    List<String[]> overridden() {
        return under(Edit.OVERRIDE).keySet().stream()
                .map(key -> key.substring(Edit.OVERRIDE.length()).split("/", 2))
                .toList();
    }

    StoredFlags with(Map<String, @Nullable String> changed) {
        Map<String, String> next = new TreeMap<>(contents);
        changed.forEach((key, json) -> {
            if (json == null) {
                next.remove(key);
            } else {
                next.put(key, json);
            }
        });
        return new StoredFlags(new Position(version.epoch(), version.sequence() + 1), next);
    }

    @Override
    public String toString() {
        return "StoredFlags[" + version + ", " + contents.size() + " records]";
    }
}
