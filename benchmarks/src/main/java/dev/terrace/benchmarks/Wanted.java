package dev.terrace.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks of a programme.
 *
 * @param programme what to measure, perhaps only some of it
 * @param forks how many rounds or processes, where something has such; null is its default
 * @param traces files of recorded requests to replay
 * @param out the directory of the results
 * @param quick whether to try the machinery rather than to measure
 */
record Wanted(Programme programme, @Nullable Integer forks, List<Path> traces, Path out, boolean quick) {

    static Wanted of(Programme programme, List<String> options, Path home) throws MalformedException {
        Programme measured = programme;
        Integer forks = null;
        List<Path> traces = new ArrayList<>();
        Path out = home.resolve("target/results");
        boolean quick = false;
        Iterator<String> rest = options.iterator();
        while (rest.hasNext()) {
            String option = rest.next();
            switch (option) {
                case "--forks" -> forks = (int) Words.number(option, rest, 3, 100);
                case "--only" -> measured = programme.only(List.of((rest.hasNext() ? rest.next() : "").split(",", -1)));
                case "--trace" -> traces.add(Words.file(option, rest));
                case "--out" -> out = Words.directory(option, rest);
                case "--quick" -> quick = true;
                default ->
                    throw new MalformedException("unknown option '" + option
                            + "': use --forks, --only, --trace, --out or --quick (see ./bench " + programme.name()
                            + " --help)");
            }
        }
        return new Wanted(measured, forks, List.copyOf(traces), out, quick);
    }

    /** What the results are called; a trial does not overwrite a measurement. */
    String title() {
        return programme.name() + (quick ? "-quick" : "");
    }

    /** Where its members leave theirs, so that they overwrite none that was measured by itself. */
    Path directory() {
        return out.resolve(title());
    }
}
