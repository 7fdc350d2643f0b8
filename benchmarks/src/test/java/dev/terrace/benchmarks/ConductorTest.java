package dev.terrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConductorTest {

    private static final Suite SUITE =
            new Suite("suite", "What", Object.class, List.of(new Suite.Contender("floor", "Floor")));
    private static final Experiment WITH_FORKS = new Experiment(
            "with-forks",
            "What",
            List.of(new Knob("--forks", 3, 100, 5, 3, "processes"), new Knob("--pairs", 1, 100, 5, 3, "pairs")),
            true,
            (asked, progress) -> new Findings(List.of(), "", Map.of()));
    private static final Experiment PLAIN =
            new Experiment("plain", "What", List.of(), (asked, progress) -> new Findings(List.of(), "", Map.of()));

    @TempDir
    private Path directory;

    private Path trace = Path.of("trace.gz");
    private final List<List<String>> ran = new ArrayList<>();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @BeforeEach
    void recordTrace() throws IOException {
        trace = Files.createFile(directory.resolve("trace.gz"));
    }

    @Test
    void measure_oneFails_theOthersAreMeasured() throws InterruptedException {
        List<Outcome> outcomes = measure(
                false,
                List.of("suite", "with-forks", "plain"),
                arguments -> arguments.get(0).equals("with-forks") ? "Redis did not start" : null);

        assertThat(outcomes).extracting(Outcome::name).containsExactly("suite", "with-forks", "plain");
        assertThat(outcomes).extracting(Outcome::isMeasured).containsExactly(true, false, true);
        assertThat(outcomes.get(1).failure()).isEqualTo("Redis did not start");
        assertThat(outcomes.get(2).data().path("by").asString()).isEqualTo("plain");
        assertThat(outcomes.get(2).table()).isEqualTo("table of plain");
        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains("[1 of 3] ./bench suite", "with-forks FAILED: Redis did not start", "[3 of 3] ./bench plain");
    }

    @Test
    void measure_arguments_areForEachWhatItKnows() throws InterruptedException {
        List<Outcome> outcomes = measure(true, List.of("suite", "with-forks", "plain"), arguments -> null);

        String out = directory.resolve("some-quick").toString();
        assertThat(ran)
                .containsExactly(
                        List.of("suite", "--quick", "--out", out, "--forks", "7"),
                        List.of("with-forks", "--quick", "--out", out, "--forks", "7", "--trace", trace.toString()),
                        List.of("plain", "--quick", "--out", out));
        assertThat(outcomes.get(0).command()).isEqualTo("./bench suite --quick --forks 7");
    }

    @Test
    void measure_unknownMember_failsAlone() throws InterruptedException {
        List<Outcome> outcomes = measure(false, List.of("later", "plain"), arguments -> null);
        assertThat(outcomes.get(0).failure()).isEqualTo("this build has no suite of that name");
        assertThat(outcomes.get(1).isMeasured()).isTrue();
    }

    @Test
    void measure_memberLeavesNothing_isNotTakenFromAnEarlierRun() throws Exception {
        measure(false, List.of("plain"), arguments -> null);
        List<Outcome> outcomes = new Conductor(
                        wanted(false, List.of("plain")), List.of(), List.of(PLAIN), (all, errors, limit) -> null, out())
                .measure();
        assertThat(outcomes.get(0).isMeasured()).isFalse();
        assertThat(outcomes.get(0).failure()).contains("plain.json");
    }

    @Test
    void measure_memberLeavesNonsense_fails() throws InterruptedException {
        Stage nonsense = (arguments, errors, limit) -> {
            Files.writeString(directory.resolve("some/plain.json"), "{\"suite\":");
            Files.writeString(directory.resolve("some/plain.md"), "");
            return null;
        };
        List<Outcome> outcomes =
                new Conductor(wanted(false, List.of("plain")), List.of(), List.of(PLAIN), nonsense, out()).measure();
        assertThat(outcomes.get(0).isMeasured()).isFalse();
    }

    @Test
    void process_fails_tellsTheReason() throws Exception {
        MemberProcess process = new MemberProcess(ProcessBuilder.Redirect.DISCARD);
        Path errors = directory.resolve("errors");
        assertThat(process.run(List.of("--help"), errors, Duration.ofMinutes(1)))
                .isNull();
        assertThat(process.run(List.of("nothing"), errors, Duration.ofMinutes(1)))
                .startsWith("unknown suite 'nothing': use short, long, heap-hit");
        assertThat(process.run(List.of("--help"), errors, Duration.ofNanos(1)))
                .isEqualTo("it took longer than 0 minutes and was ended");
    }

    private interface Deed {
        @Nullable
        String of(List<String> arguments);
    }

    private List<Outcome> measure(boolean quick, List<String> names, Deed deed) throws InterruptedException {
        Stage stage = (arguments, errors, limit) -> {
            ran.add(List.copyOf(arguments));
            String failure = deed.of(arguments);
            if (failure == null) {
                String title = arguments.get(0) + (quick ? "-quick" : "");
                Path left = directory.resolve(quick ? "some-quick" : "some");
                Files.writeString(left.resolve(title + ".json"), "{\"by\": \"" + arguments.get(0) + "\"}");
                Files.writeString(left.resolve(title + ".md"), "table of " + arguments.get(0));
            }
            return failure;
        };
        return new Conductor(wanted(quick, names), List.of(SUITE), List.of(WITH_FORKS, PLAIN), stage, out()).measure();
    }

    private Wanted wanted(boolean quick, List<String> names) {
        Programme programme =
                new Programme("some", "What", names.stream().map(Member::of).toList(), 5);
        return new Wanted(programme, 7, List.of(trace), directory, quick);
    }

    private PrintStream out() {
        return new PrintStream(said, true, StandardCharsets.UTF_8);
    }
}
