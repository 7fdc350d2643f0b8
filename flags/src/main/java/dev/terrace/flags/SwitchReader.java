package dev.terrace.flags;

import dev.terrace.flags.internal.document.DocumentNode;
import dev.terrace.flags.internal.document.DocumentNode.Mapping;
import dev.terrace.flags.internal.document.DocumentNode.Scalar;
import dev.terrace.flags.internal.document.Faults;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads which flags each switch forces, and to what. */
final class SwitchReader {

    private final @Nullable Mapping switches;
    private final Faults faults;

    SwitchReader(@Nullable Mapping switches, Faults faults) {
        this.switches = switches;
        this.faults = faults;
    }

    /** Notes what is said of flags that are not there, and of switches. */
    void check(Set<String> keys, Predicate<String> isBoolean) {
        for (Switch one : Switch.values()) {
            DocumentNode entries = switches == null ? null : switches.get(one.key);
            if (entries == null) {
                continue;
            }
            if (!isBoolean.test(one.key)) {
                faults.add(
                        entries.place(),
                        "there is no boolean flag \"" + one.key + "\" that could turn this switch on",
                        "define it under flags, with type: boolean and default: off");
            }
            for (Mapping entry : entries(one)) {
                for (DocumentNode named : entry.items("flags")) {
                    checkKey(named, keys);
                }
            }
        }
    }

    /** What a switch makes the flag answer, or null where it leaves it alone. The first entry that names the flag counts. */
    @Nullable
    Evaluation<Object> forced(Switch by, FlagInfo flag, Variants variants, String off) {
        if (Switch.of(flag.key()) != null) {
            return null;
        }
        for (Mapping entry : entries(by)) {
            boolean named = Boolean.TRUE.equals(entry.truth("all"))
                    || names(entry, "categories", List.of(String.valueOf(flag.category())))
                    || names(entry, "tags", flag.tags())
                    || names(entry, "flags", List.of(flag.key()));
            if (named && !names(entry, "keep", List.of(String.valueOf(flag.category())))) {
                String variant = entry.text("variant") == null ? off : variants.named(entry, "variant");
                return variants.answer(variant, by.reason, null);
            }
        }
        return null;
    }

    private void checkKey(DocumentNode named, Set<String> keys) {
        if (!(named instanceof Scalar scalar) || !(scalar.value() instanceof String key)) {
            return;
        }
        if (!keys.contains(key)) {
            faults.add(named.place(), "there is no flag \"" + key + "\"", "define it under flags, or correct the key");
        } else if (Switch.of(key) != null) {
            faults.add(named.place(), "a switch cannot be forced", "leave \"" + key + "\" out");
        }
    }

    private List<Mapping> entries(Switch one) {
        return switches == null
                ? List.of()
                : switches.items(one.key).stream()
                        .filter(Mapping.class::isInstance)
                        .map(Mapping.class::cast)
                        .toList();
    }

    private static boolean names(Mapping entry, String field, List<String> asked) {
        return entry.items(field).stream()
                .anyMatch(item ->
                        item instanceof Scalar scalar && scalar.value() instanceof String name && asked.contains(name));
    }
}
