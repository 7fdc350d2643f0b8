package dev.terrace.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a programme has found, for people and for programs.
 *
 * @param wanted what was asked for
 * @param machine where and when
 * @param loadAfter runnable threads over the last minute of the run
 * @param everything all that could have been measured, by name
 * @param outcomes what became of each member
 * @param picture its file beside the table; empty where there is none
 */
record Collected(
        Wanted wanted,
        Machine machine,
        double loadAfter,
        List<String> everything,
        List<Outcome> outcomes,
        String picture) {

    /** The names of those that have failed. */
    List<String> failed() {
        return outcomes.stream()
                .filter(outcome -> !outcome.isMeasured())
                .map(Outcome::name)
                .toList();
    }

    /** Everything, as JSON. */
    String json() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("programme", wanted.programme().name());
        all.put("quick", wanted.quick());
        all.put("machine", machine.facts(loadAfter));
        all.put("seconds", seconds());
        all.put("failed", failed());
        all.put("notMeasured", notMeasured());
        all.put("targets", reached().stream().map(Target.Reached::facts).toList());
        all.put("aims", Aims.of(outcomes).stream().map(Aims.Judged::facts).toList());
        all.put("members", outcomes.stream().map(Outcome::facts).toList());
        return Json.of(all);
    }

    /** All tables, as Markdown. */
    String markdown() {
        StringBuilder text = new StringBuilder();
        text.append("# `./bench ").append(wanted.programme().name()).append("`\n\n");
        if (wanted.quick()) {
            text.append(Report.TRIAL);
        }
        List<String> failed = failed();
        text.append(String.format(
                Locale.ROOT,
                "%d of %d measured in %.1f minutes. %s%s\n",
                outcomes.size() - failed.size(),
                outcomes.size(),
                seconds() / 60,
                failed.isEmpty() ? "" : "**FAILED: " + String.join(", ", failed) + ".** ",
                machine.foot(loadAfter)));
        if (!picture.isEmpty()) {
            text.append("\n![what was measured, beside each other](")
                    .append(picture)
                    .append(")\n");
        }
        text.append("\n## What was asked for at the beginning\n\n");
        text.append("| | asked | measured | by | |\n| --- | --- | ---: | --- | --- |\n");
        reached().forEach(reached -> text.append(reached.markdown()));
        text.append("\n## What each aims at\n\n");
        text.append("| `./bench` | | aim | measured | |\n| --- | --- | --- | ---: | --- |\n");
        Aims.of(outcomes).forEach(judged -> text.append(judged.markdown()));
        List<String> others = notMeasured();
        if (!others.isEmpty()) {
            text.append(others.stream()
                    .map(name -> "`" + name + "`")
                    .collect(Collectors.joining(", ", "\nNot measured in this run: ", ".\n")));
        }
        outcomes.forEach(outcome -> text.append(section(outcome)));
        return text.toString().replace("\r\n", "\n");
    }

    private static String section(Outcome outcome) {
        return String.format(
                Locale.ROOT,
                "%n## %s%n%n%s%n`%s`, %.0f s.%n",
                outcome.name(),
                outcome.isMeasured() ? outcome.table() : "**FAILED:** " + outcome.failure() + "\n",
                outcome.command(),
                outcome.seconds());
    }

    private double seconds() {
        return outcomes.stream().mapToDouble(Outcome::seconds).sum();
    }

    private List<Target.Reached> reached() {
        return Target.ALL.stream().map(target -> target.in(outcomes)).toList();
    }

    /** Neither tried nor failed. */
    private List<String> notMeasured() {
        List<String> tried = outcomes.stream().map(Outcome::name).toList();
        return everything.stream().filter(name -> !tried.contains(name)).toList();
    }
}
