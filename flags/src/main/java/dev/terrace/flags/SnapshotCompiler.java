package dev.terrace.flags;

import dev.terrace.flags.internal.document.DocumentNode;
import dev.terrace.flags.internal.document.DocumentNode.Mapping;
import dev.terrace.flags.internal.document.Faults;
import dev.terrace.flags.internal.document.Fingerprint;
import dev.terrace.flags.internal.document.Place;
import dev.terrace.flags.internal.rules.ConditionReader;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/*
 * Compiles a document for one setting. Used once, by one thread. Flags are compiled when the first one needs them, each
 * once; those under way are remembered, so that a flag which requires itself is found, and no chain outgrows the stack.
 * What the schema has found broken is left out, and nothing is said of those who name it.
 */
final class SnapshotCompiler {

    private static final int LONGEST_CHAIN = 100;

    private final Mapping document;
    private final Set<String> broken;
    private final @Nullable String environment;
    private final Faults faults;
    private final Overlays overlays;
    private final ConditionReader conditions;
    private final SwitchReader switches;
    private final Overrides overrides;
    private final Map<String, DocumentNode> definitions;
    private final long segments;
    private final Map<String, CompiledFlag> compiled = new HashMap<>();
    private final Map<String, String> salts = new HashMap<>();
    private final Set<String> underWay = new LinkedHashSet<>();

    /** The paths of sections, flags and segments that the schema has found broken, such as {@code /flags/a}. */
    SnapshotCompiler(Mapping document, Set<String> broken, Setting setting, Faults faults) {
        this.document = document;
        this.broken = broken;
        this.faults = faults;
        environment = setting.environment();
        overrides = new Overrides(setting);
        overlays = new Overlays(section("environments"));
        switches = new SwitchReader(section("switches"), faults);
        conditions = new ConditionReader(document.mapping("segments"), faults);
        Mapping flags = document.mapping("flags");
        definitions = flags == null ? Map.of() : flags.entries();
        segments = Fingerprint.of(document.mapping("segments"));
    }

    /** A section, if the schema agrees with all of it. */
    private @Nullable Mapping section(String name) {
        return broken.stream().anyMatch(path -> path.equals("/" + name) || path.startsWith("/" + name + "/"))
                ? null
                : document.mapping(name);
    }

    /** What all settings have in common. */
    void checkDocument() {
        overlays.check(faults);
        conditions.readSegments();
        switches.check(
                definitions.keySet(),
                key -> broken.contains("/flags/" + key)
                        || (definitions.get(key) instanceof Mapping flag && "boolean".equals(flag.text("type"))));
        Map<String, Place> places = new LinkedHashMap<>();
        definitions.forEach((key, node) -> {
            places.put(key, node.place());
            if (node instanceof Mapping flag && isWhole(key)) {
                overlays.check(flag, faults);
            }
        });
        Overrides.check(places, faults);
    }

    Snapshot compile() {
        definitions.forEach((key, node) -> flag(key, node));
        return new Snapshot(version(), compiled, overrides.warnings(definitions.keySet()));
    }

    Set<String> environments() {
        return overlays.names();
    }

    long version() {
        Long version = document.whole("version");
        return version == null ? 0 : version;
    }

    Faults faults() {
        return faults;
    }

    ConditionReader conditions() {
        return conditions;
    }

    SwitchReader switches() {
        return switches;
    }

    Overrides overrides() {
        return overrides;
    }

    /** Any flag may rest on a segment, so a changed one changes all. */
    long segmentsFingerprint() {
        return segments;
    }

    boolean isDefined(String key) {
        return definitions.containsKey(key);
    }

    /** The other flag that has the salt, or null. */
    @Nullable
    String claimSalt(String salt, String key) {
        String other = salts.putIfAbsent(salt, key);
        return key.equals(other) ? null : other;
    }

    private boolean isWhole(String key) {
        return !broken.contains("/flags") && !broken.contains("/flags/" + key);
    }

    private @Nullable CompiledFlag flag(String key, DocumentNode from) {
        CompiledFlag known = compiled.get(key);
        if (known != null) {
            return known;
        }
        if (!(definitions.get(key) instanceof Mapping definition) || !isWhole(key)) {
            return null;
        }
        if (underWay.contains(key)) {
            faults.add(
                    from.place(),
                    "flag \"" + key + "\" requires itself: " + String.join(" -> ", underWay) + " -> " + key,
                    "take one of these prerequisites out");
            return null;
        }
        if (underWay.size() >= LONGEST_CHAIN) {
            faults.add(
                    from.place(),
                    "a chain of more than " + LONGEST_CHAIN + " prerequisites",
                    "let flags require each other less deep");
            return null;
        }
        underWay.add(key);
        CompiledFlag flag = new FlagReader(key, overlays.of(definition, environment), this).read(this::flag);
        underWay.remove(key);
        if (flag.cost > ConditionReader.COSTLIEST) {
            faults.add(
                    definition.place(),
                    "flag \"" + key + "\" may take " + flag.cost + " steps, with the flags that it requires",
                    "make it smaller: at most " + ConditionReader.COSTLIEST + " are allowed");
        }
        compiled.put(key, flag);
        return flag;
    }
}
