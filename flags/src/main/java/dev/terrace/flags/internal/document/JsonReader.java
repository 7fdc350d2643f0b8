package dev.terrace.flags.internal.document;

import dev.terrace.flags.internal.document.Tree.Felled;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** Reads JSON by its tokens, so that every key that stands twice is found, and no depth costs a stack. */
public final class JsonReader {

    // The limits of the tree speak first, and name a place.
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Limits.DEPTH + 8)
                    .maxStringLength(Limits.LENGTH)
                    .maxNumberLength(Limits.LENGTH)
                    .build())
            .build();

    private JsonReader() {}

    /** The tree, or null with a fault where it is none. */
    public static @Nullable DocumentNode read(String text, Faults faults) {
        Tree tree = new Tree(faults);
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                int line = parser.currentTokenLocation().getLineNr();
                if (tree.root() != null) {
                    throw tree.fell(
                            tree.here(line), "text after the end of the document", "keep one document in a file");
                }
                grow(tree, parser, token, line);
            }
        } catch (Felled e) {
            return null;
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            faults.add(tree.here(line), "not JSON: " + e.getOriginalMessage(), "correct the syntax");
            return null;
        }
        if (tree.root() == null) {
            faults.add(Place.ROOT, "the document is empty", "begin with {\"flags\": {}}");
        }
        return tree.root();
    }

    private static void grow(Tree tree, JsonParser parser, JsonToken token, int line) {
        switch (token) {
            case START_OBJECT -> tree.start(true, line);
            case START_ARRAY -> tree.start(false, line);
            case END_OBJECT, END_ARRAY -> tree.end();
            case PROPERTY_NAME -> tree.key(parser.currentName(), line);
            case VALUE_STRING -> tree.scalar(parser.getString(), line);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> tree.number(parser.getString(), line);
            case VALUE_TRUE, VALUE_FALSE -> tree.scalar(token == JsonToken.VALUE_TRUE, line);
            case VALUE_NULL -> tree.scalar(null, line);
            default -> throw tree.fell(tree.here(line), "not JSON", "correct the syntax");
        }
    }
}
