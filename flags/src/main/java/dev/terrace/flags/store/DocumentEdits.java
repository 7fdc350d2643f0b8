package dev.terrace.flags.store;

import dev.terrace.flags.Definitions;
import dev.terrace.flags.Format;
import dev.terrace.flags.internal.chain.Json;
import dev.terrace.flags.internal.document.DocumentNode;
import dev.terrace.flags.internal.document.DocumentNode.Mapping;
import dev.terrace.flags.internal.document.DocumentNode.Scalar;
import dev.terrace.flags.internal.document.DocumentNode.Sequence;
import dev.terrace.flags.internal.document.Faults;
import dev.terrace.flags.internal.document.JsonReader;
import dev.terrace.flags.internal.document.YamlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Takes a document apart into what a store keeps. Stateless. */
final class DocumentEdits {

    private DocumentEdits() {}

    static List<Edit> of(String text, Format format) {
        Definitions.parse(text, format); // which says what is wrong with it
        Faults none = new Faults();
        DocumentNode root = format == Format.JSON ? JsonReader.read(text, none) : YamlReader.read(text, none);
        List<Edit> edits = new ArrayList<>();
        if (root instanceof Mapping document) {
            if (document.get(Edit.ENVIRONMENTS) != null) {
                edits.add(Edit.environments(json(document.get(Edit.ENVIRONMENTS))));
            }
            entries(document, "segments").forEach((name, node) -> edits.add(Edit.segment(name, json(node))));
            if (document.get(Edit.SWITCHES) != null) {
                edits.add(Edit.switches(json(document.get(Edit.SWITCHES))));
            }
            entries(document, "flags").forEach((key, node) -> edits.add(Edit.flag(key, json(node))));
        }
        return edits;
    }

    private static Map<String, DocumentNode> entries(Mapping document, String section) {
        Mapping mapping = document.mapping(section);
        return mapping == null ? Map.of() : mapping.entries();
    }

    private static String json(@Nullable DocumentNode node) {
        if (node instanceof Mapping mapping) {
            return mapping.entries().entrySet().stream()
                    .map(entry -> Json.quoted(entry.getKey()) + ":" + json(entry.getValue()))
                    .collect(Collectors.joining(",", "{", "}"));
        }
        if (node instanceof Sequence sequence) {
            return sequence.items().stream().map(DocumentEdits::json).collect(Collectors.joining(",", "[", "]"));
        }
        Object value = node instanceof Scalar scalar ? scalar.value() : null;
        return value instanceof String text ? Json.quoted(text) : String.valueOf(value);
    }
}
