package dev.terrace.flags.internal.chain;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** JSON in one line. What is read and written again has the same bytes from the second time on. Stateless. */
public final class Json {

    private static final int DEPTH = 80;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final ObjectWriter WRITER = MAPPER.writer();

    private Json() {}

    /**
     * Reads a text.
     *
     * @throws JacksonException if it is not one JSON value, or names a property twice
     */
    public static JsonNode read(String text) {
        return MAPPER.readTree(text);
    }

    /** The same, of UTF-8. */
    public static JsonNode read(byte[] bytes) {
        return MAPPER.readTree(bytes);
    }

    /** In one line. */
    public static String text(JsonNode node) {
        return WRITER.writeValueAsString(node);
    }

    /** In one line of UTF-8. */
    public static byte[] bytes(JsonNode node) {
        return WRITER.writeValueAsBytes(node);
    }

    /** A new object. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** A text in quotes. */
    public static String quoted(String text) {
        return WRITER.writeValueAsString(text);
    }
}
