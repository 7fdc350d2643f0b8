package dev.terrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.annotations.Benchmark;

class PlanTest {

    private static final Path HOME = Path.of("somewhere");

    @Test
    void of_suiteAlone_hasDefaults() throws MalformedException {
        Plan plan = Plan.of(HeapHit.SUITE, List.of(), HOME);
        assertThat(plan).isEqualTo(new Plan(HeapHit.SUITE, 5, 1, HOME.resolve("target/results"), 1, false));
        assertThat(plan.title()).isEqualTo("heap-hit");
    }

    @Test
    void of_everyOption_isTaken() throws MalformedException {
        Plan plan = Plan.of(
                HeapHit.SUITE,
                List.of(
                        "--quick",
                        "--forks",
                        "7",
                        "--threads",
                        "2",
                        "--millis",
                        "500",
                        "--out",
                        "there",
                        "--seed",
                        "9"),
                HOME);
        assertThat(plan)
                .isEqualTo(new Plan(HeapHit.SUITE, 7, 2, 500, Path.of("there").toAbsolutePath(), 9, true));
        assertThat(plan.title()).isEqualTo("heap-hit-2-threads-quick");
    }

    @Test
    void of_only_keepsTheBaselineAndTheOrder() throws MalformedException {
        Plan plan = Plan.of(HeapHit.SUITE, List.of("--only", "terraceGet,caffeineSize"), HOME);
        assertThat(plan.suite().contenders())
                .extracting(Suite.Contender::method)
                .containsExactly("concurrentHashMap", "caffeineSize", "terraceGet");
        assertThat(plan.millis()).isEqualTo(1_000);
        assertThat(Plan.of(HeapHit.SUITE, List.of("--quick"), HOME).millis()).isEqualTo(300);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--frks 3 | unknown option '--frks': use --forks",
                "--forks | --forks lacks its value: give it a whole number from 3 to 100",
                "--forks 2 | --forks is not a whole number from 3 to 100: '2'",
                "--forks many | --forks is not a whole number from 3 to 100: 'many'",
                "--threads 0 | --threads is not a whole number from 1 to 64: '0'",
                "--millis 99 | --millis is not a whole number from 100 to 60000: '99'",
                "--only get | --only names no benchmark of heap-hit: 'get'; use concurrentHashMap,",
                "--only | --only names no benchmark of heap-hit: ''; use concurrentHashMap,",
                "--seed -1 | --seed is not a whole number from 0: '-1'",
                "--out | --out lacks its directory: give it one",
                "--out --quick | --out lacks its directory: give it one",
            })
    void of_malformed_namesTheCure(String line, String message) {
        List<String> options = Arrays.asList(line.split(" ", -1));
        assertThatThrownBy(() -> Plan.of(HeapHit.SUITE, options, HOME))
                .isInstanceOf(MalformedException.class)
                .hasMessageStartingWith(message);
    }

    @ParameterizedTest
    @MethodSource("suites")
    void suite_contenders_areAllBenchmarks(Suite suite) {
        List<String> benchmarks = Arrays.stream(suite.type().getMethods())
                .filter(method -> method.isAnnotationPresent(Benchmark.class))
                .map(java.lang.reflect.Method::getName)
                .toList();
        assertThat(suite.contenders())
                .filteredOn(contender -> contender.type() == null)
                .extracting(Suite.Contender::method)
                .containsExactlyInAnyOrderElementsOf(benchmarks);
    }

    static List<Suite> suites() {
        return Benchmarks.SUITES;
    }
}
