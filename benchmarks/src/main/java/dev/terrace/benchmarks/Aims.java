package dev.terrace.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Everything that the members of a programme aim at, beside what they have found. Stateless. */
final class Aims {

    private Aims() {}

    /**
     * What was found of one aim.
     *
     * @param member that measured it
     * @param text what it is
     * @param aim in words
     * @param measured the figure, in words
     * @param met whether it is, by the figure
     * @param decided whether its interval says the same from end to end
     */
    record Judged(String member, String text, String aim, String measured, boolean met, boolean decided) {

        String markdown() {
            return String.format(
                    "| `%s` | %s | %s | %s | %s |%n", member, text, aim, measured, Aim.verdict(met, decided));
        }

        Map<String, Object> facts() {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("by", member);
            facts.put("what", text);
            facts.put("aim", aim);
            facts.put("measured", measured);
            facts.put("met", met);
            facts.put("decided", decided);
            return facts;
        }
    }

    /** Of all that were measured, in their order. */
    static List<Judged> of(List<Outcome> outcomes) {
        List<Judged> all = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            outcome.data()
                    .path("results")
                    .valueStream()
                    .filter(result -> result.has("aimRatio"))
                    .forEach(result -> all.add(ratio(outcome, result)));
            outcome.figures().filter(figure -> figure.has("aim")).forEach(figure -> all.add(figure(outcome, figure)));
        }
        return all;
    }

    private static Judged ratio(Outcome outcome, JsonNode result) {
        double most = result.path("aimRatio").asDouble();
        double ratio = result.path("ratio").asDouble();
        Interval interval = new Interval(
                result.path("ratioLow").asDouble(ratio),
                result.path("ratioHigh").asDouble(ratio));
        return new Judged(
                outcome.name(),
                result.path("label").asString() + ", x "
                        + outcome.data().path("results").path(0).path("label").asString(),
                Aim.atMost(most).text(Unit.RATIO),
                Unit.RATIO.text(ratio) + " (" + Unit.RATIO.text(interval.low()) + " to "
                        + Unit.RATIO.text(interval.high()) + ")",
                Aim.atMost(most).isMet(ratio),
                Aim.atMost(most).isDecided(interval));
    }

    private static Judged figure(Outcome outcome, JsonNode figure) {
        Unit unit = Unit.valueOf(figure.path("unit").asString().toUpperCase(Locale.ROOT));
        return new Judged(
                outcome.name(),
                figure.path("figure").asString(),
                figure.path("aim").asString(),
                unit.text(figure.path("value").asDouble()) + range(figure, unit),
                figure.path("met").asBoolean(),
                figure.path("decided").asBoolean(true));
    }

    private static String range(JsonNode figure, Unit unit) {
        for (List<String> ends : List.of(List.of("low", "high"), List.of("least", "most"))) {
            JsonNode low = figure.path(ends.get(0));
            JsonNode high = figure.path(ends.get(1));
            if (low.isNumber() && high.isNumber()) {
                return " (" + unit.text(low.asDouble()) + " to " + unit.text(high.asDouble()) + ")";
            }
        }
        return "";
    }
}
