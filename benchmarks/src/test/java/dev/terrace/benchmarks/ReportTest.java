package dev.terrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {

    private static final Suite SUITE = new Suite(
            "some",
            "What is it",
            Object.class,
            List.of(new Suite.Contender("floor", "Floor"), new Suite.Contender("other", "Other \"one\"")));
    private static final Machine MACHINE = new Machine("now", "abc", "jvm", "os", "cpu", 2, 0.5);

    @Test
    void row_machineSlowsDownBetweenRounds_ratioIsOfTheSameRound() {
        List<Row> rows = Row.of(SUITE, samples(2, 2, 2, 2, 2));
        assertThat(rows.get(0).ratio()).isEqualTo(1);
        assertThat(rows.get(1).ratio()).isEqualTo(2);
        assertThat(rows.get(1).low()).isCloseTo(2, within(1e-9));
        assertThat(rows.get(1).high()).isCloseTo(2, within(1e-9));
        assertThat(rows.get(1).nanos()).isEqualTo(60);
        assertThat(rows.get(1).fastest()).isEqualTo(20);
        assertThat(rows.get(1).slowest()).isEqualTo(100);
    }

    @Test
    void row_ratiosScatter_intervalIsStudentsOnLogarithms() {
        Row row = Row.of(SUITE, samples(Math.exp(1), Math.exp(2), Math.exp(3))).get(1);
        // Mean 2, standard deviation 1, t of 2 degrees of freedom at 97.5%: 4.3027.
        assertThat(Math.log(row.low())).isCloseTo(2 - 4.3027 / Math.sqrt(3), within(1e-3));
        assertThat(Math.log(row.high())).isCloseTo(2 + 4.3027 / Math.sqrt(3), within(1e-3));
        assertThat(row.ratio()).isCloseTo(Math.exp(2), within(1e-9));
    }

    @Test
    void markdown_table_hasOneRowEach() {
        String text = report(false).markdown();
        assertThat(text)
                .contains("| Floor | 1.00 |  | 20.0 | 10.0 to 30.0 | 0.000 |\n")
                .contains("| Other \"one\" | 2.00 | 2.00 to 2.00 | 40.0 | 20.0 to 60.0 | 0.500 |\n")
                .contains("commit abc, now.")
                .doesNotContain("trial");
    }

    @Test
    void markdown_aim_isJudged() {
        Suite aiming = new Suite(
                "some",
                "What is it",
                Object.class,
                List.of(new Suite.Contender("floor", "Floor"), new Suite.Contender("other", "Other", 1.5)));
        Report report =
                new Report(new Plan(aiming, 3, 1, Path.of("out"), 1, false), MACHINE, 0.7, samples(1.2, 1.2, 1.2));
        assertThat(report.markdown())
                .contains("\nOther: x Floor, aim at most 1.50: met; B/op, aim 0 (below 0.01): **MISSED**.\n");
        assertThat(report(false).markdown()).doesNotContain("aim");
    }

    @Test
    void beside_peers_hasOursFirstOfTheirClassWithoutAims() {
        Suite aiming = new Suite(
                "some", "What is it", Object.class, List.of(new Suite.Contender("floor", "Floor", 1.5)), List.of());
        Suite both = aiming.beside(
                "more", String.class, () -> Scene.Set.EMPTY, List.of(new Suite.Contender("peer", "Peer")));
        assertThat(both.name()).isEqualTo("more");
        assertThat(both.contenders())
                .containsExactly(
                        new Suite.Contender("floor", "Floor").of(Object.class), new Suite.Contender("peer", "Peer"));
        assertThat(both.contenders().stream().map(both::benchmark))
                .containsExactly("java.lang.Object.floor", "java.lang.String.peer");
    }

    @Test
    void claim_benchmarkLeftOut_isNotMeasured() {
        Claim claim = new Claim("gone", Unit.NANOSECONDS, Aim.atMost(60), round -> round.nanos("gone"));
        assertThat(claim.verdict(samples(2, 2, 2))).isEqualTo("gone: not measured in this run, aim at most 60.0 ns.");
        assertThat(claim.facts(samples(2, 2, 2))).isEmpty();
    }

    @Test
    void claim_aimWithinTheInterval_isUndecided() {
        Claim claim = new Claim("it", Unit.NANOSECONDS, Aim.atMost(60), round -> round.nanos("other"));
        assertThat(claim.verdict(samples(2, 2, 2)))
                .isEqualTo(
                        "it: 40.0 ns (20.0 ns to 60.0 ns in the rounds; 95%: 9.1 ns to 144.5 ns), aim at most 60.0 ns: met, undecided.");
    }

    @Test
    void claim_figureOfNothing_hasNoInterval() {
        Claim claim = new Claim("it", Unit.BYTES, Aim.atMost(0.01), round -> round.bytes("floor"));
        assertThat(claim.verdict(samples(2, 2, 2)))
                .isEqualTo("it: 0.00 B (0.00 B to 0.00 B in the rounds), aim at most 0.01 B: met.");
    }

    @Test
    void markdown_trial_saysSo() {
        assertThat(report(true).markdown()).startsWith("**A trial");
    }

    @Test
    void json_samples_areRaw() {
        assertThat(report(false).json())
                .contains("\"commit\": \"abc\"")
                .contains("\"ratios\": [2.0, 2.0, 2.0]")
                .contains("\"iterations\": [20.0, 20.0]");
    }

    @Test
    void json_text_isEscaped() {
        assertThat(Json.of(List.of("a\"b\\c\n", Double.NaN, true)))
                .isEqualTo("[\n  \"a\\\"b\\\\c\\u000a\", null,\n  true\n]\n");
    }

    private static Report report(boolean quick) {
        return new Report(new Plan(SUITE, 3, 1, Path.of("out"), 1, quick), MACHINE, 0.7, samples(2, 2, 2));
    }

    /** The machine is slower in each round than in the one before. */
    private static List<Sample> samples(double... ratios) {
        List<Sample> samples = new ArrayList<>();
        for (int round = 1; round <= ratios.length; round++) {
            double floor = 10 * round;
            double other = floor * ratios[round - 1];
            samples.add(new Sample("other", round, 1, other, 0.5, List.of(other, other)));
            samples.add(new Sample("floor", round, 2, floor, 0, List.of(floor, floor)));
        }
        return samples;
    }
}
