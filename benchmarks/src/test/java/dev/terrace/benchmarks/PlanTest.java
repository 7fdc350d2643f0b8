package dev.terrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openjdk.jmh.annotations.Benchmark;

class PlanTest {

    private static final Path HOME = Path.of("somewhere");

    @Test
    void of_suiteAlone_hasDefaults() throws Plan.MalformedException {
        Plan plan = Plan.of(List.of("heap-hit"), HOME);
        assertThat(plan).isEqualTo(new Plan(HeapHit.SUITE, 5, 1, HOME.resolve("target/results"), 1, false));
        assertThat(plan.title()).isEqualTo("heap-hit");
    }

    @Test
    void of_everyOption_isTaken() throws Plan.MalformedException {
        Plan plan = Plan.of(
                List.of("heap-hit", "--quick", "--forks", "7", "--threads", "2", "--out", "there", "--seed", "9"),
                HOME);
        assertThat(plan)
                .isEqualTo(new Plan(HeapHit.SUITE, 7, 2, Path.of("there").toAbsolutePath(), 9, true));
        assertThat(plan.title()).isEqualTo("heap-hit-2-threads-quick");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "| the suite is missing: name one",
                "heap-hits | unknown suite 'heap-hits': use heap-hit",
                "--forks 3 | unknown suite '--forks': use heap-hit",
                "heap-hit --frks 3 | unknown option '--frks': use --forks",
                "heap-hit --forks | --forks lacks its value: give it a whole number from 3 to 100",
                "heap-hit --forks 2 | --forks is not a whole number from 3 to 100: '2'",
                "heap-hit --forks many | --forks is not a whole number from 3 to 100: 'many'",
                "heap-hit --threads 0 | --threads is not a whole number from 1 to 64: '0'",
                "heap-hit --seed -1 | --seed is not a whole number from 0: '-1'",
                "heap-hit --out | --out lacks its directory: give it one",
                "heap-hit --out --quick | --out lacks its directory: give it one",
            })
    void of_malformed_namesTheCure(@org.jspecify.annotations.Nullable String line, String message) {
        List<String> arguments = line == null ? List.of() : Arrays.asList(line.split(" "));
        assertThatThrownBy(() -> Plan.of(arguments, HOME))
                .isInstanceOf(Plan.MalformedException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void suite_contenders_areAllBenchmarks() {
        List<String> benchmarks = Arrays.stream(HeapHit.class.getMethods())
                .filter(method -> method.isAnnotationPresent(Benchmark.class))
                .map(java.lang.reflect.Method::getName)
                .toList();
        assertThat(HeapHit.SUITE.contenders())
                .extracting(Suite.Contender::method)
                .containsExactlyInAnyOrderElementsOf(benchmarks);
    }
}
