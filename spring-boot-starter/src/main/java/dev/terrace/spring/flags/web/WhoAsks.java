package dev.terrace.spring.flags.web;

import dev.terrace.flags.EvaluationContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where the unit and the attributes of a web request are read from. A header is the client's own word: whoever may send it chooses what he is shown.
 *
 * <p>Immutable and thread-safe.
 *
 * @param unitFromPrincipal whether the authenticated user's name is the unit
 * @param unitHeader the header whose value is the unit where no user is known; null for none
 * @param attributes headers by the attribute that each becomes
 * @since 0.1.0
 */
public record WhoAsks(boolean unitFromPrincipal, @Nullable String unitHeader, Map<String, String> attributes) {

    /** The longest value of a header that is taken; a longer one is as good as absent. */
    public static final int LONGEST = 256;

    /** The headers of a request. */
    @FunctionalInterface
    interface Headers {

        /** The first value of a header; null where there is none. */
        @Nullable
        String first(String name);
    }

    /** Copies the map. */
    public WhoAsks {
        attributes = Map.copyOf(attributes);
    }

    /**
     * The context of a request.
     *
     * @param user the authenticated user's name; null if nobody is authenticated
     * @param header its headers
     * @return the context
     */
    EvaluationContext of(@Nullable String user, Headers header) {
        String unit = unitFromPrincipal ? user : null;
        if (unit == null && unitHeader != null) {
            unit = read(unitHeader, header);
        }
        EvaluationContext context = EvaluationContext.of(unit);
        if (attributes.isEmpty()) {
            return context;
        }
        Map<String, @Nullable Object> read = new LinkedHashMap<>();
        attributes.forEach((attribute, name) -> read.put(attribute, read(name, header)));
        read.values().removeIf(Objects::isNull);
        return context.withAll(read);
    }

    private static @Nullable String read(String name, Headers header) {
        String value = header.first(name);
        return value == null || value.isBlank() || value.length() > LONGEST ? null : value.strip();
    }
}
