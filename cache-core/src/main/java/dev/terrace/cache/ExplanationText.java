package dev.terrace.cache;

import dev.terrace.cache.Explanation.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes explanations for people. Stateless. */
final class ExplanationText {

    private static final int LONGEST_QUOTE = 200;

    private ExplanationText() {}

    static String of(Explanation of) {
        StringBuilder out = new StringBuilder();
        out.append("key ").append(quoted(String.valueOf(of.key())));
        out.append(" of cache ")
                .append(of.cache())
                .append(" (")
                .append(of.digest())
                .append(")\n");
        line(out, "get", "answered by " + of.answeredBy() + ": " + of.because());
        of.places().forEach(place -> place(out, place));
        line(out, "loader", loader(of));
        Explanation.Log log = of.log();
        if (log != null) {
            line(out, "log", log(log));
        }
        return out.toString();
    }

    private static void line(StringBuilder out, String about, String text) {
        out.append(String.format(Locale.ROOT, "  %-7s %s", about, text)).append('\n');
    }

    private static void place(StringBuilder out, Place place) {
        String verdict = place.verdict().name().toLowerCase(Locale.ROOT);
        line(out, place.tier(), verdict + ": " + place.because());
        List<String> details = new ArrayList<>();
        add(details, "brought ", place.age(), " ago");
        Duration fresh = place.fresh();
        if (fresh != null) {
            details.add(
                    fresh.isNegative() ? "fresh until " + time(fresh.negated()) + " ago" : "fresh for " + time(fresh));
        }
        add(details, "placed at ", place.placed(), "");
        add(details, "stamped at ", place.stamped(), "");
        add(details, "", place.bytes(), " bytes");
        if (!details.isEmpty()) {
            line(out, "", String.join(", ", details));
        }
        if (!place.dependencies().isEmpty()) {
            line(
                    out,
                    "",
                    "rests on "
                            + place.dependencies().stream()
                                    .map(ExplanationText::quoted)
                                    .collect(Collectors.joining(", ")));
        }
        switch (place.breaker()) {
            case OPEN ->
                line(out, "", "its breaker is open: it has failed again and again, and reads go past it for now");
            case PROBING -> line(out, "", "its breaker lets single calls through, to see whether it is back");
            case CLOSED -> {}
        }
    }

    private static void add(List<String> details, String before, @Nullable Object what, String after) {
        if (what != null) {
            details.add(before + (what instanceof Duration duration ? time(duration) : what) + after);
        }
    }

    private static String loader(Explanation of) {
        String state = switch (of.load()) {
            case NONE -> "not asked at present";
            case BEGUN -> "a load is under way, which asks the far tiers first";
            case RUNNING -> "runs";
        };
        Throwable failure = of.failure();
        return failure == null
                ? state
                : state + "; not asked for " + time(of.pause()) + " after " + quoted(failure.toString());
    }

    private static String log(Explanation.Log log) {
        return (log.position().isKnown() ? "read up to " + log.position() : "never reached")
                + (log.isRead() ? "" : ", not to its end since it was found, lost or connected to")
                + "; its last write was sent " + time(log.written()) + " ago"
                + (log.isSilent() ? ", too long: whenDisconnected applies" : "");
    }

    /** A duration as people say it, exact to 1 ms below a minute. */
    static String time(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 60) {
            return String.format(Locale.ROOT, "%.3f s", duration.toMillis() / 1_000.0);
        }
        if (seconds < 3_600) {
            return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
        }
        return duration.toHours() + " h " + duration.toMinutesPart() + " min";
    }

    /** A text of anybody's in quotes: one line, and not longer than helps. */
    static String quoted(String text) {
        StringBuilder out = new StringBuilder("'");
        text.codePoints().limit(LONGEST_QUOTE).forEach(point -> {
            if (isUnseen(point)) {
                out.append(String.format(Locale.ROOT, "\\u%04x", point));
            } else {
                out.appendCodePoint(point);
            }
        });
        boolean longer = text.codePointCount(0, text.length()) > LONGEST_QUOTE;
        return out.append(longer ? "...'" : "'").toString();
    }

    /** Whether it could break a line, or hide something in it. */
    private static boolean isUnseen(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
