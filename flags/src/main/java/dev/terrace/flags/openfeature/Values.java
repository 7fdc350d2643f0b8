package dev.terrace.flags.openfeature;

import dev.openfeature.sdk.ImmutableStructure;
import dev.openfeature.sdk.Structure;
import dev.openfeature.sdk.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/*
 * Between the SDK's values and plain ones. The SDK's own way back, Structure.asObjectMap, throws for longs, and its own way
 * there, Value.objectToValue, keeps the structures of callers; so both ways are gone here. What is made is not shared: lists
 * inside an ImmutableStructure are copies that can be changed.
 */
/** Stateless. */
final class Values {

    private Values() {}

    /**
     * A plain value as the SDK's. It is the caller's own: the SDK hands out lists that can be changed. Whole numbers that fit become Integers, since the SDK's
     * asObjectMap knows no Longs; the others stay Longs, whole.
     */
    static Value wrap(Object plain) {
        if (plain instanceof Boolean truth) {
            return new Value(truth);
        }
        if (plain instanceof String text) {
            return new Value(text);
        }
        if (plain instanceof Long whole) {
            return whole == whole.intValue() ? new Value(whole.intValue()) : new Value(whole);
        }
        if (plain instanceof Double number) {
            return new Value(number);
        }
        if (plain instanceof List<?> list) {
            List<Value> items = new ArrayList<>(list.size());
            list.forEach(item -> items.add(wrap(item)));
            return new Value(Collections.unmodifiableList(items));
        }
        if (plain instanceof Map<?, ?> map) {
            Map<String, Value> entries = new LinkedHashMap<>();
            map.forEach((name, item) -> entries.put(String.valueOf(name), wrap(item)));
            return new Value(new ImmutableStructure(entries));
        }
        throw new IllegalArgumentException("no value of a definition is a " + plain.getClass());
    }

    /** The SDK's value as a plain one; null for null. Numbers and moments stay what they are. */
    static @Nullable Object unwrap(@Nullable Value value) {
        if (value == null || value.isNull()) {
            return null;
        }
        if (value.isStructure()) {
            return unwrap(value.asStructure());
        }
        if (value.asObject() instanceof List<?> list) {
            List<Object> items = new ArrayList<>(list.size());
            for (Object item : list) {
                Object plain = item instanceof Value one ? unwrap(one) : item;
                if (plain != null) {
                    items.add(plain);
                }
            }
            return items;
        }
        return value.asObject();
    }

    /** A structure as a map, without what is null. */
    static Map<String, Object> unwrap(Structure structure) {
        Map<String, Object> entries = new LinkedHashMap<>();
        structure.asUnmodifiableMap().forEach((name, value) -> {
            Object plain = unwrap(value);
            if (plain != null) {
                entries.put(name, plain);
            }
        });
        return entries;
    }
}
