package dev.terrace.flags;

import dev.terrace.flags.internal.document.DocumentNode;
import dev.terrace.flags.internal.document.DocumentNode.Mapping;
import dev.terrace.flags.internal.document.DocumentNode.Scalar;
import dev.terrace.flags.internal.document.DocumentNode.Sequence;
import dev.terrace.flags.internal.document.Faults;
import dev.terrace.flags.internal.document.Place;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The variants of one flag, and the evaluations that answer them. */
final class Variants {

    private static final String OFF = "off";

    private final String key;
    private final FlagType type;
    private final long version;
    private final Map<String, Object> values;
    private final Faults faults;

    private Variants(String key, FlagType type, long version, Map<String, Object> values, Faults faults) {
        this.key = key;
        this.type = type;
        this.version = version;
        this.values = values;
        this.faults = faults;
    }

    static Variants read(String key, FlagType type, long version, Mapping flag, Faults faults) {
        Map<String, Object> values = new LinkedHashMap<>();
        Mapping variants = flag.mapping("variants");
        if (variants == null) {
            values.put("on", true);
            values.put(OFF, false);
        } else {
            variants.entries().forEach((name, node) -> {
                Object value = value(type, node);
                if (value == null) {
                    faults.add(node.place(), "not a value of type " + type.word(), cure(type));
                }
                values.put(name, value == null ? "" : value); // known by name, so nothing else is reported for it
            });
        }
        return new Variants(key, type, version, values, faults);
    }

    List<String> names() {
        return List.copyOf(values.keySet());
    }

    boolean has(@Nullable String name) {
        return name != null && values.containsKey(name);
    }

    /** An answer of a variant that is there. */
    Evaluation<Object> answer(String variant, Reason reason, @Nullable String rule) {
        return new Evaluation<>(
                key,
                Objects.requireNonNull(values.get(variant)),
                variant,
                reason,
                rule,
                version,
                reason == Reason.TARGETING_KEY_MISSING ? ErrorCode.TARGETING_KEY_MISSING : null);
    }

    /** The variant that an entry names; where it names none that is there, this is noted and the first one stands in. */
    String named(Mapping node, String field) {
        String name = node.text(field);
        return name == null ? first() : checked(name, node.placeOf(field));
    }

    /** The same for a name and its place. */
    String checked(String name, Place place) {
        if (has(name)) {
            return name;
        }
        faults.add(
                place,
                "flag \"" + key + "\" has no variant \"" + name + "\"",
                "name one of " + names() + ", or add it to the flag's variants");
        return first();
    }

    /** What a flag answers that is off: what it says, else the variant of that name, else its default. */
    String off(Mapping flag, String byDefault) {
        if (flag.text(OFF) != null) {
            return named(flag, OFF);
        }
        return has(OFF) ? OFF : byDefault;
    }

    /** The variant that a text names, or whose value it is; or null. */
    @Nullable
    String spoken(String text) {
        if (has(text)) {
            return text;
        }
        for (Map.Entry<String, Object> entry : values.entrySet()) {
            Object value = entry.getValue();
            if (type == FlagType.BOOLEAN ? value.toString().equalsIgnoreCase(text) : isSame(value, text)) {
                return entry.getKey();
            }
        }
        return null;
    }

    private static boolean isSame(Object value, String text) {
        if (value instanceof Double number) {
            try {
                return number == Double.parseDouble(text);
            } catch (NumberFormatException e) {
                return false;
            }
        }
        return (value instanceof String || value instanceof Long)
                && value.toString().equals(text);
    }

    private String first() {
        return values.keySet().iterator().next();
    }

    private static @Nullable Object value(FlagType type, DocumentNode node) {
        Object plain = plain(node);
        return switch (type) {
            case BOOLEAN -> plain instanceof Boolean ? plain : null;
            case STRING -> plain instanceof String ? plain : null;
            case INTEGER -> plain instanceof Long ? plain : null;
            case NUMBER -> plain instanceof Number number ? finite(number) : null;
            case OBJECT -> plain instanceof Map ? plain : null;
        };
    }

    private static @Nullable Object finite(Number number) {
        double value = number.doubleValue();
        return Double.isFinite(value) ? value : null;
    }

    /** A tree as unmodifiable maps and lists; null where anything in it is null. */
    private static @Nullable Object plain(DocumentNode node) {
        if (node instanceof Scalar scalar) {
            return scalar.value() instanceof BigDecimal number ? (Object) number.doubleValue() : scalar.value();
        }
        if (node instanceof Sequence sequence) {
            List<Object> items = new ArrayList<>();
            for (DocumentNode item : sequence.items()) {
                Object value = plain(item);
                if (value == null) {
                    return null;
                }
                items.add(value);
            }
            return Collections.unmodifiableList(items);
        }
        Map<String, Object> entries = new LinkedHashMap<>();
        for (Map.Entry<String, DocumentNode> entry : ((Mapping) node).entries().entrySet()) {
            Object value = plain(entry.getValue());
            if (value == null) {
                return null;
            }
            entries.put(entry.getKey(), value);
        }
        return Collections.unmodifiableMap(entries);
    }

    private static String cure(FlagType type) {
        return switch (type) {
            case BOOLEAN -> "write true or false";
            case STRING -> "write a text, in quotes where YAML would read something else";
            case INTEGER -> "write a whole number of at most 64 bits, without a point";
            case NUMBER -> "write a number";
            case OBJECT -> "write a mapping, in which nothing is null";
        };
    }
}
