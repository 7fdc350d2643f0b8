package dev.terrace.spring.actuate;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.interceptor.SimpleKey;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Keys of caches as requests write them. */
final class KeyText {

    static final int LONGEST = 4_096;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private KeyText() {}

    /** The key that a text stands for. */
    static Object read(String text, @Nullable String type) {
        if (text.length() > LONGEST) {
            throw new Answers.RefusedException(
                    Answers.BAD_REQUEST, "a key of " + text.length() + " characters", "a key has at most " + LONGEST);
        }
        String kind = type == null ? "string" : type;
        if (kind.indexOf(',') >= 0) {
            return several(text, kind.split(",", -1));
        }
        try {
            return switch (kind) {
                case "string" -> text;
                case "long" -> Long.valueOf(text.strip());
                case "int" -> Integer.valueOf(text.strip());
                case "uuid" -> UUID.fromString(text.strip());
                case "boolean" -> truth(text.strip());
                default ->
                    throw new Answers.RefusedException(
                            Answers.BAD_REQUEST,
                            "no such type of keys",
                            "type is string, long, int, uuid or boolean, or some of these with commas between them");
            };
        } catch (IllegalArgumentException malformed) {
            throw new Answers.RefusedException(
                    Answers.BAD_REQUEST,
                    "the key is no " + kind,
                    "write it as one, or leave \"type\" out where keys are texts");
        }
    }

    /** The key that Spring makes of several arguments. */
    private static Object several(String text, String[] types) {
        List<String> parts;
        try {
            parts = JSON.readValue(text, new TypeReference<List<String>>() {});
        } catch (JacksonException malformed) {
            throw notSo();
        }
        if (parts == null || parts.size() != types.length || parts.contains(null)) {
            throw notSo();
        }
        Object[] keys = new Object[types.length];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = read(parts.get(i), types[i].strip());
        }
        return new SimpleKey(keys);
    }

    private static Answers.RefusedException notSo() {
        return new Answers.RefusedException(
                Answers.BAD_REQUEST,
                "the key has not as many parts as \"type\" has",
                "write a JSON array with a text for each, such as [\"42\",\"DE\"] for long,string");
    }

    private static Boolean truth(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException(text);
        }
        return Boolean.valueOf(text);
    }
}
