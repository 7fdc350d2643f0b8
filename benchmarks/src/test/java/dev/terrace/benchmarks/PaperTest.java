package dev.terrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PaperTest {

    private static final Machine MACHINE = new Machine("now", "abc", "jvm", "os", "cpu", 2, 0.5);
    private static final Findings FINDINGS = new Findings(
            List.of(
                    Figure.of("p99", Unit.MICROSECONDS, 5_000).aim(Aim.atMost(5_000)),
                    Figure.of("rate", Unit.PER_SECOND, 9_999).aim(Aim.atLeast(10_000)),
                    Figure.of("ratio", Unit.RATIO, 1.234).within(new Interval(1.1, 1.3)),
                    Figure.of("near", Unit.RATIO, 1.09)
                            .within(new Interval(1.0, 1.2))
                            .aim(Aim.atMost(1.1)),
                    Figure.of("far", Unit.RATIO, 0.8)
                            .within(new Interval(0.7, 0.89))
                            .aim(Aim.atLeast(0.9)),
                    Figure.of("stale", Unit.COUNT, 1).aim(Aim.exactly(0)),
                    Figure.ofRounds("rounds", Unit.MILLISECONDS, new double[] {8, 8, 8})),
            "So it was done.",
            Map.of("micros", List.of(1.5, 2.5)));

    @Test
    void markdown_figures_haveAimsAndVerdicts() {
        assertThat(paper(false).markdown())
                .startsWith("| | measured | 95% | aim | |\n| --- | ---: | ---: | ---: | --- |\n")
                .contains("| p99 | 5000.0 µs |  | at most 5000.0 µs | met |\n")
                .contains("| rate | 9,999/s |  | at least 10,000/s | **MISSED** |\n")
                .contains("| ratio | 1.23 | 1.10 to 1.30 |  |  |\n")
                .contains("| near | 1.09 | 1.00 to 1.20 | at most 1.10 | met, undecided |\n")
                .contains("| far | 0.80 | 0.70 to 0.89 | at least 0.90 | **MISSED** |\n")
                .contains("| stale | 1 |  | 0 | **MISSED** |\n")
                .contains("| rounds | 8 ms | 8 ms to 8 ms |  |  |\n")
                .endsWith(
                        "\nSo it was done. `--rounds 5`. jvm, os, cpu, 2 cores, load 0.5 before and 0.7 after, commit abc, now.\n");
    }

    @Test
    void markdown_trial_saysSo() {
        assertThat(paper(true).markdown()).startsWith("**A trial");
    }

    @Test
    void json_figures_areThereWithWhatTheyCameFrom() {
        assertThat(paper(false).json())
                .contains("\"suite\": \"some\"", "\"--rounds\": 5", "\"commit\": \"abc\"", "\"loadAfter\": 0.7")
                .contains(
                        "\"figure\": \"rate\"",
                        "\"unit\": \"per_second\"",
                        "\"aim\": \"at least 10,000/s\"",
                        "\"met\": false")
                .contains("\"decided\": false", "\"decided\": true")
                .contains("\"low\": 1.1", "\"micros\": [1.5, 2.5]");
    }

    private static Paper paper(boolean quick) {
        Experiment experiment = new Experiment("some", "What is it", List.of(), (asked, progress) -> FINDINGS);
        return new Paper(new Asked(experiment, Map.of("--rounds", 5L), Path.of("out"), quick), MACHINE, 0.7, FINDINGS);
    }
}
