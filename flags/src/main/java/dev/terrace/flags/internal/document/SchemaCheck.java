package dev.terrace.flags.internal.document;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import dev.terrace.flags.internal.document.DocumentNode.Mapping;
import dev.terrace.flags.internal.document.DocumentNode.Scalar;
import dev.terrace.flags.internal.document.DocumentNode.Sequence;
import java.math.BigDecimal;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/*
 * Holds a tree against a JSON Schema. What the schema's author wrote as the description beside a broken keyword is the
 * cure that is shown. Of a broken choice the choice alone is told, not why each of its alternatives was none.
 */
public final class SchemaCheck {

    private static final Set<Object> CHOICES = Set.of("oneOf", "anyOf");
    private static final Set<String> SILENT = Set.of("if", "then", "else", "allOf", "dependentSchemas", "$ref");

    private final Schema schema;

    private SchemaCheck(Schema schema) {
        this.schema = schema;
    }

    /** By the text of a schema. */
    public static SchemaCheck of(String schema) {
        Schema made = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema);
        made.initializeValidators();
        return new SchemaCheck(made);
    }

    /** Notes all that is not as the schema says. */
    public void check(DocumentNode document, Faults faults) {
        for (Error error : schema.validate(json(document))) {
            if (!SILENT.contains(error.getKeyword()) && !insideChoice(error.getEvaluationPath())) {
                faults.add(place(document, error), error.getMessage(), cure(error));
            }
        }
    }

    private static boolean insideChoice(NodePath path) {
        for (int i = 0; i < path.getNameCount() - 1; i++) {
            if (CHOICES.contains(path.getElement(i))) {
                return true;
            }
        }
        return false;
    }

    private static Place place(DocumentNode document, Error error) {
        DocumentNode node = document;
        NodePath path = error.getInstanceLocation();
        for (int i = 0; i < path.getNameCount(); i++) {
            DocumentNode next = child(node, path.getElement(i).toString());
            if (next == null) {
                return node.place();
            }
            node = next;
        }
        String property = error.getProperty();
        DocumentNode named = property == null ? null : child(node, property);
        return named == null ? node.place() : named.place();
    }

    private static @Nullable DocumentNode child(DocumentNode node, String step) {
        if (node instanceof Mapping mapping) {
            return mapping.get(step);
        }
        if (node instanceof Sequence sequence) {
            int index = Integer.parseInt(step);
            return index < sequence.items().size() ? sequence.items().get(index) : null;
        }
        return null;
    }

    /** The description that stands in the schema beside the keyword. */
    private String cure(Error error) {
        JsonNode node = schema.getSchemaNode();
        NodePath path = error.getSchemaLocation().getFragment();
        String cure = "see the schema of the format";
        for (int i = 0; i < path.getNameCount() && node != null; i++) {
            Object step = path.getElement(i);
            node = step instanceof Integer index ? node.get(index) : node.get(step.toString());
            JsonNode description = node == null ? null : node.get("description");
            if (description != null && description.isString()) {
                cure = description.stringValue();
            }
        }
        return cure;
    }

    private static JsonNode json(DocumentNode node) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (node instanceof Mapping mapping) {
            ObjectNode object = nodes.objectNode();
            mapping.entries().forEach((name, entry) -> object.set(name, json(entry)));
            return object;
        }
        if (node instanceof Sequence sequence) {
            ArrayNode array = nodes.arrayNode();
            sequence.items().forEach(item -> array.add(json(item)));
            return array;
        }
        Object value = ((Scalar) node).value();
        if (value instanceof String text) {
            return nodes.stringNode(text);
        }
        if (value instanceof Boolean flag) {
            return nodes.booleanNode(flag);
        }
        if (value instanceof Long whole) {
            return nodes.numberNode(whole.longValue());
        }
        return value instanceof BigDecimal number ? nodes.numberNode(number) : nodes.nullNode();
    }
}
