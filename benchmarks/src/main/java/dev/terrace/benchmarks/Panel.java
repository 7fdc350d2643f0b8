package dev.terrace.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * One part of a {@link Plot}: what was measured beside each other.
 *
 * @param title what is compared
 * @param axis what the numbers are
 * @param points in the order of the table
 */
record Panel(String title, String axis, List<Point> points) {

    private static final double FAR = 8;

    /** What a ratio's label ends with, and the axis says. */
    private static final Pattern BASELINE = Pattern.compile(", to [^,]+$");

    /** Of experiments, which tell of many things: what is drawn. */
    private static final Map<String, Drawn> DRAWN = Map.of(
            "redis-peers",
                    new Drawn(
                            Unit.RATIO,
                            "reads a second of 100 bytes, as a share of those of a bare command",
                            label -> label.contains(" 100 B")),
            "entry-bytes-peers",
                    new Drawn(
                            Unit.BYTES, "bytes an entry, key and value included", label -> !label.contains(", less ")));

    private record Drawn(Unit unit, String axis, Predicate<String> label) {}

    /**
     * One row.
     *
     * @param label what it is
     * @param value the figure
     * @param low where it lies at least, or the figure
     * @param high where it lies at most, or the figure
     * @param ours whether it is Terrace's
     */
    record Point(String label, double value, double low, double high, boolean ours) {}

    /** Whether the figures are so far apart that equal distances should be equal ratios. */
    boolean isLogarithmic() {
        double least = points.stream().mapToDouble(Point::low).min().orElse(1);
        double most = points.stream().mapToDouble(Point::high).max().orElse(1);
        return most > FAR * least;
    }

    /** Of what a member has found; nothing where there is nothing to draw. */
    static Optional<Panel> of(Outcome outcome) {
        List<JsonNode> results = outcome.data().path("results").valueStream().toList();
        if (!results.isEmpty()) {
            String baseline = plain(results.get(0).path("label").asString());
            return Optional.of(new Panel(
                    outcome.name(),
                    "time of an operation, as a multiple of " + baseline + "'s",
                    results.stream().map(Panel::ratio).toList()));
        }
        Drawn drawn = DRAWN.get(outcome.name());
        if (drawn == null) {
            return Optional.empty();
        }
        List<Point> points = outcome.figures()
                .filter(figure ->
                        figure.path("unit").asString().equals(drawn.unit.name().toLowerCase(Locale.ROOT)))
                .filter(figure -> drawn.label.test(figure.path("figure").asString()))
                .filter(figure -> figure.path("value").asDouble() > 0)
                .map(figure -> figure(figure, drawn.unit))
                .toList();
        return points.isEmpty() ? Optional.empty() : Optional.of(new Panel(outcome.name(), drawn.axis, points));
    }

    private static Point ratio(JsonNode result) {
        double ratio = result.path("ratio").asDouble();
        String label = result.path("label").asString();
        return new Point(
                String.format(
                        Locale.ROOT,
                        "%s, %.0f ns",
                        plain(label),
                        result.path("nanos").asDouble()),
                ratio,
                result.path("ratioLow").asDouble(ratio),
                result.path("ratioHigh").asDouble(ratio),
                label.contains("Terrace"));
    }

    private static Point figure(JsonNode figure, Unit unit) {
        double value = figure.path("value").asDouble();
        String label = figure.path("figure").asString();
        return new Point(
                plain(BASELINE.matcher(label).replaceFirst("")) + ", " + unit.text(value),
                value,
                figure.path("low").asDouble(value),
                figure.path("high").asDouble(value),
                label.contains("Terrace"));
    }

    /** Without Markdown. */
    private static String plain(String label) {
        return label.replace("**", "").replace("`", "");
    }
}
