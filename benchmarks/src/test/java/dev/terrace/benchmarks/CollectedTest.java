package dev.terrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CollectedTest {

    private static final Machine MACHINE = new Machine("now", "abc", "jvm", "os", "cpu", 2, 0.5);
    private static final String SVG = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>";

    @TempDir
    private Path directory;

    @Test
    void markdown_targets_areMetMissedOrNotMeasured() {
        assertThat(collected(heap(), warm(), weight()).markdown())
                .contains(
                        "| a hit on the heap | below 1 ms | 0.1 µs | `./bench heap-hit`: `get`, mean of the slowest round | met |\n")
                .contains("| warm after a start | below 30 s | 31000 ms | `./bench warm-fill`: ")
                .contains("PostgreSQL | **MISSED** |\n")
                .contains("| a hit in Redis | below 5 ms | not measured in this run | `./bench redis-peers` | |\n")
                .contains("| 91.50% | `./bench entry-bytes-peers`: the least, once the heap is full | met |\n");
    }

    @Test
    void target_redis_isTheMeanOfARead() {
        Outcome redis = experiment(
                "redis-hit",
                Figure.of("`get`, 1 thread: Terrace", Unit.PER_SECOND, 10_000),
                Figure.of("x", Unit.RATIO, 1));
        assertThat(collected(redis).markdown()).contains("| a hit in Redis | below 5 ms | 100.0 µs |");
    }

    @Test
    void target_redisBesidePeers_isOfTerraceAlone() {
        Outcome redis = experiment(
                "redis-peers",
                Figure.of("1 thread, 100 B: Lettuce", Unit.PER_SECOND, 10_000),
                Figure.of("1 thread, 100 B: Spring, to Lettuce", Unit.RATIO, 0.9),
                Figure.of("1 thread, 100 B: **Terrace**, to Lettuce", Unit.RATIO, 0.8),
                Figure.of("8 threads, 100 B: **Terrace**, to Lettuce", Unit.RATIO, 0.1));
        assertThat(collected(redis).markdown()).contains("| a hit in Redis | below 5 ms | 125.0 µs |");
        assertThat(Panel.of(redis).orElseThrow().points())
                .extracting(Panel.Point::label)
                .containsExactly(
                        "1 thread, 100 B: Spring, 0.90",
                        "1 thread, 100 B: Terrace, 0.80",
                        "8 threads, 100 B: Terrace, 0.10");
    }

    @Test
    void target_hitRatio_isOfTheGeneratorAndSaysTheRoom() {
        Outcome curve = experiment(
                "heap-curve",
                Figure.of("generator (so), room for one in 4 keys (2 of 9): hit ratio", Unit.PERCENT, 84.9),
                Figure.of("generator (so), room for one in 2 keys (4 of 9): hit ratio", Unit.PERCENT, 91),
                Figure.of("web, room for one in 4 keys (2 of 9): hit ratio", Unit.PERCENT, 99));
        assertThat(collected(curve).markdown())
                .contains(
                        "| hit ratio, with room for half of the keys | at least 85 % | 91.00% | `./bench heap-curve`: Zipf with drift, a heap alone | met |",
                        "| hit ratio, with room for a quarter of the keys | at least 85 % | 84.90% | `./bench heap-curve`: Zipf with drift, a heap alone | **MISSED** |");
    }

    @Test
    void markdown_aims_areThoseOfAll() {
        assertThat(collected(heap(), warm()).markdown())
                .contains(
                        "| `heap-hit` | **Terrace** `get`, x Floor | at most 2.20 | 2.50 (1.94 to 3.20) | **MISSED**, undecided |\n")
                .contains("| `heap-hit` | twice | at most 60.0 ns | 100.0 ns (77.7 ns to 127.9 ns) | **MISSED** |\n")
                .contains(
                        "| `warm-fill` | Redis: warm, by default | at most 10000 ms | 5000 ms (4000 ms to 6000 ms) | met |\n")
                .contains("\nNot measured in this run: `other`.\n");
    }

    @Test
    void markdown_failure_isSaidAboveAndInItsPlace() {
        Collected collected = collected(warm(), Outcome.failed("other", "./bench other", 3, "it broke"));
        assertThat(collected.failed()).containsExactly("other");
        assertThat(collected.markdown())
                .startsWith(
                        "# `./bench some`\n\n1 of 2 measured in 0.1 minutes. **FAILED: other.** jvm, os, cpu, 2 cores")
                .contains("## other\n\n**FAILED:** it broke\n\n`./bench other`, 3 s.\n")
                .contains("## warm-fill\n\n" + Figure.HEADER, "commit abc, now.")
                .contains("\nNot measured in this run: `heap-hit`.\n");
    }

    @Test
    void markdown_trialAndPicture_areSaid() {
        Wanted wanted = new Wanted(programme(), null, List.of(), directory, true);
        Collected collected = new Collected(wanted, MACHINE, 0.7, List.of(), List.of(), "some-quick.svg");
        assertThat(collected.markdown()).contains(Report.TRIAL, "](some-quick.svg)\n");
    }

    @Test
    void json_holdsEverything() {
        assertThat(collected(heap(), Outcome.failed("other", "./bench other", 3, "it broke"))
                        .json())
                .contains("\"programme\": \"some\"", "\"commit\": \"abc\"", "\"failed\": [\n    \"other\"")
                .contains("\"target\": \"a hit on the heap\"", "\"met\": true", "\"what\": \"twice\"", "\"met\": false")
                .contains("\"iterations\": [", "\"failure\": \"it broke\"", "\"command\": \"./bench heap-hit\"");
    }

    @Test
    void json_numbersThatAreNone_stayNull() {
        Outcome nothing = Outcome.measured("some", "./bench some", 1, "{\"ratio\": null}", "");
        assertThat(collected(nothing).json()).contains("\"ratio\": null");
    }

    @Test
    void panel_suite_hasRatiosWithIntervals() {
        Panel panel = Panel.of(heap()).orElseThrow();
        assertThat(panel.axis()).isEqualTo("time of an operation, as a multiple of Floor's");
        assertThat(panel.points()).hasSize(2);
        Panel.Point ours = panel.points().get(1);
        assertThat(ours.label()).isEqualTo("Terrace get, 100 ns");
        assertThat(ours.ours()).isTrue();
        assertThat(panel.points().get(0).ours()).isFalse();
        assertThat(ours.value()).isEqualTo(2.5);
        assertThat(ours.low()).isLessThanOrEqualTo(2.5);
        assertThat(ours.high()).isGreaterThanOrEqualTo(2.5);
        assertThat(panel.isLogarithmic()).isFalse();
    }

    @Test
    void panel_experiment_hasTheUnitThatIsDrawn() {
        Outcome bytes = experiment(
                "entry-bytes-peers",
                Figure.of("**Terrace**", Unit.BYTES, 200),
                Figure.of("**Terrace**, less key and value", Unit.BYTES, 48),
                Figure.of("map", Unit.BYTES, 20),
                Figure.count("keys", 9));
        Panel panel = Panel.of(bytes).orElseThrow();
        assertThat(panel.points()).extracting(Panel.Point::label).containsExactly("Terrace, 200.00 B", "map, 20.00 B");
        assertThat(panel.points()).extracting(Panel.Point::low).containsExactly(200.0, 20.0);
        assertThat(panel.isLogarithmic()).isTrue();
        assertThat(Panel.of(warm())).isEmpty();
        assertThat(Panel.of(Outcome.failed("heap-hit", "./bench heap-hit", 1, "no")))
                .isEmpty();
    }

    @Test
    void gallery_plot_isLeftBesideTheTable() throws Exception {
        Gallery gallery = hang((title, panels) -> SVG);
        assertThat(gallery.picture()).isEqualTo("some.svg");
        assertThat(directory.resolve("some.svg")).hasContent(SVG);
        assertThat(gallery.outcomes()).hasSize(1);
    }

    @Test
    void gallery_plotFails_isToldAsAFailure() throws Exception {
        assertThat(hang((title, panels) -> "<svg").outcomes())
                .last()
                .satisfies(failed -> assertThat(failed.failure()).startsWith("it could not be drawn: "));
        Files.writeString(directory.resolve("some.svg"), "of an earlier run");
        Gallery gallery = hang((title, panels) -> {
            throw new NoClassDefFoundError("no fonts");
        });
        assertThat(gallery.outcomes()).last().extracting(Outcome::name).isEqualTo("plot");
        assertThat(gallery.picture()).isEmpty();
        assertThat(directory.resolve("some.svg")).doesNotExist();
        assertThat(hang((title, panels) -> "<html/>").outcomes()).hasSize(2);
    }

    @Test
    void gallery_noLibrary_isNoFailure() throws Exception {
        Gallery gallery = Gallery.hang(wanted(), List.of(drawn()), Optional.empty());
        assertThat(gallery).isEqualTo(new Gallery(List.of(drawn()), ""));
    }

    private Gallery hang(Plot plot) throws Exception {
        return Gallery.hang(wanted(), List.of(drawn()), Optional.of(plot));
    }

    private static Outcome drawn() {
        return experiment("entry-bytes-peers", Figure.of("**Terrace**", Unit.BYTES, 200));
    }

    private Collected collected(Outcome... outcomes) {
        return new Collected(wanted(), MACHINE, 0.7, List.of("heap-hit", "warm-fill", "other"), List.of(outcomes), "");
    }

    private Wanted wanted() {
        return new Wanted(programme(), null, List.of(), directory, false);
    }

    private static Programme programme() {
        return new Programme("some", "What", List.of(), 5);
    }

    private static Outcome heap() {
        Suite suite = new Suite(
                "heap-hit",
                "What",
                Object.class,
                List.of(
                        new Suite.Contender("floor", "Floor"),
                        new Suite.Contender("terraceGet", "**Terrace** `get`", 2.2)),
                List.of(new Claim("twice", Unit.NANOSECONDS, Aim.atMost(60), round -> round.nanos("terraceGet"))));
        List<Sample> samples = List.of(
                new Sample("floor", 1, 1, 40, 0, List.of(40.0)), new Sample("terraceGet", 1, 2, 90, 0, List.of(90.0)),
                new Sample("floor", 2, 1, 40, 0, List.of(40.0)), new Sample("terraceGet", 2, 2, 100, 0, List.of(100.0)),
                new Sample("floor", 3, 1, 40, 0, List.of(40.0)),
                        new Sample("terraceGet", 3, 2, 110, 0, List.of(110.0)));
        Report report = new Report(new Plan(suite, 3, 1, Path.of("out"), 1, false), MACHINE, 0.7, samples);
        return Outcome.measured("heap-hit", "./bench heap-hit", 4, report.json(), report.markdown());
    }

    private static Outcome warm() {
        return experiment(
                "warm-fill",
                new Figure(
                        "Redis: warm, by default",
                        Unit.MILLISECONDS,
                        5_000,
                        new Interval(4_000, 6_000),
                        Aim.atMost(10_000)),
                Figure.of("PostgreSQL: warm, by default", Unit.MILLISECONDS, 31_000));
    }

    private static Outcome weight() {
        return experiment(
                "entry-bytes-peers",
                Figure.of("heap bounded in weight: live weight to bound, when full", Unit.PERCENT, 92),
                Figure.of("the same, least while it is filled further", Unit.PERCENT, 91.5),
                Figure.of("the same, most", Unit.PERCENT, 100));
    }

    private static Outcome experiment(String name, Figure... figures) {
        Findings findings = new Findings(List.of(figures), "So.", Map.of());
        Experiment experiment = new Experiment(name, "What", List.of(), (asked, progress) -> findings);
        Paper paper = new Paper(new Asked(experiment, Map.of(), Path.of("out"), false), MACHINE, 0.7, findings);
        return Outcome.measured(name, "./bench " + name, 4, paper.json(), paper.markdown());
    }
}
