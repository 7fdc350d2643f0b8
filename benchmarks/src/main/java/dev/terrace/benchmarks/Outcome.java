package dev.terrace.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * What became of a member.
 *
 * @param name of the member
 * @param command as people would type it
 * @param seconds how long it took
 * @param failure why it has no results; null where it has
 * @param data its results for programs; missing where it failed
 * @param table its results for people; empty where it failed
 */
record Outcome(
        String name,
        String command,
        double seconds,
        @Nullable String failure,
        JsonNode data,
        String table) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    static Outcome failed(String name, String command, double seconds, String failure) {
        return new Outcome(name, command, seconds, failure, MAPPER.missingNode(), "");
    }

    static Outcome measured(String name, String command, double seconds, String json, String table) {
        return new Outcome(name, command, seconds, null, MAPPER.readTree(json), table);
    }

    boolean isMeasured() {
        return failure == null;
    }

    /** What JMH measured of one benchmark. */
    Optional<JsonNode> benchmark(String method) {
        return data.path("results")
                .valueStream()
                .filter(result -> result.path("benchmark").asString().equals(method))
                .findFirst();
    }

    /** The figures of an experiment, and what a suite computes from its rounds. */
    Stream<JsonNode> figures() {
        return Stream.of("figures", "claims").flatMap(part -> data.path(part).valueStream());
    }

    Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", name);
        facts.put("command", command);
        facts.put("seconds", seconds);
        if (isMeasured()) {
            facts.put("results", MAPPER.convertValue(data, Map.class));
        } else {
            facts.put("failure", Objects.requireNonNull(failure));
        }
        return facts;
    }
}
