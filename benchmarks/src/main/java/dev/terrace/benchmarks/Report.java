package dev.terrace.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a run has found, for people and for programs.
 *
 * @param plan what was asked for
 * @param machine where and when
 * @param loadAfter runnable threads over the last minute of the run
 * @param samples what each fork measured
 */
record Report(Plan plan, Machine machine, double loadAfter, List<Sample> samples) {

    /** How the table of a trial begins. */
    static final String TRIAL = "**A trial (`--quick`): these figures mean little.**\n\n";

    /** So few that they are of the measurement itself. */
    private static final double NO_BYTES = 0.01;

    private static final String INTERVAL = "95%, Student's t on the logarithms of the ratios within the rounds";

    /** Everything, as JSON. */
    String json() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("suite", plan.suite().name());
        all.put("quick", plan.quick());
        all.put("machine", machine.facts(loadAfter));
        all.put("forks", plan.forks());
        all.put("threads", plan.threads());
        all.put("iterationMillis", plan.millis());
        all.put("seed", plan.seed());
        all.put("jvmArguments", Rounds.JVM_ARGUMENTS);
        all.put("baseline", plan.suite().baseline().method());
        all.put("interval", INTERVAL);
        all.put("results", rows().stream().map(Report::facts).toList());
        all.put(
                "claims",
                plan.suite().claims().stream()
                        .flatMap(claim -> claim.facts(samples).stream())
                        .toList());
        all.put("samples", samples.stream().map(Report::facts).toList());
        return Json.of(all);
    }

    /** The table, as Markdown. */
    String markdown() {
        StringBuilder text = new StringBuilder();
        if (plan.quick()) {
            text.append(TRIAL);
        }
        String baseline = plan.suite().baseline().label();
        text.append("| | x ").append(baseline).append(" | 95% | ns/op | least to most | B/op |\n");
        text.append("| --- | ---: | ---: | ---: | ---: | ---: |\n");
        for (Row row : rows()) {
            boolean isBaseline = row.contender().equals(plan.suite().baseline());
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %.2f | %s | %.1f | %.1f to %.1f | %.3f |%n",
                    row.contender().label(),
                    row.ratio(),
                    isBaseline ? "" : String.format(Locale.ROOT, "%.2f to %.2f", row.low(), row.high()),
                    row.nanos(),
                    row.fastest(),
                    row.slowest(),
                    row.bytes()));
        }
        text.append(aims());
        plan.suite()
                .claims()
                .forEach(claim ->
                        text.append('\n').append(claim.verdict(samples)).append('\n'));
        text.append(String.format(
                Locale.ROOT,
                "%n%d rounds with one fork of each, iterations of %d ms, %d thread%s; medians of the rounds; interval: %s. %s%n",
                plan.forks(),
                plan.millis(),
                plan.threads(),
                plan.threads() == 1 ? "" : "s",
                INTERVAL,
                machine.foot(loadAfter)));
        return text.toString().replace("\r\n", "\n");
    }

    /** One line for each row that has an aim; none where there are none. */
    private String aims() {
        StringBuilder text = new StringBuilder();
        for (Row row : rows()) {
            Double most = row.contender().mostRatio();
            if (most != null) {
                text.append(String.format(
                        Locale.ROOT,
                        "%n%s: x %s, aim at most %.2f: %s; B/op, aim 0 (below %.2f): %s.%n",
                        row.contender().label(),
                        plan.suite().baseline().label(),
                        most,
                        Aim.atMost(most).verdict(row.ratio(), new Interval(row.low(), row.high())),
                        NO_BYTES,
                        Aim.atMost(NO_BYTES).verdict(row.bytes(), null)));
            }
        }
        return text.toString();
    }

    private List<Row> rows() {
        return Row.of(plan.suite(), samples);
    }

    private static Map<String, Object> facts(Row row) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("benchmark", row.contender().method());
        facts.put("label", row.contender().label());
        Double most = row.contender().mostRatio();
        if (most != null) {
            facts.put("aimRatio", most);
        }
        facts.put("ratio", row.ratio());
        facts.put("ratioLow", row.low());
        facts.put("ratioHigh", row.high());
        facts.put("ratios", row.ratios());
        facts.put("nanos", row.nanos());
        facts.put("nanosLeast", row.fastest());
        facts.put("nanosMost", row.slowest());
        facts.put("bytes", row.bytes());
        return facts;
    }

    private static Map<String, Object> facts(Sample sample) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("benchmark", sample.method());
        facts.put("round", sample.round());
        facts.put("place", sample.place());
        facts.put("nanos", sample.nanos());
        facts.put("bytes", sample.bytes());
        facts.put("iterations", sample.iterations());
        return facts;
    }
}
