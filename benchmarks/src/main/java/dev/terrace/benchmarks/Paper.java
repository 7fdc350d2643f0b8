package dev.terrace.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The findings of an experiment, for people and for programs.
 *
 * @param asked what was asked for
 * @param machine where and when
 * @param loadAfter runnable threads over the last minute of the run
 * @param findings what was found
 */
record Paper(Asked asked, Machine machine, double loadAfter, Findings findings) {

    /** Everything, as JSON. */
    String json() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("suite", asked.experiment().name());
        all.put("quick", asked.quick());
        all.put("machine", machine.facts(loadAfter));
        all.put("options", asked.numbers());
        all.put("method", findings.method());
        all.put("figures", findings.figures().stream().map(Figure::facts).toList());
        all.put("raw", findings.raw());
        return Json.of(all);
    }

    /** The table, as Markdown. */
    String markdown() {
        String options = asked.numbers().entrySet().stream()
                .map(option -> option.getKey() + " " + option.getValue())
                .collect(Collectors.joining(" "));
        return (asked.quick() ? Report.TRIAL : "")
                + Figure.HEADER
                + findings.figures().stream().map(Figure::markdown).collect(Collectors.joining())
                + "\n" + findings.method() + " `" + options + "`. " + machine.foot(loadAfter) + "\n";
    }
}
