package dev.terrace.flags.internal.document;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A piece of a document. */
public sealed interface DocumentNode {

    /** Where it stands. */
    Place place();

    /** A string, boolean, long, BigDecimal or null. */
    record Scalar(Place place, @Nullable Object value) implements DocumentNode {}

    /** A list. */
    record Sequence(Place place, List<DocumentNode> items) implements DocumentNode {}

    /** A mapping, in the order of the document. */
    record Mapping(Place place, Map<String, DocumentNode> entries) implements DocumentNode {

        /** The entry, or null. */
        public @Nullable DocumentNode get(String name) {
            return entries.get(name);
        }

        /** The entry if it is a mapping, or null. */
        public @Nullable Mapping mapping(String name) {
            return entries.get(name) instanceof Mapping mapping ? mapping : null;
        }

        /** The items of an entry if that is a list, else none. */
        public List<DocumentNode> items(String name) {
            return entries.get(name) instanceof Sequence sequence ? sequence.items() : List.of();
        }

        /** The entry if it is a string, or null. */
        public @Nullable String text(String name) {
            return entries.get(name) instanceof Scalar scalar && scalar.value() instanceof String text ? text : null;
        }

        /** The entry if it is a boolean, or null. */
        public @Nullable Boolean truth(String name) {
            Object value = entries.get(name) instanceof Scalar scalar ? scalar.value() : null;
            return value instanceof Boolean truth ? truth : null;
        }

        /** The entry if it is a whole number, or null. */
        public @Nullable Long whole(String name) {
            return entries.get(name) instanceof Scalar scalar && scalar.value() instanceof Long whole ? whole : null;
        }

        /** The place of an entry, or of the mapping where there is none. */
        public Place placeOf(String name) {
            DocumentNode entry = entries.get(name);
            return entry == null ? place : entry.place();
        }
    }
}
