package dev.terrace.benchmarks;

import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes maps, lists, records' texts, numbers, truths and nulls as JSON. Stateless. */
final class Json {

    private Json() {}

    static String of(Object value) {
        return text(value, "\n") + "\n";
    }

    private static String text(@Nullable Object value, String line) {
        if (value == null) {
            return "null";
        }
        if (value instanceof Map<?, ?> map) {
            String deeper = line + "  ";
            return map.entrySet().stream()
                    .map(entry -> deeper + quoted(entry.getKey().toString()) + ": " + text(entry.getValue(), deeper))
                    .collect(Collectors.joining(",", "{", line + "}"));
        }
        if (value instanceof Iterable<?> list) {
            return joined(list, line);
        }
        if (value instanceof Double number && (number.isNaN() || number.isInfinite())) {
            return "null";
        }
        return value instanceof Number || value instanceof Boolean ? value.toString() : quoted(value.toString());
    }

    /** Numbers on one line, all else on lines of their own. */
    private static String joined(Iterable<?> list, String line) {
        boolean flat = true;
        StringBuilder text = new StringBuilder("[");
        String deeper = line + "  ";
        for (Object element : list) {
            flat = element instanceof Number;
            text.append(text.length() == 1 ? "" : flat ? ", " : ",");
            text.append(flat ? "" : deeper).append(text(element, deeper));
        }
        return text.append(flat ? "]" : line + "]").toString();
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append("\\u%04x".formatted((int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
