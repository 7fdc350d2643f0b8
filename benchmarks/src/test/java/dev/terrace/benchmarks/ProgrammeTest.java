package dev.terrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgrammeTest {

    private static final Path HOME = Path.of("somewhere");
    private static final Programme LONG = Programme.everything(Benchmarks.SUITES, Benchmarks.EXPERIMENTS);

    /** What the profile brings. */
    private static final List<String> PEERS = List.of("heap-peers", "flag-peers", "redis-peers", "entry-bytes-peers");

    @Test
    void everything_hasAllThereIsOnce_theMainOnesFirst() {
        List<String> known = names(Benchmarks.SUITES, Benchmarks.EXPERIMENTS);
        List<String> main = names(Programme.SHORT);
        assertThat(names(LONG))
                .startsWith(main.toArray(String[]::new))
                .containsAll(known)
                .doesNotHaveDuplicates();
        assertThat(LONG.members())
                .allSatisfy(member -> assertThat(member.options(false)).isEmpty());
    }

    @Test
    void short_namesWhatIsThere_orAPeerOfTheProfile() {
        assertThat(names(Benchmarks.SUITES, Benchmarks.EXPERIMENTS))
                .containsAll(names(Programme.SHORT).stream()
                        .filter(name -> !PEERS.contains(name))
                        .toList());
    }

    @Test
    void short_options_areUnderstood() {
        assertThat(Programme.SHORT.members()).allSatisfy(member -> {
            for (Suite suite : Benchmarks.SUITES) {
                if (suite.name().equals(member.name())) {
                    assertThat(Plan.of(suite, member.options(false), HOME).quick())
                            .isFalse();
                    assertThat(Plan.of(suite, member.options(true), HOME).quick())
                            .isTrue();
                }
            }
            for (Experiment experiment : Benchmarks.EXPERIMENTS) {
                if (experiment.name().equals(member.name())) {
                    assertThat(Asked.of(experiment, member.options(false), HOME).quick())
                            .isFalse();
                    assertThat(Asked.of(experiment, member.options(true), HOME).quick())
                            .isTrue();
                }
            }
        });
    }

    @Test
    void options_quick_leaveTheSizeToTheTrial() {
        Member member = Member.of("some").only("a,b").sized("--trials 500 --rounds 3");
        assertThat(member.options(false)).containsExactly("--only", "a,b", "--trials", "500", "--rounds", "3");
        assertThat(member.options(true)).containsExactly("--only", "a,b", "--quick");
        assertThat(member.command(true)).isEqualTo("./bench some --only a,b --quick");
        assertThat(Member.of("some").command(false)).isEqualTo("./bench some");
    }

    @Test
    void of_nothing_hasDefaults() throws MalformedException {
        Wanted wanted = Wanted.of(LONG, List.of(), HOME);
        assertThat(wanted).isEqualTo(new Wanted(LONG, null, List.of(), HOME.resolve("target/results"), false));
        assertThat(wanted.title()).isEqualTo("long");
        assertThat(wanted.directory()).isEqualTo(HOME.resolve("target/results/long"));
    }

    @Test
    void of_everyOption_isTaken(@TempDir Path directory) throws Exception {
        Path trace = Files.createFile(directory.resolve("some.gz"));
        Wanted wanted = Wanted.of(
                LONG,
                List.of(
                        "--forks",
                        "7",
                        "--only",
                        "warm-fill,one-load",
                        "--trace",
                        trace.toString(),
                        "--quick",
                        "--out",
                        "x"),
                HOME);
        assertThat(names(wanted.programme())).containsExactly("one-load", "warm-fill");
        assertThat(wanted.programme().limitMinutes()).isEqualTo(LONG.limitMinutes());
        assertThat(wanted.forks()).isEqualTo(7);
        assertThat(wanted.traces()).containsExactly(trace);
        assertThat(wanted.directory()).isEqualTo(Path.of("x").toAbsolutePath().resolve("long-quick"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--frks 3 | unknown option '--frks': use --forks, --only, --trace, --out or --quick (see ./bench long --help)",
                "--forks 2 | --forks is not a whole number from 3 to 100: '2'",
                "--only heap-hits | --only names nothing that ./bench long measures: 'heap-hits'; use heap-peers,",
                "--only | --only names nothing that ./bench long measures: ''; use heap-peers,",
                "--trace nowhere.gz | --trace is not a file that can be read: 'nowhere.gz'",
                "--out | --out lacks its directory: give it one",
            })
    void of_malformed_namesTheCure(String line, String message) {
        assertThatThrownBy(() -> Wanted.of(LONG, Arrays.asList(line.split(" ", -1)), HOME))
                .isInstanceOf(MalformedException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void usage_namesTheMembers() {
        assertThat(Programme.SHORT.usage())
                .startsWith("Usage: ./bench short [options]")
                .contains(
                        "  ./bench one-load --processes 4 --warm-up 10 --rounds 10 --deaths 1\n",
                        "--only A,B",
                        "--quick");
    }

    private static List<String> names(Programme programme) {
        return programme.members().stream().map(Member::name).toList();
    }

    private static List<String> names(List<Suite> suites, List<Experiment> experiments) {
        return Stream.concat(
                        suites.stream().map(Suite::name), experiments.stream().map(Experiment::name))
                .toList();
    }
}
