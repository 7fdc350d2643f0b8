package dev.terrace.benchmarks;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One row of a table: something that was measured.
 *
 * @param label what it is, in Markdown
 * @param unit in what it is given
 * @param value the figure
 * @param interval where it lies, if that can be told
 * @param aim what it should be, if anything
 */
record Figure(
        String label,
        Unit unit,
        double value,
        @Nullable Interval interval,
        @Nullable Aim aim) {

    static final String HEADER = "| | measured | 95% | aim | |\n| --- | ---: | ---: | ---: | --- |\n";

    static Figure of(String label, Unit unit, double value) {
        return new Figure(label, unit, value, null, null);
    }

    /** A number of things. */
    static Figure count(String label, long count) {
        return of(label, Unit.COUNT, (double) count);
    }

    /** The median of three rounds at least, with Student's interval on the logarithms. */
    static Figure ofRounds(String label, Unit unit, double[] rounds) {
        return new Figure(label, unit, Percentile.median(rounds), Interval.ofRounds(rounds), null);
    }

    /** The same, of a part of what was measured. */
    Figure of(String part) {
        return new Figure(part + ": " + label, unit, value, interval, aim);
    }

    Figure within(Interval ends) {
        return new Figure(label, unit, value, ends, aim);
    }

    Figure aim(@Nullable Aim wanted) {
        return new Figure(label, unit, value, interval, wanted);
    }

    String markdown() {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s | %s |\n",
                label,
                unit.text(value),
                interval == null ? "" : unit.text(interval.low()) + " to " + unit.text(interval.high()),
                aim == null ? "" : aim.text(unit),
                aim == null ? "" : aim.verdict(value, interval));
    }

    Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("figure", label);
        facts.put("unit", unit.name().toLowerCase(Locale.ROOT));
        facts.put("value", value);
        if (interval != null) {
            facts.put("low", interval.low());
            facts.put("high", interval.high());
        }
        if (aim != null) {
            facts.put("aim", aim.text(unit));
            facts.put("met", aim.isMet(value));
            facts.put("decided", aim.isDecided(interval));
        }
        return facts;
    }
}
