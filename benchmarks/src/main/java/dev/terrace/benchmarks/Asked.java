package dev.terrace.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What the command line asks of an experiment.
 *
 * @param experiment what to measure
 * @param numbers the value of each of its knobs, by option
 * @param traces files of recorded requests to replay
 * @param out the directory of the results
 * @param quick whether to try the machinery rather than to measure
 */
record Asked(Experiment experiment, Map<String, Long> numbers, List<Path> traces, Path out, boolean quick) {

    /** Without traces. */
    Asked(Experiment experiment, Map<String, Long> numbers, Path out, boolean quick) {
        this(experiment, numbers, List.of(), out, quick);
    }

    static Asked of(Experiment experiment, List<String> options, Path home) throws MalformedException {
        Map<String, Long> given = new LinkedHashMap<>();
        List<Path> traces = new ArrayList<>();
        Path out = home.resolve("target/results");
        boolean quick = false;
        Iterator<String> rest = options.iterator();
        while (rest.hasNext()) {
            String option = rest.next();
            if (experiment.replays() && option.equals("--trace")) {
                traces.add(Words.file(option, rest));
                continue;
            }
            switch (option) {
                case "--out" -> out = Words.directory(option, rest);
                case "--quick" -> quick = true;
                default -> {
                    Knob knob = knob(experiment, option);
                    given.put(option, Words.number(option, rest, knob.least(), knob.most()));
                }
            }
        }
        Map<String, Long> numbers = new LinkedHashMap<>();
        for (Knob knob : experiment.knobs()) {
            numbers.put(knob.option(), given.getOrDefault(knob.option(), quick ? knob.quick() : knob.standard()));
        }
        return new Asked(experiment, numbers, List.copyOf(traces), out, quick);
    }

    int number(String option) {
        return Math.toIntExact(Objects.requireNonNull(numbers.get(option), option));
    }

    /** What the results are called; a trial does not overwrite a measurement. */
    String title() {
        return experiment.name() + (quick ? "-quick" : "");
    }

    private static Knob knob(Experiment experiment, String option) throws MalformedException {
        for (Knob knob : experiment.knobs()) {
            if (knob.option().equals(option)) {
                return knob;
            }
        }
        String known = experiment.knobs().stream().map(Knob::option).collect(Collectors.joining(", "));
        throw new MalformedException("unknown option '" + option + "': use " + known
                + ", --out or --quick (see ./bench " + experiment.name() + " --help)");
    }
}
